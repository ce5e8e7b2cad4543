"""A child's side: it ends with the process that started it, and what goes wrong in it is told in a line."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable

from outcomelab.errors import OutcomeLabError
from outcomelab.service.configuration.logs import places

_UNEXPECTED = 70


def as_child(run: Callable[[], None]) -> None:
    """Run a child's work, and end the process with a status: 0, an error's own, or 70 for what nobody expected, of
    which kinds and places are told and no words."""
    _end_with_parent()
    try:
        run()
    except OutcomeLabError as error:
        _told(str(error))
        sys.exit(error.exit_status)
    except Exception as error:  # noqa: BLE001 the last door: a message could quote a person
        _told("\n".join(places(error)))
        sys.exit(_UNEXPECTED)


def _told(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _end_with_parent() -> None:
    """Have this process told to stop (SIGTERM) when its standard input ends, which the parent holds open."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="watches the parent", daemon=True).start()
