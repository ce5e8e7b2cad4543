"""Terms of an agreement in plain words: purposes, variables by the dictionary's titles, and what changed when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.rules import RULES, Rule
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.differences import Change, Value, differences
from outcomelab.service.domain.purposes import PURPOSES, Meaning, Purpose
from outcomelab.service.domain.variables import table_of
from outcomelab.service.queries.agreements import Version
from outcomelab.service.queries.public import catalogue

PARTS = {
    "title": gettext_lazy("Title"),
    "legal_basis": gettext_lazy("Legal basis"),
    "starts": gettext_lazy("First day"),
    "ends": gettext_lazy("Last day"),
    "minimum_cohort": gettext_lazy("Fewest participants on a list"),
    "identifiers_days": gettext_lazy("Days after linkage until identifiers are destroyed"),
    "project_key_days": gettext_lazy("Days after linkage until the project key is destroyed"),
    "purposes": gettext_lazy("Purposes"),
    "indigenous": gettext_lazy("Variables that tell who is Indigenous"),
    "requires": gettext_lazy("Documents that must be there"),
    "variables": gettext_lazy("Variables of {of}"),
    "outcomes": gettext_lazy("Outcomes of {of}"),
    "rules": gettext_lazy("Disclosure rule: {of}"),
    "documents": gettext_lazy("Document: {of}"),
    "revoked": gettext_lazy("Revoked on"),
}


@dataclass(frozen=True)
class Granted:
    """What is granted of one holding, in words."""

    holding: str
    title: str
    variables: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """An agreement's terms in words. `stricter`: rules that ask more than the lab does, with their numbers."""

    terms: Agreement
    parties: tuple[str, str, str]
    purposes: tuple[Meaning, ...]
    grants: tuple[Granted, ...]
    indigenous: tuple[str, ...]
    stricter: tuple[tuple[Rule, float], ...]


@dataclass(frozen=True)
class Altered:
    """A part that was changed, in words."""

    part: str
    was: str
    now: str


@dataclass(frozen=True)
class Text:
    """A version: what changed from the one before, and which parties signed with it."""

    number: int
    at: dt.datetime
    altered: tuple[Altered, ...]
    signed: tuple[str, ...]
    anew: bool


def terms_in_words(terms: Agreement, names: Mapping[str, str]) -> Terms:
    """The terms in words. names: of organisations, by key."""
    known = {one.name: one.dictionary for one in catalogue()}
    provider, custodian, lab = (names.get(key, key) for key in terms.parties)
    grants = tuple(
        Granted(
            grant.holding,
            known[grant.holding].title if grant.holding in known else grant.holding,
            tuple(variable(one, known.get(grant.holding)) for one in grant.variables),
            tuple(variable(one, known.get(grant.holding)) for one in grant.outcomes),
        )
        for grant in terms.grants
    )
    holders = {table_of(one): known.get(grant.holding) for grant in terms.grants for one in grant.variables}
    return Terms(
        terms,
        (provider, custodian, lab),
        tuple(PURPOSES[one] for one in terms.purposes),
        grants,
        tuple(variable(one, holders.get(table_of(one))) for one in terms.indigenous),
        tuple(
            (rule, value) for rule in RULES if rule.laxer(rule.default, value := getattr(terms.rules, rule.name))
        ),
    )


def variable(name: str, dictionary: Dictionary | None) -> str:
    """A variable as its dictionary calls it: a table by itself, all of it, or a column."""
    table = dictionary.table(table_of(name)) if dictionary else None
    called = (table.title if table else "") or table_of(name)
    column = name.partition(".")[2]
    if not column:
        return _("{table}: who is in it, and when").format(table=called)
    if column == "*":
        return _("{table}: everything").format(table=called)
    found = table.column(column) if table else None
    return f"{called}: {(found.title if found else '') or column}"


def history(versions: Iterable[Version], names: Mapping[str, str]) -> tuple[Text, ...]:
    """Every version with what it changed, the latest first."""
    texts: list[Text] = []
    before: Agreement | None = None
    for version in versions:
        terms = version.terms
        altered = changes(before, terms) if before else ()
        signed = [one.party for one in terms.signatures if before is None or one not in before.signatures]
        anew = before is not None and len(terms.signatures) == 0 and not terms.revoked
        texts.append(Text(version.number, version.at, altered, tuple(names.get(key, key) for key in signed), anew))
        before = terms
    return tuple(reversed(texts))


def changes(before: Agreement, terms: Agreement) -> tuple[Altered, ...]:
    """What terms change of those before, in words."""
    return tuple(_altered(change) for change in differences(before, terms))


def _altered(change: Change) -> Altered:
    of = _(change.of.asks) if isinstance(change.of, Rule) else _(change.of) if change.of else ""
    return Altered(
        str(PARTS[change.part]).format(of=of), _list(change.part, change.was), _list(change.part, change.now)
    )


def _list(part: str, values: tuple[Value, ...]) -> str:
    return "; ".join(_value(part, value) for value in values) or "–"


def _value(part: str, value: Value) -> str:
    if isinstance(value, dt.date):
        return str(formats.date_format(value, "j F Y"))
    if part == "purposes":
        return _(PURPOSES[Purpose(str(value))].words)
    if isinstance(value, float):
        return f"{value:.10g}"
    return _(str(value)) if part == "requires" else str(value)
