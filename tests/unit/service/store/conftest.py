"""A store with a lab, a provider, a ministry and one study, written by its door."""

import datetime as dt

import pytest

from outcomelab.service.domain.events import Event
from outcomelab.service.domain.roles import Side
from outcomelab.service.store.door import write
from outcomelab.service.store.models import (
    Account,
    AgreementRow,
    HoldingRow,
    OrganisationRow,
    StudyRow,
    TermsRow,
)

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


def told(command="set-up", **said):
    """An event of somebody's."""
    return Event(at=NOON, who=1, command=command, **said)


@pytest.fixture
def tell():
    return told


@pytest.fixture
def study(address, world):
    """A study in the store, in draft."""
    by_side = {side: OrganisationRow(key=key, name=key, side=side) for side, key in world.parties.items()}
    holding = HoldingRow(name="justice", title="Justice", custodian=by_side[Side.CUSTODIAN], dictionary={})
    parties = {side.value: row for side, row in by_side.items()}
    agreement = AgreementRow(reference="2026-001", **parties)
    terms = TermsRow(agreement=agreement, terms=world.agreement().model_dump_json())
    row = StudyRow(
        reference="2026-014", agreement=agreement, holding=holding, purpose="programme-effect", state="draft",
        title="Mentoring", **parties,
    )  # fmt: skip
    write(told(), *by_side.values(), holding, agreement, terms, row)
    return row


@pytest.fixture
def account(address):
    """Somebody with an account and no post."""
    made = Account(email="j.smith@example.org", name="Jane Smith")
    made.set_unusable_password()
    made.save()
    return made
