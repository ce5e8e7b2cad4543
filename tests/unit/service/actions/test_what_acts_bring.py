"""What comes along with an act is taken whole, or the act leaves nothing."""

import pytest
from tests.unit.service.placing import PROTOCOL

from outcomelab.errors import ProtocolError, UsageError
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.actions import analysing, applying, approving, checking, drafts
from outcomelab.service.actions.acting import may
from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.five_safes import Safe, Verdict
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Allowed, Code
from outcomelab.service.domain.states import State
from outcomelab.service.store import reading
from outcomelab.service.store.door import _Door, _opened
from outcomelab.service.store.models import (
    AuditRow,
    CommentRow,
    NoticeRow,
    OutputRow,
    StudyRow,
    VoteRow,
)

REFERENCE = "2026-014"
A, B = "a" * 64, "b" * 64


def begun(by, **changes):
    said = {
        "agreement": "2026-001",
        "holding": "justice",
        "purpose": Purpose.PROGRAMME_EFFECT,
        "title": " A  study ",
    }
    return applying.begin(by, **said | changes)


def test_a_study_begins_as_a_draft_of_its_provider_alone(placed, cast):
    decision, reference = begun(cast["provider"])
    assert isinstance(decision, Allowed)
    row = StudyRow.objects.get(reference=reference)
    assert (row.state, row.title, row.provider.key) == (State.DRAFT, "A study", "bridge-trust")
    assert reading.study(row).did(Command.SAVE) == {cast["provider"].account}
    for by, agreement in ((cast["steward"], "2026-001"), (cast["provider"], "2026-999")):
        refused, none = begun(by, agreement=agreement)
        assert (refused.code, none) == (Code.NOT_YOUR_ROLE, "")
    for wrong in ({"holding": "health"}, {"title": " "}, {"title": "x" * 201}):
        with pytest.raises(UsageError):
            begun(cast["provider"], **wrong)
    assert StudyRow.objects.count() == 1


def test_a_draft_is_kept_as_it_was_last_saved(placed, cast):
    _, reference = begun(cast["provider"])
    applying.save_draft(cast["provider"], reference, "Another title", {"programme": "Weekly."})
    row = StudyRow.objects.get()
    assert (row.title, row.draft) == ("Another title", {"programme": "Weekly."})
    with pytest.raises(UsageError, match="too long"):
        applying.save_draft(cast["provider"], reference, "A title", {"programme": "x" * 20_001})
    assert StudyRow.objects.get().draft == {"programme": "Weekly."}


