"""Data-sharing agreements as data: what may be done with which data, for what, until when, and on whose word."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from outcomelab.protocol.model import Name, Part, Words
from outcomelab.protocol.rules import RULES, DisclosureRules, Rule
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.variables import Variable, uncovered

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]  # an organisation's short name
Reference = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{3,6}$")]  # a study's or agreement's number: 2026-014
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Kept = Annotated[int, Field(ge=0, le=3_660)]


class DocumentKind(StrEnum):
    """What an agreement may have to have behind it."""

    PRIVACY = "privacy assessment"
    ETHICS = "ethics approval"
    COMMUNITY = "community approval"


class Document(Part):
    """A document as it was approved: by whom, from when until when (both days included), its content's hash.

    A community approval is that of the First Nations, Inuit, Métis or other Indigenous people whose data they are,
    by whoever they say speaks for them (OCAP: ownership, control, access, possession; CARE: collective benefit,
    authority to control, responsibility, ethics).
    """

    kind: DocumentKind
    approver: Words
    approved: dt.date
    expires: dt.date
    sha256: Sha256

    def valid(self, today: dt.date) -> bool:
        """Whether it counts on that day."""
        return self.approved <= today <= self.expires


class Grant(Part):
    """What of one holding: `variables` to choose, describe and match people; `outcomes` to count afterwards."""

    holding: Name
    variables: Annotated[tuple[Variable, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Variable, ...], Field(min_length=1)]


class Retention(Part):
    """Days after linkage on which the cohort's identifiers, and the project's key, are destroyed."""

    identifiers_days: Kept = 30
    project_key_days: Kept = 365


class Signature(Part):
    """A party's signature and its day."""

    party: Key
    on: dt.date


class Agreement(Part):
    """An agreement between a provider, a custodian and the lab. `starts` and `ends` are both days in force.

    `indigenous`: which of the granted variables tell who is Indigenous; with any, a community approval is needed.
    `requires`: further documents; a privacy assessment always is. Raises pydantic's ValidationError when its parts
    don't fit together.
    """

    reference: Reference
    title: Words
    provider: Key
    custodian: Key
    lab: Key
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    grants: Annotated[tuple[Grant, ...], Field(min_length=1)]
    indigenous: tuple[Variable, ...] = ()
    minimum_cohort: Annotated[int, Field(ge=60, le=1_000_000)] = 60
    rules: DisclosureRules = DisclosureRules()
    retention: Retention = Retention()
    legal_basis: Words
    requires: tuple[DocumentKind, ...] = (DocumentKind.ETHICS,)
    documents: tuple[Document, ...] = ()
    starts: dt.date
    ends: dt.date
    signatures: tuple[Signature, ...] = ()
    revoked: dt.date | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Agreement:
        if self.starts > self.ends:
            raise ValueError("The agreement ends before it starts: exchange the days.")
        if len(set(self.parties)) < len(self.parties):
            raise ValueError("Provider, custodian and lab must be three organisations.")
        holdings = [grant.holding for grant in self.grants]
        if len(set(holdings)) < len(holdings):
            raise ValueError("A holding is granted twice: keep one grant of it.")
        granted = [one for grant in self.grants for one in (*grant.variables, *grant.outcomes)]
        if uncovered(self.indigenous, granted):
            raise ValueError("A variable is named as telling who is Indigenous that is not granted: leave it out.")
        return self

    @property
    def parties(self) -> tuple[str, ...]:
        """Provider, custodian, lab."""
        return self.provider, self.custodian, self.lab

    @property
    def required(self) -> tuple[DocumentKind, ...]:
        """Every kind of document that must be there."""
        community = (DocumentKind.COMMUNITY,) if self.indigenous else ()
        return tuple(dict.fromkeys((DocumentKind.PRIVACY, *self.requires, *community)))

    def unsigned(self, today: dt.date) -> tuple[str, ...]:
        """The parties that have not signed by that day."""
        signed = {signature.party for signature in self.signatures if signature.on <= today}
        return tuple(party for party in self.parties if party not in signed)

    def over(self, today: dt.date) -> bool:
        """Whether it has ended or been revoked by that day."""
        return today > self.ends or (self.revoked is not None and self.revoked <= today)

    def grant(self, holding: str) -> Grant | None:
        """What it grants of a holding."""
        return next((grant for grant in self.grants if grant.holding == holding), None)


def laxer(rules: DisclosureRules, than: DisclosureRules) -> tuple[Rule, ...]:
    """The rules that ask less than the others do."""
    return tuple(rule for rule in RULES if rule.laxer(getattr(rules, rule.name), getattr(than, rule.name)))
