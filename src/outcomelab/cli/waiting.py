"""What a long run is doing, for whoever waits where there is no terminal: a log, a pipe, another program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console

FIRST, THEN = 2.0, 10.0  # seconds


class Waiting:
    """Says on standard error what is being done, once a run has lasted two seconds, and then every ten at most."""

    def __init__(self, first: float = FIRST, then: float = THEN) -> None:
        self._wait, self._then = first, then
        self._words = ""
        self._timer: Timer | None = None

    def at(self, words: str) -> None:
        """This is being done now; said if it, or what follows it, still is when the time comes."""
        self._words = words
        if self._timer is None:
            self._timer = Timer(self._wait, self._say)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        """Nothing is being done any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _say(self) -> None:
        self._timer, self._wait = None, self._then
        Console(stderr=True).print(self._words, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def told(console: Console, words: str) -> Iterator[None]:
    """While it lasts, `words` of what is being done: on `console` where that is a terminal, else as `Waiting`."""
    if console.is_terminal:
        with console.status(words):
            yield
        return
    waiting = Waiting()
    waiting.at(f"{words} …")
    try:
        yield
    finally:
        waiting.stop()
