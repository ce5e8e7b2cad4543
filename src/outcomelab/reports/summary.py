"""The one line for the terminal, and for lists of studies."""

from __future__ import annotations

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.figures import Figures
from outcomelab.reports.heard import heard
from outcomelab.reports.language import Language, spoken
from outcomelab.reports.plain import plain
from outcomelab.reports.words import headline_of


def headline(output: Cleared[Figures], language: Language = "en") -> str:
    """What was found, on one line. Raises TypeError for figures that are not cleared."""
    require_cleared(output)
    with spoken(language):
        return headline_of(heard(plain(output.figures)))
