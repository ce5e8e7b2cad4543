"""Processes kept running until this one is told to stop; then they are stopped, within seconds."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType

from outcomelab.service.serving.child import Child

PATIENCE = 5.0  # seconds that a worker has for what it is at, before it gives it back
_LONGEST = 10.0  # seconds until those that have not ended are ended
_LOOK = 0.2


def keep_running(children: Sequence[Child], say: Callable[[str], None], stop: threading.Event) -> None:
    """Keep them running, in their order: none is started before those that run once and come before it have ended.
    When `stop` is set all are told to stop, and ended when they don't."""
    try:
        while not stop.is_set():
            for child in children:
                if said := child.tend(time.monotonic()):
                    say(said)
                if child.once and not child.finished:
                    break
            stop.wait(_LOOK)
    finally:
        for child in children:
            child.tell(signal.SIGTERM)
        end = time.monotonic() + _LONGEST
        for child in children:
            if not child.wait(end - time.monotonic()):
                say(f"The {child.name} does not stop, and is ended.")
                child.tell(signal.SIGKILL)
                child.wait(_LONGEST)


def told_to_stop() -> threading.Event:
    """An event that is set when this process is told to stop (SIGTERM, SIGINT, the end of its terminal); what it
    was started to ignore it goes on ignoring."""
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, told)
    return stop
