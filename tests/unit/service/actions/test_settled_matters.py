"""Organisations, accounts, holdings and agreements: who may change them, and what comes of it."""

import pytest
from tests.unit.service.placing import DICTIONARY, GRANTS, last_event, undone

from outcomelab.errors import UsageError
from outcomelab.service.actions import accounts, agreements, holdings, organisations
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.matters import BY, Matter, Permitted
from outcomelab.service.domain.refusals import Code
from outcomelab.service.domain.roles import Capacity, Organisation, Post, Role, Side
from outcomelab.service.store import log, reading
from outcomelab.service.store.models import (
    Account,
    AgreementRow,
    AuditRow,
    HoldingRow,
    OrganisationRow,
    TermsRow,
)

M = Matter
SENTENCE = "a long enough sentence"


@pytest.fixture
def verbs(placed, monkeypatch):
    """Each matter, of the placed provider, custodian or lab; about the provider's researcher."""
    monkeypatch.setattr(holdings, "read", lambda _folder, _name: DICTIONARY)
    researcher = placed.accounts[Capacity(Role.RESEARCHER, Side.PROVIDER)].pk
    terms = placed.world.agreement(grants=GRANTS)
    return {
        M.ADD_ORGANISATION: lambda by: organisations.add_organisation(by, "north-trust", "North", Side.PROVIDER),
        M.CHANGE_RULES: lambda by: organisations.change_rules(by, "ministry-of-justice", {"threshold": 20}),
        M.INVITE: lambda by: organisations.invite(by, "bridge-trust", "new@example.org", "New Person")[0],
        M.CLOSE_ACCOUNT: lambda by: organisations.close_account(by, researcher),
        M.GIVE_LINK: lambda by: accounts.give_link(by, researcher),
        M.FORGET_FACTORS: lambda by: accounts.forget_factors(by, researcher),
        M.GIVE_ROLE: lambda by: organisations.give_role(by, researcher, Role.PROVIDER_MEMBER, "bridge-trust"),
        M.TAKE_ROLE: lambda by: organisations.take_role(by, researcher, Role.RESEARCHER, "bridge-trust"),
        M.REGISTER_HOLDING: lambda by: holdings.register(by, "ministry-of-justice", "justice", None),
        M.WITHDRAW_HOLDING: lambda by: holdings.withdraw(by, "ministry-of-justice", "justice"),
        M.MAKE_AGREEMENT: lambda by: agreements.make(by, terms)[0],
        M.AMEND_AGREEMENT: lambda by: agreements.amend(by, "2026-001", terms),
        M.SIGN_AGREEMENT: lambda by: agreements.sign(by, "2026-001"),
        M.REVOKE_AGREEMENT: lambda by: agreements.revoke(by, "2026-001"),
    }


def test_every_matter_is_settled_by_whom_the_table_names_and_by_nobody_else(placed, verbs):
    assert set(verbs) == set(BY) == set(Matter)
    placed.agree(signatures=())
    for matter, verb in verbs.items():
        of_members = (M.INVITE, M.GIVE_ROLE, M.TAKE_ROLE, M.GIVE_LINK, M.FORGET_FACTORS)
        able = {one for one in BY[matter] if matter not in of_members or one.side is not Side.CUSTODIAN}
        for capacity in placed.accounts:
            with undone():
                settled = verb(placed.by(capacity))
                event = last_event()
            if capacity in able:
                assert settled == Permitted(capacity, placed.parties[capacity.side].key), (matter, capacity)
                assert (event.command, event.code, event.role) == (matter, "allowed", capacity.role)
            else:
                assert settled.code is Code.NOT_YOUR_ROLE, (matter, capacity)
                assert (event.command, event.code, event.role) == (matter, "not-your-role", None)
    assert log.verify()[1] == ()


def test_a_lab_is_set_up_with_its_administrator(address, noon):
    made = organisations.set_up(noon, "lab", "The lab", "First@Example.org", SENTENCE)
    assert reading.person(made.pk).posts == {Post(Role.ADMINISTRATOR, Organisation("lab", Side.LAB))}
    assert Account.objects.get_by_natural_key("first@example.org").check_password(SENTENCE)
    assert (last_event().command, last_event().organisation) == ("set-up", "lab")
    assert "example" not in log.exported().decode().lower()


@pytest.mark.parametrize(
    ("key", "email", "password"),
    [("The Lab", "a@example.org", SENTENCE), ("lab", "nobody", SENTENCE), ("lab", "a@example.org", "password")],
)
def test_a_lab_is_not_set_up_with_what_cannot_be_taken(address, noon, key, email, password):
    with pytest.raises(UsageError):
        organisations.set_up(noon, key, "The lab", email, password)
    assert not OrganisationRow.objects.exists()
    assert not AuditRow.objects.exists()


