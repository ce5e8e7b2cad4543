"""A command that the system kills at a moment of its work: `python killing.py STEP run …`, once the step is kept.

From outside a process can only be watched, and has gone on by the time that anybody sees where it is.
"""

import datetime as dt
import os
import signal
import sys
from types import SimpleNamespace

from outcomelab.disclosure.ledger.store import Book
from outcomelab.unfinished.steps import Steps

ENTRY = "entry in the ledger"
DAY = dt.date(2026, 11, 3)


class OneDay(dt.date):
    """A calendar of one day, so that two runs of which midnight is in between are dated alike."""

    @classmethod
    def today(cls):
        return DAY


def die_after(step: str) -> None:
    """Have this process be killed once what was made of `step`, or a release's `ENTRY`, is on the disk."""
    keep, add = Steps.keep, Book.add

    def kept(steps, name, table):
        keep(steps, name, table)
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def added(book, *given):
        add(book, *given)
        os.kill(os.getpid(), signal.SIGKILL)

    Steps.keep = kept
    Book.add = added if step == ENTRY else add


if __name__ == "__main__":
    from outcomelab import pipeline
    from outcomelab.cli.main import main

    die_after(sys.argv.pop(1))
    pipeline.dt = SimpleNamespace(date=OneDay)
    main()
