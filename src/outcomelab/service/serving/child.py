"""A process that is kept running: started, started again when it ends, told to stop."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass, field

_SOON, _LATEST = 1.0, 60.0  # seconds until one is started again: twice as long after each end
_STEADY = 60.0  # seconds after which one that ends is taken for healthy


@dataclass
class Child:
    """A module of the service's, run as a process with its words and with descriptors that it may use.

    name: as it is called to whoever reads. once: it has work that ends; having ended well it is not started again.
    Its standard input is a pipe that nobody writes to: when that ends, so has this process, and so does the child.
    """

    name: str
    module: str
    words: tuple[str, ...] = ()
    descriptors: tuple[int, ...] = ()
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    finished: bool = False
    _started: float = 0.0
    _next: float = 0.0
    _wait: float = field(default=_SOON)

    def tend(self, now: float) -> str | None:
        """Start it when it is time to. What there is to say, when it has ended; `now` in seconds, ever growing."""
        if self.finished:
            return None
        if self.process is None:
            if now >= self._next:
                self._start(now)
            return None
        status = self.process.poll()
        if status is None:
            return None
        self._closed()
        if self.once and status == 0:
            self.finished = True
            return None
        self._wait = _SOON if now - self._started > _STEADY else self._wait
        self._next, said = now + self._wait, self._wait
        self._wait = min(2 * self._wait, _LATEST)
        return f"The {self.name} ended ({_how(status)}): it is started again in {said:.0f} s."

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it came."""
        if self.process is not None:
            try:
                self.process.wait(max(seconds, 0.0))
            except subprocess.TimeoutExpired:
                return False
            self._closed()
        return True

    def _start(self, now: float) -> None:
        self._started = now
        self.process = subprocess.Popen(  # noqa: S603 our own modules
            [sys.executable, "-m", self.module, *self.words],
            stdin=subprocess.PIPE,
            pass_fds=self.descriptors,
            start_new_session=True,  # a Ctrl+C is for this process, which tells the others
        )

    def _closed(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None


def _how(status: int) -> str:
    return f"by signal {-status}" if status < 0 else f"with status {status}"
