"""Sentences of the rules in the reader's language, their facts filled in as the reader writes them."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from outcomelab.service.domain.refusals import Refused
from outcomelab.service.domain.saying import Fact, Said
from outcomelab.service.web.answering import sentence

register = template.Library()


@register.filter
def spoken(words: Said | Refused) -> str:
    """What is said, or why something is refused."""
    if isinstance(words, Refused):
        return sentence(words)
    return gettext(words.template).format_map({name: _written(fact) for name, fact in words.facts})


@register.filter
def translated(words: str) -> str:
    """Words of the rules by themselves; nothing for nothing."""
    return gettext(words) if words else ""


def _written(fact: Fact) -> str:
    if isinstance(fact, dt.date):
        return date_format(fact, "j F Y")
    if isinstance(fact, Said):
        return spoken(fact)
    return str(number_format(fact, force_grouping=True)) if isinstance(fact, int | float) else fact
