"""A command that the system kills at a moment of its work: `python killing.py STEP run …`, once the step is kept.

From outside a process can only be watched, and has gone on by the time that anybody sees where it is.
"""

import datetime as dt
import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

from outcomelab.disclosure.ledger.store import Book
from outcomelab.holdings import register
from outcomelab.unfinished.steps import Steps

# What is on the disk by then without being a step: a release's entry in the ledger, a holding's stores, the first
# of their keys.
ENTRY, STORES, STORE_KEY = "entry in the ledger", "stores of a holding", "key of a store"
DAY = dt.date(2026, 11, 3)


class OneDay(dt.date):
    """A calendar of one day, so that two runs of which midnight is in between are dated alike."""

    @classmethod
    def today(cls):
        return DAY


def die_after(step: str) -> None:
    """Have this process be killed once what was made of `step`, or one of the above, is on the disk; or, where
    `step` is the name of a file, once that is."""
    places = {ENTRY: (Book, "add"), STORES: (register, "build"), STORE_KEY: (register, "keep_key")}
    owner, name = places.get(step, (Path, "replace") if Path(step).suffix else (Steps, "keep"))
    act = getattr(owner, name)

    def act_and_die(*given):
        act(*given)
        if step in (*places, given[1], getattr(given[1], "name", "")):
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, act_and_die)


if __name__ == "__main__":
    from outcomelab import pipeline
    from outcomelab.cli.main import main

    die_after(sys.argv.pop(1))
    pipeline.dt = SimpleNamespace(date=OneDay)
    main()
