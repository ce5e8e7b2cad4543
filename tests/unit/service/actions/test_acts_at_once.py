"""Two at once want the same: one has it, the other is told, and both are in the log."""

import threading

import pytest
from django.db import connections

from outcomelab.errors import UsageError
from outcomelab.service.actions import agreements, analysing, applying, approving, checking, organisations
from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Allowed, Code
from outcomelab.service.domain.states import State
from outcomelab.service.store import log
from outcomelab.service.store.models import AuditRow, JobRow, OrganisationRow, StudyRow, VoteRow

REFERENCE = "2026-014"


def at_once(*acts):
    """What each of several acts came to, begun together in threads of their own."""
    together, came_to = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            together.wait()
            came_to[place] = act()
        except UsageError as error:
            came_to[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came_to


def codes(study=REFERENCE):
    rows = AuditRow.objects.filter(study=study).order_by("number").values_list("command", "code")
    return [row for row in rows if row[0] != "set-up"]


@pytest.fixture
def study(placed, world):
    def put(state, **changes):
        return placed.place(world.study(state=state, **changes))

    return put


def one_wins(came_to, code):
    won = [one for one in came_to if isinstance(one, Allowed)]
    assert len(won) == 1
    assert [one.code for one in came_to if not isinstance(one, Allowed)] == [code]
    assert log.verify()[1] == ()


def test_a_study_is_approved_once(study, cast):
    study(State.SUBMITTED)
    came_to = at_once(*[lambda: approving.approve(cast["steward"], REFERENCE)] * 2)
    one_wins(came_to, Code.NOT_IN_THIS_STATE)
    assert codes()[-2:] == [("approve", "allowed"), ("approve", "not-in-this-state")]


def test_of_approving_and_refusing_at_once_one_is_done(study, cast):
    study(State.SUBMITTED)
    came_to = at_once(
        lambda: approving.approve(cast["steward"], REFERENCE),
        lambda: approving.refuse(cast["steward"], REFERENCE, {"purpose": "Another."}),
    )
    refused_code = Code.FINAL_STATE if StudyRow.objects.get().state == State.REFUSED else Code.NOT_IN_THIS_STATE
    one_wins(came_to, refused_code)


def test_nobody_votes_twice_by_voting_twice_at_once(study, cast):
    study(State.IN_CHECKING)
    votes = {"a" * 64: Says.APPROVE, "b" * 64: Says.APPROVE}
    came_to = at_once(*[lambda: checking.vote(cast["our checker"], REFERENCE, votes, {})] * 2)
    one_wins(came_to, Code.VOTED_ALREADY)
    assert VoteRow.objects.count() == 2


def test_work_is_asked_for_once(study, cast):
    study(State.PROTOCOL_FIXED)
    came_to = at_once(*[lambda: analysing.evaluate(cast["analyst"], REFERENCE)] * 2)
    one_wins(came_to, Code.UNDER_WAY)
    assert JobRow.objects.count() == 1


def test_nothing_is_done_under_an_agreement_once_its_revocation_is_written(study, cast):
    study(State.PROTOCOL_FIXED)
    at_once(
        lambda: analysing.evaluate(cast["analyst"], REFERENCE),
        lambda: agreements.revoke(cast["steward"], "2026-001"),
    )
    told = list(AuditRow.objects.order_by("number").values_list("command", "code"))[-2:]
    assert told in (
        [("evaluate-asked", "allowed"), ("revoke-agreement", "allowed")],
        [("revoke-agreement", "allowed"), ("evaluate", "agreement-revoked")],
    )
    assert log.verify()[1] == ()


def test_studies_that_are_begun_at_once_have_numbers_of_their_own(placed, cast):
    def begin():
        return applying.begin(cast["provider"], "2026-001", "justice", Purpose.PROGRAMME_EFFECT, "Mentoring")[1]

    assert sorted(at_once(*[begin] * 4)) == [f"2026-{number:03d}" for number in range(1, 5)]


def test_a_lab_is_set_up_once(address, noon):
    def set_up(key):
        return organisations.set_up(noon, key, "The lab", f"{key}@example.org", "a long enough sentence")

    came_to = at_once(lambda: set_up("one"), lambda: set_up("two"))
    assert [isinstance(one, UsageError) for one in came_to].count(True) == 1
    assert OrganisationRow.objects.count() == 1


def test_a_study_that_is_not_there_is_refused_as_somebody_else_s(study, placed, cast):
    study(State.SUBMITTED)
    theirs = approving.approve(cast["provider"], REFERENCE)
    assert approving.approve(cast["provider"], "2026-999") == theirs
    assert Command.APPROVE.words in theirs.sentence
