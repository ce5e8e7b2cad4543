"""What each stage of a study takes, noted as its progress is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.alone import peak


@dataclass(frozen=True)
class Stage:
    """Seconds by the clock and the process's peak of memory, in GB, in one stage."""

    seconds: float = 0.0
    peak: float = 0.0


def watched(name: str, function: Callable[..., object], *given: object) -> dict[str, Stage]:
    """What one call took, as the stage `name`."""
    watch = Watch()
    watch(name, "")
    function(*given)
    watch.end()
    return watch.stages


class Watch:
    """Called as the progress of a run. After `end`, `stages` says what each took."""

    def __init__(self) -> None:
        self.stages: dict[str, Stage] = {}
        self._at, self._since = "", 0.0

    def __call__(self, stage: str, words: str) -> None:  # noqa: ARG002
        if stage == self._at:
            return
        self.end()
        self._at, self._since = stage, time.perf_counter()
        with suppress(OSError):  # where the kernel has it, the mark starts anew: each stage has its own
            Path("/proc/self/clear_refs").write_text("5")

    def end(self) -> None:
        """The last stage told of has ended."""
        if self._at:
            before = self.stages.get(self._at, Stage())
            seconds = before.seconds + time.perf_counter() - self._since
            self.stages[self._at] = Stage(seconds, max(before.peak, peak()))
        self._at = ""
