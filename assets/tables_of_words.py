"""Words that stand in tables of the service, and are translated where they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import get_args

from outcomelab.cohort import template
from outcomelab.handovers.holding import ColumnType
from outcomelab.protocol.rules import RULES
from outcomelab.service.domain import purposes, retention, telling
from outcomelab.service.domain.agreements import DocumentKind
from outcomelab.service.domain.application import APPLICATION
from outcomelab.service.domain.checking import LACKING, Says
from outcomelab.service.domain.commands import Act, Command
from outcomelab.service.domain.five_safes import Evidence, Safe, Verdict
from outcomelab.service.domain.matters import Matter
from outcomelab.service.domain.previewing import Standing
from outcomelab.service.domain.refusals import SENTENCES
from outcomelab.service.domain.roles import MAY_HOLD, Capacity, Role, Side
from outcomelab.service.domain.signing_in import Access
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Thing
from outcomelab.service.web.custodian import judging
from outcomelab.service.web.provider.todo import Status
from outcomelab.service.wording import hearing

_VALUES: tuple[type[StrEnum], ...] = (
    Act, DocumentKind, Evidence, Role, Safe, Says, Side, Standing, State, Status, Thing, Verdict,
)  # fmt: skip


def words() -> Iterator[tuple[str, str]]:
    """Each with the module it stands in."""
    for table in _VALUES:
        yield from ((table.__module__, value.value) for value in table)
    for verb in chain(Command, Matter, Access):
        yield type(verb).__module__, verb.words
    yield from (
        (Capacity.__module__, str(Capacity(role, side))) for role, sides in MAY_HOLD.items() for side in sides
    )
    yield from (("outcomelab.service.domain.refusals", sentence) for sentence in SENTENCES.values())
    yield from ((purposes.__name__, meaning.words) for meaning in purposes.PURPOSES.values())
    yield from (("outcomelab.service.domain.checking", lacking) for lacking in LACKING)
    yield from ((retention.__name__, reason) for reason in retention.REASONS)
    yield from ((judging.__name__, item) for item in judging.OTHERS)
    yield from ((telling.__name__, sentence) for sentence in telling.SENTENCES)
    yield from ((room.__name__, sentence) for room in hearing.ROOMS for sentence in room.SENTENCES)
    yield from (("outcomelab.handovers.holding", kind) for kind in get_args(ColumnType))
    yield from ((template.__name__, sentence) for sentence in template.SENTENCES)
    yield from (("outcomelab.protocol.rules", rule.asks) for rule in RULES)
    yield from (("outcomelab.service.domain.application", sentence) for sentence in _application())


def _application() -> Iterator[str]:
    for part in APPLICATION:
        yield part.words
        for question in part.questions:
            yield from filter(None, (question.words, question.hint, *(words for _, words in question.choices)))
