"""What a steward writes an agreement with: the parties there are, the custodian's rules and its holdings."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain.roles import Side
from outcomelab.service.queries.people import Listed, organisations, stewarded
from outcomelab.service.store.models import HoldingRow, OrganisationRow
from outcomelab.service.store.planning import dictionary_of


@dataclass(frozen=True)
class Desk:
    """A custodian, the lab, the providers there are; the custodian's own rules; its holdings in the catalogue."""

    custodian: Listed
    lab: Listed
    providers: tuple[Listed, ...]
    rules: DisclosureRules
    holdings: tuple[Dictionary, ...]

    def holding(self, name: str) -> Dictionary | None:
        """The dictionary of that holding."""
        return next((one for one in self.holdings if one.name == name), None)


def desk(account: int, custodian: str) -> Desk | None:
    """What agreements of a custodian are written with, for its stewards; None for others."""
    mine = next((one for one in stewarded(account) if one.key == custodian), None)
    if mine is None:
        return None
    others = organisations()
    rows = HoldingRow.objects.filter(custodian__key=custodian, until=None).order_by("name")
    return Desk(
        custodian=mine,
        lab=next(one for one in others if one.side is Side.LAB),
        providers=tuple(one for one in others if one.side is Side.PROVIDER),
        rules=DisclosureRules.model_validate(OrganisationRow.objects.get(key=custodian).rules),
        holdings=tuple(dictionary_of(row) for row in rows),
    )
