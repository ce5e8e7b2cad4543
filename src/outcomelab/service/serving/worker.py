"""The process that does the long work: `python -m outcomelab.service.serving.worker`."""

from __future__ import annotations

import os

from outcomelab.service import starting
from outcomelab.service.serving.keeping import PATIENCE
from outcomelab.service.serving.parent import as_child

_BEHIND_PAGES = 10


def work() -> None:
    """Work until told to stop, and only with what the pages leave of the machine."""
    os.nice(_BEHIND_PAGES)
    starting.start()
    starting.refuse_unprepared()
    from outcomelab.service.jobs.worker import work_until_told

    work_until_told(patience=PATIENCE)


if __name__ == "__main__":
    as_child(work)
