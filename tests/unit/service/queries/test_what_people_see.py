"""What each person is shown: what concerns them, what they may do, and nothing of what is somebody else's."""

import datetime as dt

import pytest

from outcomelab.protocol.words import day_words
from outcomelab.service.actions import analysing, applying, approving, checking, ending
from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import Event
from outcomelab.service.domain.refusals import Allowed, Code
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Thing
from outcomelab.service.queries import public, study, timeline, turns
from outcomelab.service.store.models import (
    Account,
    CertificateRow,
    CohortFileRow,
    JobRow,
    OrganisationRow,
    PostRow,
    ReleaseRow,
)

REFERENCE, TODAY = "2026-014", dt.date(2026, 11, 27)
A, B = "a" * 64, "b" * 64


@pytest.fixture
def stranger(placed):
    """Somebody with every role a provider has, in another one."""
    place = OrganisationRow(key="north-trust", name="North", side="provider")
    account = Account(pk=900, email="north@example.org", password="!")
    roles = [Role.PROVIDER_MEMBER, Role.ADMINISTRATOR]
    placed.add(place, account, *(PostRow(account=account, organisation=place, role=role) for role in roles))
    return account.pk


def waiting_for(by):
    """The studies in which it is somebody's own turn."""
    return [turn for turn in turns.turns(by.account, TODAY) if turn.mine]


def test_it_is_the_turn_of_whoever_may_take_the_next_step(placed, cast, world, stranger):
    placed.place(world.study(state=State.SUBMITTED))
    (turn,) = waiting_for(cast["steward"])
    assert (turn.reference, turn.state, turn.title) == (REFERENCE, State.SUBMITTED, "Mentoring")
    assert Command.APPROVE in turn.mine
    for who in ("provider", "analyst", "administrator"):
        assert waiting_for(cast[who]) == []
        assert [one.whose for one in turns.turns(cast[who].account, TODAY)] == [turn.whose]
    assert turns.turns(stranger, TODAY) == ()
    researcher = placed.accounts[Capacity(Role.RESEARCHER, Side.PROVIDER)].pk
    assert turns.turns(researcher, TODAY) == ()


def test_it_is_nobody_s_turn_while_work_is_under_way_or_the_agreement_is_over(placed, cast, world):
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    assert [turn.mine for turn in waiting_for(cast["analyst"])] == [(Command.EVALUATE,)]
    placed.agree(ends=TODAY - dt.timedelta(1))
    assert waiting_for(cast["analyst"]) == []
    placed.agree()
    analysing.evaluate(cast["analyst"], REFERENCE)
    assert waiting_for(cast["analyst"]) == []
    assert [turn.under_way for turn in turns.turns(cast["analyst"].account, TODAY)] == [True]


def test_the_page_of_a_study_says_of_each_command_whether_and_why_not(placed, cast, world, stranger):
    placed.place(world.study(state=State.SUBMITTED))
    shown = study.page(cast["steward"].account, REFERENCE, TODAY)
    assert isinstance(shown.commands[Command.APPROVE], Allowed)
    assert shown.commands[Command.SUBMIT].code is Code.NOT_YOUR_ROLE
    assert shown.commands[Command.PUBLISH].sentence.startswith("To publish, the study must be released")
    assert set(shown.commands) == set(Command)
    for account, reference in ((stranger, REFERENCE), (cast["steward"].account, "2026-999"), (999, REFERENCE)):
        assert study.page(account, reference, TODAY) is None


def test_the_page_has_comments_releases_certificates_and_what_is_due(placed, cast, world):
    row = placed.place(world.study(state=State.SUBMITTED))
    approving.return_with_comments(cast["steward"], REFERENCE, {"title": "Longer."})
    hashes = {"file": "d" * 64}
    placed.add(
        ReleaseRow(study=row, place="report", sha256="e" * 64, headline="Fewer returned."),
        CertificateRow(study=row, thing=Thing.IDENTIFIERS, by=0, because="it is time", hashes=hashes),
        JobRow(study=row, command="link", by=1, state="failed", words="7 people are alike.", code="impact"),
    )
    shown = study.page(cast["provider"].account, REFERENCE, TODAY)
    assert [(one.item, one.words, one.command) for one in shown.comments] == [("title", "Longer.", "return")]
    assert [one.headline for one in shown.releases] == ["Fewer returned."]
    assert [(one.thing, one.hashes) for one in shown.certificates] == [(Thing.IDENTIFIERS, hashes)]
    assert (shown.work.state, shown.work.code) == ("failed", "impact")
    assert shown.work.words == "The work ended without what was asked for: an analyst of the lab sees why."
    assert study.page(cast["analyst"].account, REFERENCE, TODAY).work.words == "7 people are alike."
    assert [one.thing for one in shown.due] == list(Thing)


