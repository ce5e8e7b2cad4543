"""How good a linkage is, as a report will say it, before there is one."""

from __future__ import annotations

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.linkage_figures import LinkageFigures
from outcomelab.reports.blocks import Section
from outcomelab.reports.heard import heard
from outcomelab.reports.language import Language, spoken
from outcomelab.reports.sections.linkage import quality


def linked(output: Cleared[LinkageFigures], threshold: int, language: Language = "en") -> Section:
    """The report's section on linkage. `threshold`: the fewest people that a figure was cleared for. Raises
    TypeError for figures that are not cleared."""
    require_cleared(output)
    with spoken(language):
        return quality(heard(output.figures), threshold)
