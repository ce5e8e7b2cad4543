"""What the lab wrote in several languages, in the reader's."""

from __future__ import annotations

from django.utils.translation import get_language

from outcomelab.reports.language import LANGUAGES, Language


def language() -> Language:
    """The language of reports that its reader reads in; English where there are none in theirs."""
    wanted = (get_language() or "").lower()
    return next((one for one in LANGUAGES if one.lower() == wanted), LANGUAGES[0])
