"""What changed from one version of an agreement to the next, part by part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from outcomelab.protocol.rules import RULES, Rule
from outcomelab.service.domain.agreements import Agreement, Document

Value = str | int | float | dt.date


@dataclass(frozen=True)
class Change:
    """A part of the terms that is another now: `was` gave way to `now`; of a list, what went and what came.

    part: the name of the part, such as "legal_basis"; `of`: which rule, or whose holding it is about.
    """

    part: str
    was: tuple[Value, ...] = ()
    now: tuple[Value, ...] = ()
    of: Rule | str | None = None


_SINGLE = ("title", "legal_basis", "starts", "ends", "minimum_cohort")
_LISTS = ("purposes", "indigenous", "requires")
_DAYS = ("identifiers_days", "project_key_days")


def differences(before: Agreement, after: Agreement) -> tuple[Change, ...]:
    """Everything that is otherwise; nothing of signatures, which are no terms."""
    return tuple(change for change in _all(before, after) if change.was != change.now)


def _all(before: Agreement, after: Agreement) -> Iterator[Change]:
    for part in _SINGLE:
        yield Change(part, (getattr(before, part),), (getattr(after, part),))
    for part in _DAYS:
        yield Change(part, (getattr(before.retention, part),), (getattr(after.retention, part),))
    for part in _LISTS:
        yield _listed(part, getattr(before, part), getattr(after, part))
    for holding in dict.fromkeys(grant.holding for grant in (*before.grants, *after.grants)):
        was, now = before.grant(holding), after.grant(holding)
        yield _listed("variables", was.variables if was else (), now.variables if now else (), holding)
        yield _listed("outcomes", was.outcomes if was else (), now.outcomes if now else (), holding)
    for rule in RULES:
        yield Change("rules", (getattr(before.rules, rule.name),), (getattr(after.rules, rule.name),), rule)
    gone = [one for one in before.documents if one not in after.documents]
    come = [one for one in after.documents if one not in before.documents]
    yield from (Change("documents", was=_said(one), of=one.kind) for one in gone)
    yield from (Change("documents", now=_said(one), of=one.kind) for one in come)
    yield Change("revoked", _day(before.revoked), _day(after.revoked))


def _listed(part: str, was: tuple[str, ...], now: tuple[str, ...], of: str | None = None) -> Change:
    gone, come = (one for one in was if one not in now), (one for one in now if one not in was)
    return Change(part, tuple(gone), tuple(come), of)


def _said(document: Document) -> tuple[Value, ...]:
    return document.approver, document.approved, document.expires, document.sha256


def _day(day: dt.date | None) -> tuple[dt.date, ...]:
    return () if day is None else (day,)
