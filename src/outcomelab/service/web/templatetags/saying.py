"""Sentences of the rules in the reader's language, in templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext, gettext_noop

from outcomelab.reports import language as reports
from outcomelab.reports.heard import in_language
from outcomelab.service.domain.application import QUESTIONS
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.domain.roles import Capacity
from outcomelab.service.domain.saying import Said
from outcomelab.service.web.reading import language
from outcomelab.service.wording import hearing, speaking

register = template.Library()
_HASH = re.compile("[0-9a-f]{64}")
_AN_OUTPUT = gettext_noop("an output")


@register.filter
def spoken(words: Said | Refused) -> str:
    """What is said, or why something is refused."""
    return speaking.spoken(words.said if isinstance(words, Refused) else words)


@register.filter
def translated(words: str) -> str:
    """Words of the rules by themselves; nothing for nothing."""
    return gettext(words) if words else ""


@register.filter
def heard(sentence: str) -> str:
    """What the lab says of a list, a protocol or its work."""
    return hearing.heard(sentence)


@register.filter
def place(where: str) -> str:
    """Where in a protocol something is: keys of the protocol, and a few words of ours."""
    return hearing.place(where)


@register.filter
def capacity(one: Capacity) -> str:
    """A role on a side of a study: an analyst of the lab."""
    return gettext(str(one))


@register.filter
def about(item: str) -> str:
    """What a comment is about: a question of the application, or whatever it is called by."""
    question = QUESTIONS.get(item)
    return gettext(question.words if question else _AN_OUTPUT if _HASH.fullmatch(item) else item)


@register.filter
def of_figure(words: str) -> str:
    """What evidence says of a figure: a piece after the other, each as the service says it, or as the report does;
    an author's words as they are."""
    with reports.spoken(language()):
        pieces = [hearing.heard(one) if hearing.known(one) else in_language(one) for one in words.split(": ")]
    return gettext(": ").join(pieces)


@register.filter
def each_of_figure(words: Iterable[str]) -> str:
    """Several of those."""
    return ", ".join(map(of_figure, words))


@register.filter
def column(problem: Mapping[str, Any]) -> str:
    """The column that something is wrong with: a heading as it stands in the list, or what is looked for there."""
    return hearing.column(str(problem["column"]), str(problem["wrong"]))
