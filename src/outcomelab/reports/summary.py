"""The one line for the terminal."""

from __future__ import annotations

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.figures import Figures
from outcomelab.reports.plain import plain
from outcomelab.reports.words import headline_of


def headline(output: Cleared[Figures]) -> str:
    """What was found, on one line. Raises TypeError for figures that are not cleared."""
    require_cleared(output)
    return headline_of(plain(output.figures))
