"""Progress on the terminal: one line a stage, with how long it took, and below it what it found."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.status import Status

from outcomelab.cli.waiting import Waiting

STAGES = {
    "demo": "Invention",
    "simulate": "Simulation",
    "dummy": "Made-up data",
    "holdings": "Holding",
    "duplicates": "Duplicates",
    "spine": "Spine",
    "protocol": "Protocol",
    "cohort": "Participants",
    "encode": "Encoding",
    "read": "Files",
    "link": "Linkage",
    "review": "Review",
    "derive": "Outcomes",
    "evaluate": "Comparison",
    "protect": "Disclosure control",
    "report": "Report",
    "truth": "Truth",
    "attack": "Attack",
}


class Narrator:
    """Listens to the stages' progress and shows it on `console`; while a step lasts, where that is no terminal, on
    standard error. A context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status: Status | None = None
        self._stage = ""
        self._words = ""
        self._findings: list[str] = []
        self._since = 0.0
        self._waiting = None if console.is_terminal else Waiting()

    def __enter__(self) -> Narrator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._finish("✗" if kind else "✓")

    def __call__(self, stage: str, words: str) -> None:
        """Show what `stage` is doing; the stage before it is then done."""
        if stage != self._stage:
            self._finish("✓")
            self._stage, self._since = stage, time.monotonic()
            self._status = self._console.status("")
            self._status.start()
        if words.endswith("."):
            self._findings.append(words)
            return
        self._words = words
        if self._waiting is not None:
            self._waiting.at(f"{STAGES.get(stage, stage)}: {words} …")
        if self._status is not None:
            self._status.update(f"{STAGES.get(stage, stage)}: {words}")

    def _finish(self, mark: str) -> None:
        if self._status is None:
            return
        self._status.stop()
        self._status = None
        seconds = time.monotonic() - self._since
        name = STAGES.get(self._stage, self._stage)
        self._console.print(f"{mark} {name:<19} {self._words}  [dim]{seconds:.1f} s[/dim]", highlight=False)
        for finding in self._findings:
            self._console.print(f"  • {finding}", markup=False, soft_wrap=True)
        self._stage, self._findings = "", []
