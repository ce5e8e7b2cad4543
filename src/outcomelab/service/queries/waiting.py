"""What waits for somebody besides the studies: agreements to sign, what ends soon, what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.matters import Matter, Permitted
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.retention import overdue
from outcomelab.service.domain.roles import Role
from outcomelab.service.domain.study import Thing
from outcomelab.service.queries.agreements import Held, agreements
from outcomelab.service.store import reading
from outcomelab.service.store.deciding import decider
from outcomelab.service.store.models import StudyRow
from outcomelab.service.store.terms import terms_of

# How many days before its end somebody is told of it.
AHEAD = 60
_DESTROYS = {Thing.IDENTIFIERS: Command.DESTROY_IDENTIFIERS, Thing.PROJECT_KEY: Command.DESTROY_KEY}


class Kind(StrEnum):
    """What waits."""

    TO_SIGN = "an agreement to sign"
    DOCUMENT_ENDS = "a document that expires"
    AGREEMENT_ENDS = "an agreement that ends"
    OVERDUE = "something to be destroyed"


@dataclass(frozen=True)
class Waiting:
    """What waits, by which day; of which agreement or study; `thing`: the document, or what is to be destroyed."""

    kind: Kind
    reference: str
    title: str
    on: dt.date | None
    thing: str = ""


def waiting(account: int, today: dt.date) -> tuple[Waiting, ...]:
    """What waits for somebody: what has no day first, then what is soonest."""
    held = agreements(account, today)
    person = reading.person(account)
    custodians = {post.organisation.key for post in person.posts if post.role is Role.STEWARD}
    mine = [one for one in held if one.terms.custodian in custodians and not one.over]
    found = [
        *(one for each in held for one in _to_sign(each, today)),
        *(one for each in mine for one in _ending(each, today)),
        *_overdue(account, today),
    ]
    return tuple(sorted(found, key=lambda one: (one.on or dt.date.min, one.reference)))


def _to_sign(held: Held, today: dt.date) -> Iterator[Waiting]:
    if isinstance(held.may[Matter.SIGN_AGREEMENT], Permitted) and today <= held.terms.ends:
        yield Waiting(Kind.TO_SIGN, held.terms.reference, held.terms.title, None)


def _ending(held: Held, today: dt.date) -> Iterator[Waiting]:
    terms, soon = held.terms, today + dt.timedelta(AHEAD)
    for kind in terms.required:
        last = max((one.expires for one in terms.documents if one.kind is kind), default=None)
        if last is not None and last <= soon and last < terms.ends:
            yield Waiting(Kind.DOCUMENT_ENDS, terms.reference, terms.title, last, kind.value)
    if terms.ends <= soon:
        yield Waiting(Kind.AGREEMENT_ENDS, terms.reference, terms.title, terms.ends)


def _overdue(account: int, today: dt.date) -> Iterator[Waiting]:
    """What should be gone of studies, where whoever asks may destroy it."""
    person = reading.person(account)
    held = StudyRow.objects.exclude(identifiers_held=False, project_key_held=False)
    among = held.filter(custodian__key__in={post.organisation.key for post in person.posts}) | held.filter(
        lab__key__in={post.organisation.key for post in person.posts if post.role is Role.ADMINISTRATOR}
    )
    parties = among.select_related("provider", "custodian", "lab", "agreement", "holding")
    rows = list(parties.order_by("reference"))
    terms = terms_of({row.agreement.reference for row in rows})
    for row, study in zip(rows, reading.studies(rows), strict=True):
        under = terms[study.agreement]
        late = overdue(study, signed, today) if (signed := under.signed(today)) else ()
        if not late:
            continue
        decision = decider(person, study, today, terms=under)
        for one in late:
            if isinstance(decision(_DESTROYS[one.thing]), Allowed):
                yield Waiting(Kind.OVERDUE, row.reference, row.title, one.on, one.thing.value)
