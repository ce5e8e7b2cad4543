"""Whether a cluster still has workers: without any Spark waits for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import Any

_EVERY = 1.0  # seconds


@contextmanager
def watched(session: Any, address: str, patience: float) -> Iterator[Callable[[], bool]]:
    """Stop whatever `session` does once no worker was there for `patience` seconds; tells whether that happened.

    A cluster behind Spark Connect is watched by its server, and a local session is its own worker.
    """
    lost, over = Event(), Event()

    def watch() -> None:
        from py4j.protocol import Py4JError

        context = session.sparkContext
        since = monotonic()
        while not over.wait(_EVERY):
            try:
                # The driver counts as one.
                if len(context._jsc.sc().statusTracker().getExecutorInfos()) > 1:
                    since = monotonic()
                    continue
            except (Py4JError, OSError):
                lost.set()  # the driver itself has ended
                return
            if monotonic() - since >= patience:
                lost.set()
                context.cancelAllJobs()  # again and again, for one may follow another

    if not address.startswith("spark://"):
        yield lost.is_set
        return
    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield lost.is_set
    finally:
        over.set()
        thread.join()
