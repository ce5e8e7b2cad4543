"""The worker: does what waits, one job after the other, gives back what dead workers left, tends what is due."""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import threading
import time
from dataclasses import dataclass
from types import FrameType

from django.db import connections
from django.utils import timezone

from outcomelab.service.jobs.doing import do
from outcomelab.service.jobs.notices import send_due
from outcomelab.service.jobs.queue import Job, hand_back, reap, take
from outcomelab.service.jobs.tending import tend

_TENDING = dt.timedelta(minutes=5)
_BEAT = 10.0  # seconds between a worker's beats
_BEATS = 6  # missed before a worker is taken for dead
_log = logging.getLogger("outcomelab.service.jobs")


@dataclass
class UnderWay:
    """The job that a worker is at, while it is at one."""

    job: Job | None = None


def work(
    stop: threading.Event, *, every: float = _BEAT, idle: float = 1.0, under_way: UnderWay | None = None
) -> None:
    """Work until `stop` is set, at the end of the job that is under way then. Whatever goes wrong meanwhile, such
    as a database that is away for a moment, is logged, and the worker goes on.

    every: seconds between beats; the same for all workers, of which one that misses six is taken for dead. idle:
    seconds between looks at an empty queue. under_way: told what it is at.
    """
    under_way = under_way or UnderWay()
    tended = None
    while not stop.is_set():
        now, worked = timezone.now(), False
        try:
            if tended is None or now - tended > _TENDING:
                tended = now
                tend(now)
            worked = _turn(now, every, under_way)
        except Exception:  # noqa: BLE001 whatever it was, the next turn begins with new connections
            _log.exception("the worker could not go on, and tries again")
            connections.close_all()
        if not worked:
            stop.wait(idle)


def _turn(now: dt.datetime, every: float, under_way: UnderWay) -> bool:
    """What is due now, then one job; whether there was one."""
    send_due(now)
    reap(now, dt.timedelta(seconds=_BEATS * every))
    under_way.job = job = take(timezone.now())
    if job is not None:
        do(job, every)
    under_way.job = None
    return job is not None


def work_until_told(every: float = _BEAT, patience: float | None = None) -> None:
    """Work until the process is told to stop (SIGTERM, SIGINT). every: as of `work`. patience: seconds that the
    job under way has to end then; one that has not is given back, and the process ends in the midst of it."""
    stop, under_way = threading.Event(), UnderWay()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, told)
    if patience is not None:
        threading.Thread(target=_leave, args=(stop, under_way, patience), daemon=True).start()
    work(stop, every=every, under_way=under_way)


def _leave(stop: threading.Event, under_way: UnderWay, patience: float) -> None:
    stop.wait()
    time.sleep(patience)
    try:
        if under_way.job is not None:
            hand_back(under_way.job)
    finally:
        os._exit(0)  # a worker may be killed at any point, and loses nothing