WRONG = {
    "another output": lambda cast: checking.vote(cast["our checker"], REFERENCE, {A: Says.APPROVE}, {}),
    "no words": lambda cast: checking.vote(cast["our checker"], REFERENCE, {A: Says.ASK, B: Says.APPROVE}, {}),
    "no comment": lambda cast: approving.return_with_comments(cast["steward"], REFERENCE, {"title": " "}),
    "no condition": lambda cast: approving.approve_with_conditions(cast["steward"], REFERENCE, {}),
    "too long": lambda cast: approving.judge(cast["steward"], REFERENCE, Safe.DATA, Verdict.SAFE, "x" * 5_001),
    "no report": lambda cast: approving.publish(cast["steward"], REFERENCE),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_cannot_be_taken_leaves_neither_row_nor_event(kind, placed, cast, world):
    state = {"another output": State.IN_CHECKING, "no words": State.IN_CHECKING, "no report": State.RELEASED}
    placed.place(world.study(state=state.get(kind, State.SUBMITTED)))
    before = AuditRow.objects.count()
    with pytest.raises(UsageError):
        WRONG[kind](cast)
    assert AuditRow.objects.count() == before
    assert not VoteRow.objects.exists()
    assert not CommentRow.objects.exists()


BAD_PROTOCOLS = {
    "of another agreement": PROTOCOL.replace('agreement = "2026-001"', 'agreement = "2026-002"'),
    "on laxer rules than agreed": PROTOCOL,
    "for fewer people than agreed": PROTOCOL,
    "for another list": PROTOCOL.replace("[index]", "[cohort]\nminimum = 100\n[index]"),
}


@pytest.mark.parametrize("kind", BAD_PROTOCOLS)
def test_a_protocol_that_does_not_fit_is_not_fixed(kind, placed, cast, world):
    placed.place(world.study(state=State.LINKED))
    if kind == "on laxer rules than agreed":
        placed.agree(rules=DisclosureRules(threshold=20))
    if kind == "for fewer people than agreed":
        placed.agree(minimum_cohort=70)
    with pytest.raises(ProtocolError, match=r"line 7.*2026-001|threshold = 20|was linked|minimum = 70"):
        analysing.fix(cast["analyst"], REFERENCE, BAD_PROTOCOLS[kind])
    assert StudyRow.objects.get().state == State.LINKED


def test_a_protocol_with_mistakes_is_refused_with_each_of_them(placed, cast, world):
    placed.place(world.study(state=State.LINKED))
    with pytest.raises(ProtocolError, match="shoe_size"):
        analysing.fix(cast["analyst"], REFERENCE, PROTOCOL.replace('column = "schooling"', 'column = "shoe_size"'))


def test_an_amended_protocol_takes_the_outputs_of_the_one_before_away(placed, cast, world):
    placed.place(world.study(state=State.EVALUATED))
    changed = PROTOCOL.replace('title = "Mentoring', 'title = "More mentoring')
    assert isinstance(analysing.amend(cast["analyst"], REFERENCE, changed), Allowed)
    assert not OutputRow.objects.filter(replaced=None).exists()
    row = StudyRow.objects.get()
    assert ("More mentoring" in row.protocol, row.state) == (True, State.PROTOCOL_FIXED)
    assert reading.study(row).outputs == ()


def test_a_new_round_of_checking_begins_without_the_votes_of_the_last(placed, cast, world):
    placed.place(world.study(state=State.RETURNED_BY_CHECKERS, ballots=world.ballots(Says.APPROVE, Says.ASK)))
    assert isinstance(analysing.send(cast["analyst"], REFERENCE), Allowed)
    assert reading.study(StudyRow.objects.get()).ballots == ()
    checking.vote(cast["our checker"], REFERENCE, {A: Says.APPROVE, B: Says.ASK}, {B: "Which year?"})
    assert [ballot.says for ballot in reading.study(StudyRow.objects.get()).ballots] == [
        ((A, Says.APPROVE), (B, Says.ASK))
    ]


def test_whoever_reads_drafts_has_read_them_for_good(placed, cast, world, monkeypatch):
    monkeypatch.setattr(drafts, "_draft", lambda _, output: output)
    placed.place(world.study(state=State.EVALUATED))
    decision, opened = drafts.read(cast["our checker"], REFERENCE)
    assert (isinstance(decision, Allowed), [draft.sha256 for draft in opened]) == (True, [A, B])
    assert cast["our checker"].account in reading.study(StudyRow.objects.get()).did(Command.READ)
    refused, none = drafts.read(cast["provider"], REFERENCE)
    assert (refused.code, none) == (Code.NOT_YOUR_ROLE, ())


def test_those_whose_turn_it_is_are_told_and_not_whoever_handed_on(placed, cast, world):
    placed.place(world.study(state=State.DRAFT))
    applying.submit(cast["provider"], REFERENCE)
    assert [(one.to_id, one.state) for one in NoticeRow.objects.all()] == [(cast["steward"].account, "submitted")]
    with _opened(_Door.OPEN):
        NoticeRow.objects.all().delete()
        StudyRow.objects.update(state=State.IN_CHECKING)
    checking.return_outputs(cast["our checker"], REFERENCE)
    assert not NoticeRow.objects.exists()  # refused: there are no votes
    approving.revoke(cast["steward"], REFERENCE)
    heard = {(one.to_id, one.state) for one in NoticeRow.objects.all()}
    assert heard == {(cast["provider"].account, "revoked")}


def test_what_a_page_asks_leaves_nothing(placed, cast, world):
    placed.place(world.study(state=State.SUBMITTED))
    before = AuditRow.objects.count()
    assert isinstance(may(Command.APPROVE, cast["steward"], REFERENCE), Allowed)
    assert may(Command.APPROVE, cast["provider"], REFERENCE).code is Code.NOT_YOUR_ROLE
    assert may(Command.APPROVE, cast["provider"], "2026-999").code is Code.NOT_YOUR_ROLE
    assert AuditRow.objects.count() == before
