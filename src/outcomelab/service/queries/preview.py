"""What terms would mean, shown before they are made, amended or signed: asked of an example on each holding."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.protocol.template import new_study
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.previewing import Example, Preview, preview
from outcomelab.service.domain.roles import Role
from outcomelab.service.domain.seeing import organisations
from outcomelab.service.domain.variables import Uses, table_of
from outcomelab.service.store import reading
from outcomelab.service.store.models import HoldingRow, OrganisationRow
from outcomelab.service.store.planning import dictionary_of, plan


def of_terms(account: int, terms: Agreement, today: dt.date) -> Preview | None:
    """What terms that are being written would mean, beside those that hold under the same reference, if any; None
    for whoever is no steward of the custodian that they name."""
    if not reading.person(account).holds(Role.STEWARD, terms.custodian):
        return None
    return _preview(terms, today)


def of_agreement(account: int, reference: str, today: dt.date) -> Preview | None:
    """What an agreement as its terms are now means, beside those that were signed last; None for whoever is not of
    one of its parties."""
    terms = reading.agreement(reference)
    if terms is None or organisations(reading.person(account)).isdisjoint(terms.parties):
        return None
    return _preview(terms, today)


def _preview(terms: Agreement, today: dt.date) -> Preview:
    before = reading.signed_agreement(terms.reference, today)
    if before and (before.parties != terms.parties or before.unsigned(today)):
        before = None
    custodian = OrganisationRow.objects.filter(key=terms.custodian).first()
    rules = DisclosureRules.model_validate(custodian.rules if custodian else {})
    rows = HoldingRow.objects.filter(custodian=custodian, until=None).order_by("name") if custodian else ()
    examples = tuple(_example(dictionary_of(row)) for row in rows)
    known = {one.holding for one in examples}
    granted = (grant.holding for grant in terms.grants)
    unknown = tuple(Example(name, (), (), None) for name in granted if name not in known)
    return preview(terms, rules, (*examples, *unknown), today, before)


def _example(dictionary: Dictionary) -> Example:
    """All that a study could ask of a holding, and what a first protocol on it asks."""
    found = [
        (table, [column.name for column in table.columns if column.in_content]) for table in dictionary.tables
    ]
    variables = tuple(
        one for table, columns in found for one in (table.name, *(f"{table.name}.{name}" for name in columns))
    )
    events = {table.name for table, _ in found if not table.one_row_a_person}
    outcomes = tuple(one for one in variables if table_of(one) in events)
    first: Uses | None = None
    with suppress(HoldingError):  # on some holdings no study can be made: then there is no example either
        first = plan(new_study(dictionary), dictionary).uses
    return Example(dictionary.name, variables, outcomes, first)
