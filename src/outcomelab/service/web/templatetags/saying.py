"""Sentences of the rules in the reader's language, their facts filled in as the reader writes them."""

from __future__ import annotations

import datetime as dt
import re

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, gettext_noop

from outcomelab.service.domain.application import QUESTIONS
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.domain.roles import Capacity
from outcomelab.service.domain.saying import Fact, Said
from outcomelab.service.web.answering import sentence

register = template.Library()
_HASH = re.compile("[0-9a-f]{64}")
_AN_OUTPUT = gettext_noop("an output")


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


@register.filter
def capacity(one: Capacity) -> str:
    """A role on a side of a study: an analyst of the lab."""
    return gettext(str(one))


@register.filter
def about(item: str) -> str:
    """What a comment is about: a question of the application, or whatever it is called by."""
    question = QUESTIONS.get(item)
    return gettext(question.words if question else _AN_OUTPUT if _HASH.fullmatch(item) else item)


def _written(fact: Fact) -> str:
    if isinstance(fact, dt.date):
        return date_format(fact, "j F Y")
    if isinstance(fact, Said):
        return spoken(fact)
    return str(number_format(fact, force_grouping=True)) if isinstance(fact, int | float) else fact
