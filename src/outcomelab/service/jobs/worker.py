"""The worker: does what waits, one job after the other, gives back what dead workers left, tends what is due."""

from __future__ import annotations

import datetime as dt
import signal
import threading
from types import FrameType

from django.utils import timezone

from outcomelab.service.jobs.doing import do
from outcomelab.service.jobs.notices import send_due
from outcomelab.service.jobs.queue import reap, take
from outcomelab.service.jobs.tending import tend

_TENDING = dt.timedelta(minutes=5)
_BEATS = 6  # missed before a worker is taken for dead


def work(stop: threading.Event, *, every: float = 10.0, idle: float = 1.0) -> None:
    """Work until `stop` is set, at the end of the job that is under way then.

    every: seconds between beats; a worker that misses six is taken for dead. idle: seconds between looks at an
    empty queue.
    """
    tended = None
    while not stop.is_set():
        now = timezone.now()
        if tended is None or now - tended > _TENDING:
            tended = now
            tend(now)
        send_due(now)
        reap(now, dt.timedelta(seconds=_BEATS * every))
        job = take(timezone.now())
        if job is None:
            stop.wait(idle)
        else:
            do(job, every)


def work_until_told(every: float = 10.0) -> None:
    """Work until the process is told to stop (SIGTERM, SIGINT)."""
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, told)
    work(stop, every=every)
