"""A report as it would leave, to be looked at before anybody decides that it may."""

from __future__ import annotations

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.figures import Figures
from outcomelab.reports.blocks import Section
from outcomelab.reports.document import document
from outcomelab.reports.html import page
from outcomelab.reports.language import Language


def draft(output: Cleared[Figures], mark: str, language: Language = "en") -> str:
    """The report's page with a sentence on top that says what it is; it is written nowhere. Raises TypeError for
    figures that are not cleared."""
    require_cleared(output)
    return page(document(output.figures, language), mark)


def sections(output: Cleared[Figures], language: Language = "en") -> dict[str, Section]:
    """What it says part by part, by the parts' names, such as `balance`. Raises TypeError as `draft` does."""
    require_cleared(output)
    return {section.name: section for section in document(output.figures, language).sections}
