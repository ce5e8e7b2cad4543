"""A token acts as its owner in one role, for as long as it is good."""

import dataclasses
import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from outcomelab.errors import UsageError
from outcomelab.service.actions import tokens
from outcomelab.service.actions.organisations import close_account, give_role
from outcomelab.service.domain.roles import Role
from outcomelab.service.domain.states import State
from outcomelab.service.queries.tokens import tokens as listed
from outcomelab.service.store.models import AuditRow, TokenRow


def test_a_token_acts_in_its_role_alone(placed, cast, secret, world):
    placed.place(world.study(state=State.SUBMITTED))
    give_role(cast["administrator"], cast["provider"].account, Role.RESEARCHER, "bridge-trust")
    now = dataclasses.replace(cast["provider"], at=timezone.now())
    researcher = tokens.make(now, Role.RESEARCHER, "bridge-trust", "reading", 30)
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {researcher}"})
    assert client.get("/api/studies/2026-014").status_code == 404
    assert client.get("/api/studies").json() == []
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {secret('provider')}"})
    assert client.get("/api/studies/2026-014").json()["state"] == "submitted"


def test_a_token_for_one_role_does_not_take_its_owner_out_of_another(placed, cast, program, world):
    placed.place(world.study(state=State.SUBMITTED))
    give_role(cast["administrator"], cast["steward"].account, Role.PROVIDER_MEMBER, "bridge-trust")
    study = program("steward").get("/api/studies/2026-014").json()
    assert study["commands"]["submit"]["code"] == "not-your-role"
    assert study["commands"]["approve"]["code"] == "applicant"
    assert program("steward").post("/api/studies/2026-014/commands/approve").json()["code"] == "applicant"


def test_what_a_token_does_is_its_owners_act_in_the_log(placed, program, cast, world):
    placed.place(world.study(state=State.SUBMITTED))
    assert program("provider").post("/api/studies/2026-014/commands/withdraw").json()["state"] == "withdrawn"
    last = AuditRow.objects.order_by("number").last().event
    assert (last.who, last.command, last.role) == (cast["provider"].account, "withdraw", Role.PROVIDER_MEMBER)


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer nothing", "Basic YTpi", "Bearer \udcff"])
def test_without_a_good_token_nobody_is_let_in(placed, shown):
    answer = Client(SERVER_NAME="localhost").get("/api/studies", headers={"authorization": shown})
    assert (answer.status_code, answer.json()["code"]) == (401, "no-token")


def test_a_token_that_is_revoked_over_or_of_a_closed_account_is_none(placed, cast, secret):
    def let_in(one):
        headers = {"authorization": f"Bearer {one}"}
        return Client(SERVER_NAME="localhost").get("/api/studies", headers=headers).status_code

    first, second = secret("provider"), secret("analyst")
    assert (let_in(first), let_in(second)) == (200, 200)
    tokens.revoke(cast["provider"], listed(cast["provider"].account, cast["provider"].at)[0].number)
    close_account(cast["administrator"], cast["analyst"].account)
    assert (let_in(first), let_in(second)) == (401, 401)
    long_ago = dataclasses.replace(cast["steward"], at=cast["steward"].at - dt.timedelta(days=400))
    assert let_in(tokens.make(long_ago, Role.STEWARD, "ministry-of-justice", "old", 365)) == 401


def test_a_token_is_for_a_role_that_one_holds_with_a_name_for_a_year_at_most(placed, cast):
    for role, name, days in (
        (Role.ANALYST, "x", 9),
        (Role.PROVIDER_MEMBER, " ", 9),
        (Role.PROVIDER_MEMBER, "x", 366),
    ):
        with pytest.raises(UsageError):
            tokens.make(cast["provider"], role, "bridge-trust", name, days)
    assert not TokenRow.objects.exists()


def test_of_a_secret_only_its_hash_is_kept(placed, cast, secret):
    made = secret("provider")
    row = TokenRow.objects.get()
    kept = " ".join(str(getattr(row, field.name)) for field in row._meta.fields)
    assert made not in kept
    assert all(made not in line for line in AuditRow.objects.values_list("line", flat=True))
    with pytest.raises(UsageError):
        tokens.revoke(cast["analyst"], row.pk)
