"""Under which agreements somebody can begin a study, on which holdings and for what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.service.domain.purposes import Purpose, covers
from outcomelab.service.domain.roles import Role
from outcomelab.service.queries.agreements import agreements
from outcomelab.service.queries.people import names_of_organisations
from outcomelab.service.store import reading
from outcomelab.service.store.models import HoldingRow


@dataclass(frozen=True)
class Beginning:
    """An agreement under which a study can begin. holdings: those in the catalogue, each with its title. unsigned:
    names of the parties that have not signed it yet: until they have, no list is taken in under it."""

    agreement: str
    title: str
    provider: str
    custodian: str
    holdings: tuple[tuple[str, str], ...]
    purposes: tuple[Purpose, ...]
    starts: dt.date
    ends: dt.date
    unsigned: tuple[str, ...]


def beginnings(account: int, today: dt.date) -> tuple[Beginning, ...]:
    """The agreements that somebody can begin a study under as a member of their provider: those that are not over.
    The latest first; none for whoever is a member of no provider."""
    theirs = {post.organisation.key for post in reading.person(account).posts if post.role is Role.PROVIDER_MEMBER}
    if not theirs:
        return ()
    held = [one for one in agreements(account, today) if one.terms.provider in theirs and not one.over]
    names = names_of_organisations()
    titles = dict(HoldingRow.objects.filter(until=None).values_list("name", "title"))
    return tuple(
        Beginning(
            one.terms.reference,
            one.terms.title,
            names[one.terms.provider],
            names[one.terms.custodian],
            tuple((grant.holding, titles[grant.holding]) for grant in one.terms.grants if grant.holding in titles),
            tuple(purpose for purpose in Purpose if covers(one.terms.purposes, purpose)),
            one.terms.starts,
            one.terms.ends,
            tuple(names[key] for key in one.unsigned),
        )
        for one in held
    )
