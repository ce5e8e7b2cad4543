"""The demo filled once for all tests of a run, in pieces, and a copy of it for whoever wants one."""

import datetime as dt
import fcntl
import itertools
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import override_settings
from tests.unit.service import databases
from tests.unit.service.demo.fresh import empty

from outcomelab.service.configuration.choices import Choices
from outcomelab.service.demo import steps
from outcomelab.service.demo.fill import fill

NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
_STORE = "store.sqlite3"


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def demo(servers, folders):
    """While this lasts, the folder of a service that the demo filled: a copy, to be changed as one likes. folders:
    pytest's own, that of all processes of a run being above each one's."""
    above = folders.getbasetemp()
    above = above.parent if "PYTEST_XDIST_WORKER" in os.environ else above
    made, copy = above / "demo", folders.mktemp("demo")
    with (above / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / _STORE).exists():
            _make(servers, made)
    for part in ("data", "data.keys"):
        shutil.copytree(made / part, copy / part)
    shutil.copy(made / _STORE, copy / _STORE)
    databases.use(f"sqlite:///{copy / _STORE}")
    with override_settings(CHOICES=Choices(data=copy / "data", keys=None)):
        yield copy / "data"
    databases.close()


def _make(servers, folder):
    shutil.rmtree(folder, ignore_errors=True)  # what is there was not finished
    folder.mkdir()
    with empty(servers, folder) as (_, address), pytest.MonkeyPatch.context() as patch:
        _in_pieces(patch)
        databases.close()  # whereby all of it is in the one file
        shutil.copy(Path(address.removeprefix("sqlite:///")), folder / f"{_STORE}.new")
    (folder / f"{_STORE}.new").rename(folder / _STORE)


def _in_pieces(monkeypatch):
    """The demo, made by processes of which one ends between two steps, one while work is under way on a study, and
    one when that work has ended and nothing more."""
    said = itertools.count()

    def ends_soon(*_):
        if next(said) == 30:
            raise Killed

    with pytest.raises(Killed):
        fill(ends_soon, NOW)
    do, works = steps.do, itertools.count()

    def killed_before(job, **more):
        if next(works) == 9:
            raise Killed
        do(job, **more)

    def killed_after(job, **more):
        do(job, **more)
        raise Killed

    for replaced in (killed_before, killed_after):
        monkeypatch.setattr(steps, "do", replaced)
        with pytest.raises(Killed):
            fill(now=NOW + dt.timedelta(days=9))
    monkeypatch.setattr(steps, "do", do)
    fill(now=NOW + dt.timedelta(days=9))
