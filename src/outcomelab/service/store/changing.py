"""A study's row after an act: as the domain says it is then."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import FINAL, State, whose_turn
from outcomelab.service.domain.study import Study
from outcomelab.service.store.log import head
from outcomelab.service.store.models import AgreementRow, NoticeRow, PostRow, StudyRow
from outcomelab.service.store.reading import HELD

# Where the provider hears of a study, whose turn it may be.
_PROVIDER_HEARS = frozenset({*FINAL, State.APPROVED, State.RELEASED, State.PUBLISHED})


def locked(reference: str) -> StudyRow | None:
    """A study's row, which nobody else changes until the transaction ends; None when there is no such study."""
    rows = StudyRow.objects.select_related("provider", "custodian", "lab", "agreement", "holding")
    return rows.select_for_update(of=("self",)).filter(reference=reference).first()


def locked_agreement(reference: str) -> AgreementRow | None:
    """An agreement's row, whose terms nobody changes until the transaction ends; None when there is none."""
    rows = AgreementRow.objects.select_related("provider", "custodian", "lab")
    return rows.select_for_update(of=("self",), no_key=True).filter(reference=reference).first()


def moved(row: StudyRow, before: Study, after: Study, at: dt.datetime) -> None:
    """Have a row say where its study is after an act; it is saved by whoever writes the act."""
    if after.state is not before.state:
        row.state, row.since = after.state.value, at
    if before.ballots and not after.ballots:
        row.round += 1
    for thing, column in HELD.items():
        setattr(row, column, thing in after.held)


def notices(row: StudyRow, command: str, to: State, actor: int, at: dt.datetime) -> list[NoticeRow]:
    """Who is told that a study came to a state: whoever may lead it on from there, and at its turns the provider;
    not whoever brought it there."""
    hearing = set(whose_turn(to))
    if to in _PROVIDER_HEARS:
        hearing.add(Capacity(Role.PROVIDER_MEMBER, Side.PROVIDER))
    sides = {Side.PROVIDER: row.provider_id, Side.CUSTODIAN: row.custodian_id, Side.LAB: row.lab_id}
    among = Q(pk=None)
    for one in hearing:
        among |= Q(role=one.role.value, organisation=sides[one.side])
    posts = PostRow.objects.filter(among, until=None, account__is_active=True).exclude(account=actor)
    return [
        NoticeRow(to_id=account, study=row, command=command, state=to.value, at=at, not_before=at)
        for account in posts.order_by("account").values_list("account", flat=True).distinct()
    ]


def next_reference(kind: type[StudyRow] | type[AgreementRow], year: int) -> str:
    """The number that the next study or agreement of a year gets. Within a transaction nobody else is given it."""
    head()  # whoever wants one waits here for whoever has just taken one
    taken = kind.objects.filter(reference__startswith=f"{year}-").values_list("reference", flat=True)
    last = max((int(reference.partition("-")[2]) for reference in taken), default=0)
    return f"{year}-{last + 1:03d}"
