"""The beats of a job, from a thread of its own: long stages say nothing for minutes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connections
from django.utils import timezone

from outcomelab.service.jobs.queue import Job, LeaseLostError, beat

Lost = Callable[[], bool]


@contextmanager
def beating(job: Job, every: float) -> Iterator[Lost]:
    """While this lasts, the job's worker is heard of. Gives what tells whether the lease was lost meanwhile."""
    stop, lost = threading.Event(), threading.Event()

    def run() -> None:
        try:
            while not stop.wait(every):
                try:
                    beat(job, timezone.now())
                except OperationalError:  # a database that is busy or away for a moment: the next beat tells
                    connections.close_all()
                except LeaseLostError:
                    lost.set()
                    return
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name=f"heart of job {job.number}", daemon=True)
    thread.start()
    try:
        yield lost.is_set
    finally:
        stop.set()
        thread.join()
