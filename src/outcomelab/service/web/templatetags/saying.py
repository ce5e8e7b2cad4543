"""Sentences of the rules in the reader's language, in templates."""

from __future__ import annotations

import re

from django import template
from django.utils.translation import gettext, gettext_noop

from outcomelab.service.domain.application import QUESTIONS
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.domain.roles import Capacity
from outcomelab.service.domain.saying import Said
from outcomelab.service.web import hearing, wording

register = template.Library()
_HASH = re.compile("[0-9a-f]{64}")
_AN_OUTPUT = gettext_noop("an output")


@register.filter
def spoken(words: Said | Refused) -> str:
    """What is said, or why something is refused."""
    return wording.spoken(words.said if isinstance(words, Refused) else words)


@register.filter
def translated(words: str) -> str:
    """Words of the rules by themselves; nothing for nothing."""
    return gettext(words) if words else ""


@register.filter
def heard(sentence: str) -> str:
    """What the lab says of a list."""
    return hearing.heard(sentence)


@register.filter
def capacity(one: Capacity) -> str:
    """A role on a side of a study: an analyst of the lab."""
    return gettext(str(one))


@register.filter
def about(item: str) -> str:
    """What a comment is about: a question of the application, or whatever it is called by."""
    question = QUESTIONS.get(item)
    return gettext(question.words if question else _AN_OUTPUT if _HASH.fullmatch(item) else item)