def test_a_page_says_as_an_act_that_a_study_cannot_expire_before_the_new_end_is_signed(placed, cast, world):
    placed.place(world.study(state=State.LINKED))
    signed = placed.agree()
    placed.agree(ends=TODAY - dt.timedelta(1), signatures=())
    shown = study.page(cast["administrator"].account, REFERENCE, TODAY).commands[Command.EXPIRE]
    assert shown == ending.expire(cast["administrator"], REFERENCE)
    assert (shown.code, day_words(signed.ends) in shown.sentence) == (Code.AGREEMENT_NOT_OVER, True)


def test_problems_of_the_list_are_shown_row_by_row_to_those_who_can_mend_it(placed, cast, world):
    row = placed.place(world.study(state=State.DRAFT))
    problem = {"row": 7, "column": "Date of birth", "wrong": "is no date", "mend": "Write 1990-03-04."}
    placed.add(CohortFileRow(study=row, place="list", sha256="f" * 64, problems=[problem]))
    assert study.page(cast["provider"].account, REFERENCE, TODAY).list.problems == (problem,)
    theirs = study.page(cast["steward"].account, REFERENCE, TODAY).list
    assert (theirs.problems, theirs.found) == ((), 1)


def test_a_vote_is_seen_by_a_checker_who_voted_and_by_nobody_else_before_it_is_decided(placed, cast, world):
    placed.place(world.study(state=State.IN_CHECKING))

    def seen(who):
        shown = study.page(cast[who].account, REFERENCE, TODAY)
        assert shown.study.ballots == shown.ballots
        return len(shown.ballots)

    checking.vote(cast["our checker"], REFERENCE, {A: Says.APPROVE, B: Says.APPROVE}, {})
    assert [seen(who) for who in ("our checker", "their checker", "analyst", "provider")] == [1, 0, 0, 0]
    checking.vote(cast["their checker"], REFERENCE, {A: Says.APPROVE, B: Says.REFUSE}, {B: "Too few."})
    assert [seen(who) for who in ("our checker", "their checker", "analyst", "provider")] == [2, 2, 2, 0]
    (why,) = study.page(cast["analyst"].account, REFERENCE, TODAY).comments
    assert (why.item, why.words, why.command) == (B, "Too few.", "vote")
    assert study.page(cast["provider"].account, REFERENCE, TODAY).comments == ()


def test_the_public_sees_what_was_decided_refusals_too_and_no_application(placed, cast, world):
    placed.place(world.study(state=State.SUBMITTED))
    assert public.register() == ()
    approving.refuse(cast["steward"], REFERENCE, {"purpose": "Another."})
    (refused,) = public.register()
    assert (refused.reference, refused.state, refused.published) == (REFERENCE, State.REFUSED, None)
    assert "Another." not in repr(refused)
    (holding,) = public.catalogue()
    assert (holding.name, holding.dictionary.tables[0].name) == ("justice", "persons")


def test_a_published_report_is_in_the_register(placed, cast, world):
    row = placed.place(world.study(state=State.RELEASED))
    placed.add(ReleaseRow(study=row, place="2026-014/1", sha256="e" * 64, headline="Fewer."))
    approving.publish(cast["steward"], REFERENCE)
    placed.tell(Event(at=placed.at, who=2, command="approve", study=REFERENCE))
    (registered,) = public.register()
    assert (registered.published, registered.place, registered.headline) == (TODAY, "2026-014/1", "Fewer.")


def test_an_auditor_reads_what_concerns_their_organisation_and_the_lab_s_everything(placed, cast, world, stranger):
    placed.place(world.study(state=State.SUBMITTED))
    placed.tell(Event(at=placed.at, who=stranger, account=stranger, command="change-account"))
    approving.approve(cast["steward"], REFERENCE)
    lab, ministry = (placed.accounts[Capacity(Role.AUDITOR, side)].pk for side in (Side.LAB, Side.CUSTODIAN))
    everything, theirs = timeline.timeline(lab), timeline.timeline(ministry)
    assert [event.number for event in everything] == list(range(1, len(everything) + 1))
    assert {event.study for event in theirs} == {REFERENCE}
    assert [event.command for event in timeline.timeline(lab, about=stranger)] == ["change-account"]
    assert timeline.timeline(ministry, about=stranger) == ()
    assert timeline.timeline(lab, study=REFERENCE, after=theirs[-2].number) == theirs[-1:]
    assert timeline.timeline(lab, holding="justice") == theirs[-1:]
    for account in (cast["steward"].account, stranger, 999):
        assert timeline.timeline(account) == ()


def test_a_steward_sees_every_use_of_their_custodian_s_holdings(placed, cast, world, stranger):
    placed.place(world.study(state=State.DRAFT))
    applying.submit(cast["provider"], REFERENCE)
    assert [event.command for event in timeline.uses_of_my_data(cast["steward"].account)] == ["submit"]
    assert timeline.uses_of_my_data(cast["provider"].account) == ()
