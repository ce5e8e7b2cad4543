"""A study from its draft to its end, and what each person is refused on the way."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import event as reached
from hypothesis import strategies as st

from outcomelab.service.domain.application import QUESTIONS
from outcomelab.service.domain.checking import Ballot, Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.decisions import decide
from outcomelab.service.domain.duties import ANALYSING, APPLYING, CHECKING, READING
from outcomelab.service.domain.five_safes import Judgement, Safe, Verdict
from outcomelab.service.domain.refusals import Allowed, Code
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import ENDINGS, TABLE, State
from outcomelab.service.domain.study import Study, Thing, after

C = Command
PARTS = (
    Capacity(Role.PROVIDER_MEMBER, Side.PROVIDER), Capacity(Role.STEWARD, Side.CUSTODIAN),
    Capacity(Role.ANALYST, Side.LAB), Capacity(Role.CHECKER, Side.LAB), Capacity(Role.CHECKER, Side.CUSTODIAN),
    Capacity(Role.ADMINISTRATOR, Side.LAB),
)  # fmt: skip


def carried_out(study: Study, command, person, allowed, today, says=Says.APPROVE, verdict=Verdict.SAFE):
    """The study after an allowed command, with what comes along: judgements of all five, a ballot."""
    study = after(study, command, person, allowed, today)
    if command is C.JUDGE:
        given = tuple(Judgement(safe, verdict, person.account, study.submission) for safe in Safe)
        return replace(study, judgements=study.judgements + given)
    if command is C.VOTE:
        votes = tuple((output, says) for output in study.outputs)
        ballot = Ballot(person.account, allowed.capacity.side is Side.CUSTODIAN, votes)
        return replace(study, ballots=(*study.ballots, ballot))
    return study


def begun(world):
    return world.study(history=(), judgements=(), held=frozenset())


def told(world, *acts):
    """A study after acts of the cast, each of them allowed."""
    study, cast, agreement = begun(world), world.cast(), world.agreement()
    for who, command, *says in acts:
        decision = decide(command, cast[who], study, agreement, world.today, "Begin again.")
        assert isinstance(decision, Allowed), decision.sentence
        study = carried_out(study, command, cast[who], decision, world.today, *says)
    return study


def said(world, study, who, command, **changes):
    return decide(command, world.cast()[who], study, world.agreement(**changes), world.today)


APPROVED = (("provider", C.SAVE), ("provider", C.SUBMIT), ("steward", C.JUDGE), ("steward", C.APPROVE))
LINKED = (*APPROVED, ("provider", C.UPLOAD), ("provider", C.RECEIVE), ("linker", C.LINK))
EVALUATED = (*LINKED, ("analyst", C.FIX), ("analyst", C.EVALUATE))
IN_CHECKING = (*EVALUATED, ("analyst", C.READ), ("analyst", C.SEND))
CLEARED = (*IN_CHECKING, ("their checker", C.VOTE), ("our checker", C.VOTE), ("our checker", C.CLEAR))


def test_a_study_goes_from_draft_to_closed_with_every_duty_kept_apart(world):
    study = told(
        world, *CLEARED, ("their checker", C.RELEASE), ("steward", C.PUBLISH), ("worker", C.DESTROY_IDENTIFIERS),
        ("worker", C.DESTROY_KEY), ("worker", C.CLOSE),
    )  # fmt: skip
    assert study.state is State.CLOSED
    assert not study.held


def test_who_linked_cannot_evaluate_read_drafts_or_send_them(world):
    assert said(world, told(world, *LINKED, ("analyst", C.FIX)), "linker", C.EVALUATE).code is Code.LINKER
    evaluated = told(world, *EVALUATED)
    assert {said(world, evaluated, "linker", one).code for one in (C.READ, C.SEND)} == {Code.LINKER}


def test_who_has_read_outcomes_cannot_link(world):
    study = replace(told(world, *EVALUATED), state=State.COHORT_RECEIVED)
    assert said(world, study, "analyst", C.LINK).code is Code.READER


def test_an_analyst_of_the_study_with_a_checkers_role_does_not_check_it(world):
    study = told(world, *IN_CHECKING)
    both = world.person(4, *PARTS[1:])
    refused = decide(C.VOTE, both, study, world.agreement(), world.today)
    assert refused.code is Code.ANALYST


def test_a_checker_of_the_study_with_an_analysts_role_does_not_amend_it(world):
    study = told(world, *IN_CHECKING, ("their checker", C.VOTE), ("our checker", C.VOTE, Says.ASK),
                 ("our checker", C.RETURN_OUTPUTS))  # fmt: skip
    both = world.person(6, Capacity(Role.ANALYST, Side.LAB), Capacity(Role.CHECKER, Side.LAB))
    assert decide(C.AMEND, both, study, world.agreement(), world.today).code is Code.CHECKER


def test_somebody_of_the_provider_does_not_judge_work_or_check_whatever_else_they_are(world):
    everything = world.person(8, *PARTS)
    submitted, checked = told(world, *APPROVED[:3]), told(world, *IN_CHECKING)
    linked, evaluated = told(world, *LINKED), told(world, *EVALUATED)
    for study, command in (
        (submitted, C.APPROVE),
        (submitted, C.JUDGE),
        (told(world, *LINKED[:-1]), C.LINK),
        (linked, C.FIX),
        (evaluated, C.AMEND),
        (evaluated, C.EVALUATE),
        (evaluated, C.SEND),
        (checked, C.VOTE),
        (checked, C.READ),
    ):
        refused = decide(command, everything, study, world.agreement(), world.today)
        assert refused.code is Code.APPLICANT


def test_one_vote_or_two_of_the_lab_clear_nothing(world):
    study = told(world, *IN_CHECKING, ("our checker", C.VOTE))
    assert said(world, study, "our checker", C.VOTE).code is Code.VOTED_ALREADY
    assert said(world, study, "our checker", C.CLEAR).code is Code.VOTES_MISSING
    colleague = world.person(9, Capacity(Role.CHECKER, Side.LAB))
    allowed = decide(C.VOTE, colleague, study, world.agreement(), world.today)
    study = carried_out(study, C.VOTE, colleague, allowed, world.today)
    refused = said(world, study, "our checker", C.CLEAR)
    assert refused.code is Code.VOTES_MISSING
    assert "a checker of the custodian has yet to vote" in refused.sentence


def test_votes_do_not_hold_for_outputs_that_changed_since(world):
    study = replace(told(world, *IN_CHECKING, ("our checker", C.VOTE)), outputs=("d" * 64, world.outputs[1]))
    for who in ("our checker", "their checker"):
        allowed = said(world, study, who, C.VOTE)
        assert isinstance(allowed, Allowed), allowed.sentence
        study = carried_out(study, C.VOTE, world.cast()[who], allowed, world.today)
    assert isinstance(said(world, study, "our checker", C.CLEAR), Allowed)


def test_outputs_that_changed_once_cleared_are_not_released_and_who_reads_that_knows_what_leads_out(world):
    study = replace(told(world, *CLEARED), outputs=("d" * 64, world.outputs[1]))
    refused = said(world, study, "our checker", C.RELEASE)
    assert (refused.code, "override" in refused.sentence) == (Code.OUTPUTS_CHANGED, True)
    back = decide(
        C.OVERRIDE, world.cast()["administrator"], study, world.agreement(), world.today, "They changed."
    )
    assert back.to is State.EVALUATED


def test_outputs_that_came_back_are_checked_anew(world):
    returned = (*IN_CHECKING, ("their checker", C.VOTE, Says.REFUSE), ("our checker", C.VOTE),
                ("our checker", C.RETURN_OUTPUTS))  # fmt: skip
    assert said(world, told(world, *returned[:-1]), "our checker", C.CLEAR).code is Code.NOT_APPROVED
    again = told(world, *returned, ("analyst", C.SEND))
    assert again.ballots == ()
    assert isinstance(said(world, again, "their checker", C.VOTE), Allowed)


def test_approval_needs_all_five_judgements_of_this_submission(world):
    submitted = told(world, *APPROVED[:2])
    assert said(world, submitted, "steward", C.APPROVE).code is Code.JUDGEMENTS_MISSING
    resubmitted = told(world, *APPROVED[:3], ("steward", C.RETURN), ("provider", C.SUBMIT))
    assert said(world, resubmitted, "steward", C.APPROVE).code is Code.JUDGEMENTS_MISSING


@pytest.mark.parametrize(
    ("verdict", "approve", "with_conditions"),
    [(Verdict.SAFE, True, True), (Verdict.WITH_CONDITIONS, False, True), (Verdict.UNSAFE, False, False)],
)
def test_what_was_judged_decides_how_it_can_be_approved(verdict, approve, with_conditions, world):
    study = told(world, *APPROVED[:3])
    study = replace(study, judgements=(*study.judgements, Judgement(Safe.DATA, verdict, 2, 1)))
    for command, fine in ((C.APPROVE, approve), (C.APPROVE_WITH_CONDITIONS, with_conditions)):
        decision = said(world, study, "steward", command)
        assert decision.code is Code.JUDGED_UNSAFE if not fine else isinstance(decision, Allowed)


def test_an_application_that_is_not_whole_is_not_submitted_and_what_is_missing_is_named(world):
    draft = begun(world)
    for names, words in (
        (("use",), "“What will you do with the answer?”."),
        (("use", "readers"), "“What will you do with the answer?”, “Who will read it?”."),
        (tuple(QUESTIONS)[:5], "“For whom was it, and where?” and 2 more."),
    ):
        refused = said(world, replace(draft, unanswered=names), "provider", C.SUBMIT)
        assert (refused.code, words in refused.sentence) == (Code.ANSWERS_MISSING, True)
    assert isinstance(said(world, draft, "provider", C.SUBMIT), Allowed)


def test_a_study_approved_with_conditions_waits_for_them(world):
    study = told(world, *APPROVED[:3], ("steward", C.APPROVE_WITH_CONDITIONS))
    assert said(world, study, "provider", C.RECEIVE).code is Code.NOT_IN_THIS_STATE
    assert isinstance(said(world, study, "steward", C.CONFIRM_CONDITIONS), Allowed)


def test_an_override_needs_a_reason_and_the_lab_s_administrator(world):
    study, agreement = told(world, *CLEARED), world.agreement()
    administrator = world.cast()["administrator"]
    for reason in (" \t", "x" * 501, "one line\nand another", "\ud800"):
        refused = decide(C.OVERRIDE, administrator, study, agreement, world.today, reason)
        assert refused.code is Code.REASON_MISSING
    allowed = decide(C.OVERRIDE, administrator, study, agreement, world.today, "The wrong table was sent.")
    assert allowed.to is State.EVALUATED
    assert isinstance(decide(C.OVERRIDE, administrator, study, agreement, world.today, f"{'x' * 500}\n"), Allowed)


def test_a_study_does_not_expire_with_an_agreement_that_is_not_its_own(world):
    study = told(world, *LINKED)
    for other in ({"reference": "2026-002"}, {"lab": "another-lab"}):
        refused = said(world, study, "worker", C.EXPIRE, ends=dt.date(2026, 11, 26), **other)
        assert refused.code is Code.OTHER_PARTIES


def test_a_study_is_closed_when_nothing_is_left_to_destroy_and_expires_when_its_agreement_is_over(world):
    study = told(world, *CLEARED, ("our checker", C.RELEASE), ("steward", C.PUBLISH))
    assert said(world, study, "steward", C.CLOSE).code is Code.STILL_HELD
    assert said(world, study, "worker", C.EXPIRE).code is Code.AGREEMENT_NOT_OVER
    assert isinstance(said(world, study, "worker", C.EXPIRE, ends=dt.date(2026, 11, 26)), Allowed)
    assert isinstance(said(world, study, "worker", C.EXPIRE, revoked=world.today), Allowed)


def test_another_list_takes_a_study_back_to_be_sent_it_until_it_is_linked(world):
    received = told(world, *LINKED[:-1])
    assert said(world, received, "provider", C.UPLOAD).to is State.APPROVED
    assert said(world, told(world, *LINKED), "provider", C.UPLOAD).code is Code.NOT_IN_THIS_STATE
    for persons in (None, 12):  # too few is no reason against another list
        assert isinstance(said(world, replace(received, persons=persons), "provider", C.UPLOAD), Allowed)


def test_while_work_is_under_way_a_study_can_be_ended_and_nothing_else_be_done_to_it(world):
    linked = replace(told(world, *LINKED, ("analyst", C.FIX)), under_way=True)
    for who, command in (("analyst", C.EVALUATE), ("analyst", C.AMEND), ("steward", C.DESTROY_KEY)):
        refused = said(world, linked, who, command)
        assert (refused.code, "wait" in refused.sentence) == (Code.UNDER_WAY, True)
    for who, command in (("provider", C.WITHDRAW), ("steward", C.REVOKE)):
        assert isinstance(said(world, linked, who, command), Allowed)


def test_nothing_is_destroyed_twice_and_without_its_key_nothing_is_planned_or_evaluated(world):
    study = told(world, *LINKED, ("analyst", C.FIX), ("steward", C.DESTROY_KEY))
    assert study.held == {Thing.IDENTIFIERS}
    assert said(world, study, "steward", C.DESTROY_KEY).code is Code.NOT_HELD
    assert said(world, study, "analyst", C.EVALUATE).code is Code.NOT_HELD
    linked = told(world, *LINKED, ("steward", C.DESTROY_KEY))
    assert said(world, linked, "analyst", C.FIX).code is Code.NOT_HELD
    evaluated = told(world, *EVALUATED, ("steward", C.DESTROY_KEY))
    assert said(world, evaluated, "analyst", C.AMEND).code is Code.NOT_HELD
    cleared = told(world, *CLEARED, ("steward", C.DESTROY_KEY))
    assert said(world, cleared, "our checker", C.RELEASE).code is Code.NOT_HELD


def test_there_is_nothing_to_send_without_an_output(world):
    study = replace(told(world, *EVALUATED), outputs=())
    assert said(world, study, "analyst", C.SEND).code is Code.NO_OUTPUTS


def walked(data, world, people, study, steps):
    """Every study on the way of a walk through what is allowed, mostly forward; nobody ends it early."""
    agreement = world.agreement()
    for _ in range(steps):
        rows = [row for row in TABLE if study.state in row.moves and row.command not in (*ENDINGS, C.REFUSE)]
        decisions = [
            (row.command, person, decide(row.command, person, study, agreement, world.today, "Begin again."))
            for row in rows
            for person in people
        ]
        allowed = [made for made in decisions if isinstance(made[2], Allowed)]
        new = [made for made in allowed if made[2].to is not study.state or made[0] in (C.JUDGE, C.VOTE)]
        if not allowed:
            return
        command, person, decision = data.draw(st.sampled_from(new if new and data.draw(MOSTLY) else allowed))
        says = data.draw(st.sampled_from([Says.APPROVE, Says.APPROVE, Says.ASK])) if command is C.VOTE else None
        study = carried_out(study, command, person, decision, world.today, says)
        yield study


MOSTLY = st.sampled_from([True, True, True, False])
BEGINNINGS = ((), APPROVED, LINKED, EVALUATED, IN_CHECKING)
ROLES = st.sets(st.sampled_from(PARTS), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(data=st.data(), roles=st.lists(ROLES, min_size=2, max_size=4), acts=st.sampled_from(BEGINNINGS))
def test_no_sequence_of_allowed_commands_joins_two_duties(data, roles, acts, world):
    everybody = [world.person(50 + number, *several) for number, several in enumerate(roles)]
    for study in walked(data, world, [*everybody, *world.cast().values()], told(world, *acts), 25):
        assert not study.did(C.LINK) & study.did(*READING)
        assert not study.did(*ANALYSING) & study.did(*CHECKING)
        assert not study.did(*ANALYSING) & study.did(*APPLYING)
        if study.state in (State.CLEARED, State.RELEASED, State.PUBLISHED):
            checkers = {ballot.checker for ballot in study.ballots}
            assert len(checkers) >= 2
            assert any(ballot.custodian for ballot in study.ballots)
            assert not checkers & study.did(*ANALYSING)
        reached(study.state.value)
