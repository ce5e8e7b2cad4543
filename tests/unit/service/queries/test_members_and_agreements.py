"""Administrators see the members they look after, parties their agreements, and nobody the others'."""

import datetime as dt

from outcomelab.service.actions import agreements as acts
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.queries import agreements, people

TODAY = dt.date(2026, 11, 27)


def test_an_administrator_sees_the_members_of_their_organisation_and_the_lab_s_everybody(placed, cast):
    everybody = people.members(cast["administrator"].account)
    assert len(everybody) == len(placed.accounts)
    theirs = people.members(cast["their administrator"].account)
    assert {member.organisation for member in theirs} == {"bridge-trust"}
    assert {member.role for member in theirs} == {Role.PROVIDER_MEMBER, Role.RESEARCHER, Role.ADMINISTRATOR}
    for account in (cast["provider"].account, cast["steward"].account, 999):
        assert people.members(account) == ()


def test_accounts_are_named_and_the_worker_is_not(placed, cast):
    steward = cast["steward"].account
    assert people.names([0, steward, 999]) == {steward: f"{steward}@example.org"}
    assert [one.key for one in people.organisations()] == ["bridge-trust", "lab", "ministry-of-justice"]


def test_an_agreement_is_seen_by_its_parties_with_every_text_it_had(placed, cast, world):
    placed.place(world.study())
    (held,) = agreements.agreements(cast["provider"].account, TODAY)
    assert (held.terms.reference, held.unsigned, held.over, held.studies) == ("2026-001", (), False, ("2026-014",))
    acts.revoke(cast["steward"], "2026-001")
    assert agreements.agreement(cast["analyst"].account, "2026-001", TODAY).over
    versions = agreements.versions(cast["provider"].account, "2026-001")
    assert [(one.number, one.terms.revoked) for one in versions] == [(1, None), (2, TODAY)]
    researcher = placed.accounts[Capacity(Role.RESEARCHER, Side.PROVIDER)].pk
    for account in (researcher, 999):
        assert agreements.agreements(account, TODAY) == agreements.versions(account, "2026-001") == ()
        assert agreements.agreement(account, "2026-001", TODAY) is None
    assert agreements.agreement(cast["provider"].account, "2026-777", TODAY) is None
