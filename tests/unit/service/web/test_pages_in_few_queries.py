"""A page asks the database as often when there are many studies, agreements, holdings and people as for few."""

import datetime as dt
from itertools import cycle

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.unit.service import databases
from tests.unit.service.placing import DICTIONARY

from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.service.configuration.choices import Choices
from outcomelab.service.domain.agreements import Signature
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import Account, AgreementRow, HoldingRow, PostRow, TermsRow

STATES = (State.SUBMITTED, State.DRAFT, State.LINKED, State.COHORT_RECEIVED, State.IN_CHECKING, State.PUBLISHED)
READ = {
    "provider": ("/", "/agreements/", "/begin/", "/studies/2026-100/"),
    "steward": (
        "/", "/agreements/", "/agreements/2026-001/", "/holdings/", "/holdings/justice/", "/uses/",
        "/studies/2026-100/approval/",
    ),
    "analyst": ("/", "/studies/2026-100/", "/studies/2026-100/protocol/"),
    "our checker": ("/",),
    "administrator": ("/", "/agreements/", "/members/", "/members/102/"),
    "auditor": ("/", "/audit/"),
    "anybody": ("/register/", "/catalogue/"),
}  # fmt: skip


@pytest.fixture
def grown(placed, world):
    """Gives the lab so many more studies, agreements, holdings and members."""
    states, numbers = cycle(STATES), iter(range(100, 200))

    def grow(more):
        for number, state in zip((next(numbers) for _ in range(more)), states, strict=False):
            _one_more(placed, world, number, state)

    return grow


def _one_more(placed, world, number, state):
    parties = {side.value: row for side, row in placed.parties.items()}
    under = AgreementRow(reference=f"2026-{number}", version=1, **parties)
    terms = world.agreement(
        reference=under.reference, starts=timezone.localdate() - dt.timedelta(50),
        ends=timezone.localdate() + dt.timedelta(10),
        signatures=tuple(Signature(party=one, on=world.today) for one in world.parties.values())[number % 2 :],
    )  # fmt: skip
    holding = HoldingRow(
        name=f"holding-{number}", title="Justice", custodian=placed.parties[Side.CUSTODIAN],
        dictionary=as_json(Dictionary, DICTIONARY),
    )  # fmt: skip
    account = Account(pk=number + 900, email=f"{number}@example.net", password="!")
    posts = [
        PostRow(account=account, organisation=placed.parties[side], role=role)
        for role, side in ((Role.ANALYST, Side.LAB), (Role.CHECKER, Side.CUSTODIAN))
    ]
    placed.add(
        under, holding, account, *posts, TermsRow(agreement=under, version=1, terms=terms.model_dump_json())
    )
    row = placed.place(world.study(reference=f"2026-{number}", state=state))
    row.agreement = under
    placed.add(row)


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
def test_no_page_asks_more_often_for_more_studies(grown, placed, cast, as_whom, anybody, tmp_path):
    cast["auditor"] = placed.by(Capacity(Role.AUDITOR, Side.LAB))
    clients = {part: anybody if part == "anybody" else as_whom(part) for part in READ}

    def asked():
        found = {}
        for part, addresses in READ.items():
            for address in addresses:
                with CaptureQueriesContext(connection) as queries:
                    assert clients[part].get(address).status_code == 200, address
                found[part, address] = len(queries)
        return found

    with override_settings(CHOICES=Choices(data=tmp_path / "data", keys=None)):
        grown(len(STATES))
        few = asked()
        grown(2 * len(STATES))
        many = asked()
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}
    assert max(few.values()) < 60
