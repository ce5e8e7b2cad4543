"""SQLite as Django knows it, with a line for those that want to write.

SQLite has none: each that waits looks again ten times a second, so that where others write without a pause one may
find the file taken each time, until its patience ends ("database is locked"). Here one looks, and the others wait
for it in a line that the system keeps; whoever has just written is at its end. Nobody's patience begins anew at
its head: whoever has none left by then fails at once, so that a line for a file that stays taken comes to an end.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from django.db import OperationalError
from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin one after the other, in whichever process or thread it is."""

    # Django's own, which its types leave out
    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        came, patience = monotonic(), self.settings_dict["OPTIONS"]["timeout"]
        with _first_in_line(Path(self.settings_dict["NAME"]).parent):
            left = patience - (monotonic() - came)
            if left <= 0:
                raise OperationalError("database is locked")  # in SQLite's words
            self._wait_at_most(left)
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
            finally:
                self._wait_at_most(patience)

    def _wait_at_most(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")


@contextmanager
def _first_in_line(folder: Path) -> Iterator[None]:
    """While this lasts nobody else is first. The lock is the folder's: one of the file would be SQLite's."""
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)  # which ends with the process, however it ends
        yield
    finally:
        os.close(place)
