"""Sentences of the rules in the reader's language, their facts filled in as the reader writes them."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from outcomelab.service.domain.saying import Fact, Said
from outcomelab.service.wording.hearing import heard

_HEARD = ("fault",)  # facts that a room of the lab said


def spoken(words: Said) -> str:
    """What is said: the sentence translated, and the words in it that are said too; numbers and days in the
    reader's way of writing."""
    return gettext(words.template).format_map({name: _written(name, fact) for name, fact in words.facts})


def _written(name: str, fact: Fact) -> str:
    if isinstance(fact, dt.date):
        return date_format(fact, "j F Y")
    if isinstance(fact, Said):
        return spoken(fact)
    if isinstance(fact, int | float):
        return str(number_format(fact, force_grouping=True))
    return heard(fact) if name in _HEARD else fact
