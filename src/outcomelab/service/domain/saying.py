"""A sentence and the facts in it, kept apart: a door translates the sentence, then fills the facts in.

None of the facts is about a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias, Union

from outcomelab.protocol.words import day_words

Fact: TypeAlias = Union[str, int, float, dt.date, "Said"]  # whole for whoever asks what it is, such as the API


@dataclass(frozen=True)
class Said:
    """What is said. `template`: the sentence with places for its `facts`: what a door translates. Numbers and days
    stay what they are, so that the door writes them as its reader does; words that are translated too are said."""

    template: str
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def sentence(self) -> str:
        """What a person reads in English."""
        return self.template.format_map({name: _english(fact) for name, fact in self.facts})

    def put(self, **facts: Fact) -> Said:
        """The same sentence with these facts beside those it has."""
        return Said(self.template, tuple(sorted((dict(self.facts) | facts).items())))


def said(template: str, **facts: Fact) -> Said:
    """A sentence with its facts."""
    return Said(template).put(**facts)


def each(several: Sequence[Said]) -> Said:
    """Several, at least one, as one: "a, b, c"."""
    return reduce(lambda first, following: said("{first}, {following}", first=first, following=following), several)


def some(several: Sequence[Said], most: int) -> Said:
    """Several, at least one, as one, in which no more than `most` are named: "a, b and 2 more"."""
    named, more = each(several[:most]), len(several) - most
    return said("{named} and {count} more", named=named, count=more) if more > 0 else named


def either(several: Sequence[Said]) -> Said:
    """Several, at least one, of which one is enough: "a, b or c"."""
    *most, last = several
    return said("{several} or {last}", several=each(most), last=last) if most else last


def _english(fact: Fact) -> str:
    if isinstance(fact, dt.date):
        return day_words(fact)
    if isinstance(fact, Said):
        return fact.sentence
    return f"{fact:,}" if isinstance(fact, int | float) else fact
