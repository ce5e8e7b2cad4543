"""Holdings for their custodian's stewards: in the catalogue, and on the lab's disk to be put there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Dictionary
from outcomelab.holdings.opening import names, read
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.roles import Role
from outcomelab.service.store import reading
from outcomelab.service.store.catalogue import names_as_custodian
from outcomelab.service.store.models import AgreementRow, HoldingRow, OrganisationRow
from outcomelab.service.store.planning import dictionary_of
from outcomelab.service.store.terms import terms_of


@dataclass(frozen=True)
class Kept:
    """A holding in the catalogue, until it was withdrawn. `studies`, `agreements`: that go by it."""

    name: str
    custodian: str
    dictionary: Dictionary
    since: dt.datetime
    until: dt.datetime | None
    studies: tuple[str, ...]
    agreements: tuple[str, ...]


@dataclass(frozen=True)
class OnDisk:
    """A holding that the lab has registered, as its dictionary is there. `new`: it is not in the catalogue; else
    its dictionary was changed: `added` and `removed` are variables."""

    name: str
    title: str
    new: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Custody:
    """A custodian for one of its stewards: its own disclosure rules, its holdings, and what waits on the disk."""

    key: str
    name: str
    rules: DisclosureRules
    holdings: tuple[Kept, ...]
    on_disk: tuple[OnDisk, ...]


def custodies(account: int, folder: Path) -> tuple[Custody, ...]:
    """The custodians that somebody is steward of. folder: where the lab keeps its holdings."""
    rows = _custodians(account)
    on_disk = _readable(folder) if rows else ()
    return tuple(_custody(row, on_disk) for row in rows)


def holding(account: int, name: str) -> Kept | None:
    """A holding of one's own custodian; None when it is not theirs, or there is none."""
    row = HoldingRow.objects.filter(custodian__in=_custodians(account), name=name).first()
    return _kept(row, _terms(row.custodian)) if row else None


def names_of_holdings(account: int) -> tuple[tuple[str, str], ...]:
    """The name and the title of each holding of one's own custodians, withdrawn ones too."""
    rows = HoldingRow.objects.filter(custodian__in=_custodians(account)).order_by("name")
    return tuple(rows.values_list("name", "title"))


def variables(dictionary: Dictionary) -> tuple[str, ...]:
    """Every variable of a dictionary as agreements name them: identifiers, which no agreement grants, left out."""
    return tuple(
        f"{table.name}.{column.name}"
        for table in dictionary.tables
        for column in table.columns
        if column.in_content
    )


def _custodians(account: int) -> tuple[OrganisationRow, ...]:
    posts = reading.person(account).posts
    keys = [post.organisation.key for post in posts if post.role is Role.STEWARD]
    return tuple(OrganisationRow.objects.filter(key__in=keys).order_by("name", "key"))


def _custody(row: OrganisationRow, on_disk: tuple[Dictionary, ...]) -> Custody:
    terms = _terms(row)
    return Custody(
        row.key,
        row.name,
        DisclosureRules.model_validate(row.rules),
        tuple(
            _kept(one, terms)
            for one in row.holdings.select_related("custodian").prefetch_related("studies").order_by("name")
        ),
        tuple(_waiting(row, on_disk)),
    )


def _terms(custodian: OrganisationRow) -> tuple[Agreement, ...]:
    """The terms of a custodian's agreements as they are now."""
    rows = AgreementRow.objects.filter(custodian=custodian).order_by("reference")
    found = terms_of(tuple(rows.values_list("reference", flat=True)))
    return tuple(one.now for one in found.values() if one.now)


def _kept(row: HoldingRow, terms: tuple[Agreement, ...]) -> Kept:
    return Kept(
        row.name,
        row.custodian.key,
        dictionary_of(row),
        row.since,
        row.until,
        tuple(sorted(study.reference for study in row.studies.all())),
        tuple(one.reference for one in terms if one.grant(row.name)),
    )


def _readable(folder: Path) -> tuple[Dictionary, ...]:
    found = []
    for name in names(folder):
        try:
            found.append(read(folder, name))
        except HoldingError:  # whose it is cannot be read either: the lab mends it
            continue
    return tuple(found)


def _waiting(custodian: OrganisationRow, on_disk: tuple[Dictionary, ...]) -> Iterator[OnDisk]:
    """What on the disk names this custodian and is not in the catalogue as it is."""
    catalogue = {row.name: row for row in HoldingRow.objects.filter(until=None)}
    for one in on_disk:
        row = catalogue.get(one.name)
        if not names_as_custodian(one, custodian) or (row and row.custodian_id != custodian.pk):
            continue
        before = dictionary_of(row) if row else None
        if before != one:
            now, then = variables(one), variables(before) if before else ()
            yield OnDisk(
                one.name,
                one.title,
                before is None,
                tuple(name for name in now if name not in then),
                tuple(name for name in then if name not in now),
            )
