"""Both of the demo's studies, released as a ministry would, and their releases attacked."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

from outcomelab.attacks.releases.real import last_release
from outcomelab.demo.run import earnings, reoffending
from outcomelab.disclosure.ledger.chain import read
from outcomelab.hall.lab import Lab, lab_ledger
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.selftest import Attempt
from outcomelab.on_disk import staged


def attacked(progress: Progress = silent) -> tuple[Attempt, ...]:
    """Every attack on what the demo releases, in a folder that is gone afterwards."""
    attempts: list[Attempt] = []
    for study in (earnings, reoffending):
        with staged(Path(gettempdir()), "outcomelab-selftest") as folder:
            made = study(folder, progress=progress)
            ledger = lab_ledger(Lab.at(folder / study.__name__ / "holdings"))
            entries, _ = read(ledger.folder)
            attempts += last_release(made.release.figures, ledger, entries[-1].holding)
    return tuple(attempts)