def test_nobody_gives_or_takes_a_role_of_their_own(placed, cast):
    mine = cast["administrator"]
    for settled in (
        organisations.give_role(mine, mine.account, Role.CHECKER, "lab"),
        organisations.take_role(mine, mine.account, Role.ADMINISTRATOR, "lab"),
        organisations.close_account(mine, mine.account),
    ):
        assert settled.code is Code.YOURSELF


@pytest.mark.parametrize(
    ("role", "organisation"),
    [(Role.STEWARD, "bridge-trust"), (Role.WORKER, "lab"), (Role.RESEARCHER, "bridge-trust"), (Role.ANALYST, "x")],
)
def test_a_role_is_given_once_and_where_there_is_such_a_role(placed, cast, role, organisation):
    researcher = placed.accounts[Capacity(Role.RESEARCHER, Side.PROVIDER)].pk
    with pytest.raises(UsageError):
        organisations.give_role(cast["administrator"], researcher, role, organisation)


def test_a_closed_account_has_no_post_and_is_given_none(placed, cast):
    steward = cast["steward"].account
    organisations.close_account(cast["administrator"], steward)
    assert reading.person(steward).posts == frozenset()
    with pytest.raises(UsageError, match="closed"):
        organisations.give_role(cast["administrator"], steward, Role.STEWARD, "ministry-of-justice")


def test_an_agreement_is_in_force_once_each_party_signed_its_terms_and_again_after_new_ones(placed, cast):
    terms = placed.world.agreement(grants=GRANTS, reference="2020-999")
    _, reference = agreements.make(cast["steward"], terms)
    assert reference == "2026-002"
    for who, left in (("provider", 2), ("steward", 1), ("administrator", 0)):
        assert isinstance(agreements.sign(cast[who], reference), Permitted)
        assert len(reading.agreement(reference).unsigned(placed.world.today)) == left
    assert agreements.sign(cast["provider"], reference).code is Code.SIGNED_ALREADY
    agreements.amend(cast["steward"], reference, terms.model_copy(update={"minimum_cohort": 200}))
    now = reading.agreement(reference)
    assert (now.minimum_cohort, now.signatures, now.reference) == (200, (), reference)
    assert TermsRow.objects.filter(agreement__reference=reference).count() == 5
    agreements.revoke(cast["steward"], reference)
    assert reading.agreement(reference).revoked == placed.world.today
    for verb in (agreements.sign, agreements.revoke):
        assert verb(cast["steward"], reference).code is Code.AGREEMENT_REVOKED


def test_only_terms_that_were_read_are_signed_or_amended(placed, cast):
    read, terms = AgreementRow.objects.get().version, placed.agree(signatures=())
    for done in (
        agreements.sign(cast["provider"], "2026-001", read),
        agreements.amend(cast["steward"], "2026-001", terms, read),
    ):
        assert done.code is Code.TERMS_CHANGED
    assert isinstance(agreements.sign(cast["provider"], "2026-001", read + 1), Permitted)


OF_TAX = GRANTS[0].model_copy(update={"holding": "tax"})


@pytest.mark.parametrize("changes", [{"provider": "north-trust"}, {"lab": "another-lab"}, {"grants": (OF_TAX,)}])
def test_an_agreement_is_not_made_about_what_the_service_does_not_know(placed, cast, changes):
    with pytest.raises(UsageError):
        agreements.make(cast["steward"], placed.world.agreement(**{"grants": GRANTS} | changes))
    assert AgreementRow.objects.count() == 1


def test_the_parties_of_an_agreement_stay(placed, cast):
    placed.add(OrganisationRow(key="north-trust", name="North", side="provider"))
    with pytest.raises(UsageError, match="parties"):
        agreements.amend(cast["steward"], "2026-001", placed.world.agreement(provider="north-trust"))
    stranger = By(999, placed.at)
    assert agreements.sign(stranger, "2026-001").code is agreements.sign(stranger, "2026-777").code


def test_a_holding_is_in_the_catalogue_under_one_custodian(placed, cast, verbs):
    verbs[M.WITHDRAW_HOLDING](cast["steward"])
    assert HoldingRow.objects.get().until is not None
    verbs[M.REGISTER_HOLDING](cast["steward"])
    row = HoldingRow.objects.get()
    assert (row.until, row.title) == (None, "Justice")


def test_rules_of_a_custodian_are_stricter_or_none(placed, cast):
    with pytest.raises(UsageError, match="never laxer"):
        organisations.change_rules(cast["steward"], "ministry-of-justice", {"threshold": 5})
    organisations.change_rules(cast["steward"], "ministry-of-justice", {"threshold": 20})
    assert OrganisationRow.objects.get(key="ministry-of-justice").rules == {"threshold": 20}
