"""The custodian's decision on a study: judged with words, decided with comments, and why not."""

import re
from html import unescape

import pytest

from outcomelab.service.actions.applying import save_draft
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.five_safes import Judgement, Safe, Verdict
from outcomelab.service.domain.retention import REASONS
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Thing
from outcomelab.service.store.models import (
    Account,
    CertificateRow,
    CohortFileRow,
    CommentRow,
    JudgementRow,
    StudyRow,
)

PAGE = "/studies/2026-014/approval/"
DECISIONS = (Command.APPROVE_WITH_CONDITIONS, Command.RETURN, Command.REFUSE)


def text_of(answer):
    return unescape(answer.content.decode())


def judged(*verdicts):
    return tuple(Judgement(safe, verdict, 94, 1) for safe, verdict in zip(Safe, verdicts, strict=True))


def state():
    return State(StudyRow.objects.get().state)


@pytest.fixture
def submitted(placed, world):
    """A study that is submitted and not judged."""
    return placed.place(world.study(state=State.SUBMITTED, judgements=()))


def test_the_application_is_read_by_its_questions(placed, as_whom, world, cast):
    placed.place(world.study(state=State.DRAFT))
    save_draft(cast["provider"], "2026-014", "Mentoring", {"told": "neither", "use": "<b>Decide</b>"})
    text = as_whom("steward").get(PAGE).content.decode()
    assert "What will you do with the answer?" in text
    assert "&lt;b&gt;Decide&lt;/b&gt;" in text
    assert "Neither" in text


def test_a_judgement_is_recorded_with_its_words_and_counts_until_the_next(submitted, as_whom):
    client = as_whom("steward")
    for verdict, words in ((Verdict.UNSAFE, "No ethics."), (Verdict.SAFE, "Ethics came.")):
        sent = {"safe": Safe.PROJECT, "verdict": verdict, "words": words}
        text = text_of(client.post(f"{PAGE}judge/", sent, follow=True))
        assert "Your judgement is recorded." in text
        assert words in text
    assert "Earlier judgements: safe project" in text
    assert [(row.safe, row.verdict, row.words) for row in JudgementRow.objects.order_by("pk")] == [
        ("safe project", "not safe", "No ethics."),
        ("safe project", "safe", "Ethics came."),
    ]


def test_a_judgement_that_is_none_is_said_at_its_field(submitted, as_whom):
    client = as_whom("steward")
    text = text_of(client.post(f"{PAGE}judge/", {"safe": Safe.DATA, "words": "x" * 5_001}))
    for anchor in ("safe-data-verdict_0", "safe-data-words"):
        assert (f'href="#{anchor}"' in text, f'id="{anchor}"' in text) == (True, True)
    assert client.post(f"{PAGE}judge/", {"safe": "safe bet", "verdict": "safe"}).status_code == 404
    assert not JudgementRow.objects.exists()


@pytest.mark.parametrize(
    ("verdicts", "pressed"),
    [
        ([Verdict.SAFE] * 5, {Command.APPROVE, Command.APPROVE_WITH_CONDITIONS, Command.RETURN, Command.REFUSE}),
        (
            [Verdict.WITH_CONDITIONS, *[Verdict.SAFE] * 4],
            {Command.APPROVE_WITH_CONDITIONS, Command.RETURN, Command.REFUSE},
        ),
        ([Verdict.UNSAFE, *[Verdict.SAFE] * 4], {Command.RETURN, Command.REFUSE}),
    ],
)
def test_what_may_not_be_pressed_says_why(placed, as_whom, world, verdicts, pressed):
    placed.place(world.study(state=State.SUBMITTED, judgements=judged(*verdicts)))
    text = text_of(as_whom("steward").get(PAGE))
    for command in (Command.APPROVE, *DECISIONS):
        assert (f'disabled aria-disabled="true" aria-describedby="why-{command.value}"' in text) is (
            command not in pressed
        )
    if Command.APPROVE not in pressed:
        assert "Judged otherwise than this decision needs: safe project" in text


@pytest.mark.parametrize(
    ("command", "then"),
    [(Command.RETURN, State.RETURNED), (Command.APPROVE_WITH_CONDITIONS, State.APPROVED_WITH_CONDITIONS)],
)
def test_a_decision_comes_with_comments_by_item(placed, as_whom, world, command, then):
    placed.place(world.study(state=State.SUBMITTED))
    sent = {"decision": command, "told_how": "Say when.", "the-participants'-list": "Too short.", "use": "  "}
    text = text_of(as_whom("steward").post(f"{PAGE}decide/", sent, follow=True))
    assert state() is then
    assert {row.item: row.words for row in CommentRow.objects.all()} == {
        "told_how": "Say when.", "the participants' list": "Too short.",
    }  # fmt: skip
    assert "Say when." in text


def test_a_decision_without_a_word_is_asked_for_one(placed, as_whom, world):
    placed.place(world.study(state=State.SUBMITTED))
    for command in DECISIONS:
        text = text_of(as_whom("steward").post(f"{PAGE}decide/", {"decision": command}))
        assert "Write at least one comment" in text
    assert state() is State.SUBMITTED


def test_a_refusal_is_asked_about_once_more_with_its_reasons(placed, as_whom, world):
    placed.place(world.study(state=State.SUBMITTED))
    client = as_whom("steward")
    sure = text_of(client.post(f"{PAGE}decide/", {"decision": Command.REFUSE, "harm": "Too many."}))
    assert "A refusal is final" in sure
    assert state() is State.SUBMITTED
    hidden = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', sure))
    client.post(f"{PAGE}decide/", hidden)
    assert state() is State.REFUSED
    assert CommentRow.objects.get().words == "Too many."


def test_conditions_are_shown_until_they_are_confirmed(placed, as_whom, world):
    placed.place(world.study(state=State.SUBMITTED))
    client = as_whom("steward")
    client.post(f"{PAGE}decide/", {"decision": Command.APPROVE_WITH_CONDITIONS, "told": "Tell them first."})
    text = text_of(client.get(PAGE))
    assert "Conditions" in text
    assert "Tell them first." in text
    client.post("/studies/2026-014/do/confirm-conditions/")
    assert state() is State.APPROVED


def test_under_a_narrower_agreement_a_study_is_not_approved(placed, as_whom, world):
    placed.place(world.study(state=State.SUBMITTED))
    placed.agree(minimum_cohort=500)
    text = text_of(as_whom("steward").get(PAGE))
    assert "fewer than the 500 participants that the agreement asks for" in text
    answer = as_whom("steward").post("/studies/2026-014/do/approve/")
    assert answer.status_code == 409
    assert state() is State.SUBMITTED


def test_the_page_opens_in_every_state_for_stewards_and_for_nobody_else(placed, as_whom, world):
    row = placed.place(world.study(state=State.DRAFT))
    steward = as_whom("steward")
    for one in State:
        placed.move(row, one)
        assert steward.get(PAGE).status_code == 200
    placed.move(row, State.SUBMITTED)
    for part in ("provider", "analyst", "their checker", "administrator"):
        client = as_whom(part)
        assert client.get(PAGE).status_code == 403
        assert client.post(f"{PAGE}judge/", {"safe": Safe.DATA, "verdict": "safe"}).status_code == 403
        assert client.post(f"{PAGE}decide/", {"decision": Command.RETURN, "use": "Why?"}).status_code == 403
    assert as_whom("steward").get("/studies/2026-999/approval/").status_code == 404


def test_evidence_stands_beside_each_judgement(submitted, as_whom):
    text = text_of(as_whom("steward").get(PAGE))
    for words in (
        "The purpose asked for, and those the agreement is for", "The agreement covers the purpose asked for.",
        "sign in with a second factor", "Everything asked for is covered.",
        "The audit log has not been verified yet", "No rule is stricter than the lab's.",
    ):  # fmt: skip
        assert words in text


def test_a_ledger_that_cannot_be_read_leaves_the_page_and_says_so(submitted, as_whom, monkeypatch):
    def unreadable(*_):
        raise PermissionError

    monkeypatch.setattr("outcomelab.service.queries.evidence.outputs.read", unreadable)
    answer = as_whom("steward").get(PAGE)
    assert answer.status_code == 200
    assert "The evidence cannot be gathered" in text_of(answer)


def test_what_a_list_s_checks_found_and_why_things_were_destroyed_are_said_in_french(
    submitted, placed, as_whom, cast, world
):
    found = "2 rows were left out: no name (2)."
    said = {"sha256": "f" * 64, "persons": 119, "checked": placed.at, "findings": [found]}
    things = [
        CertificateRow(study=submitted, thing=Thing.IDENTIFIERS, by=0, because=one, hashes={}) for one in REASONS
    ]
    placed.add(CohortFileRow(study=submitted, place="list", **said), *things)
    steward = Account.objects.get(pk=cast["steward"].account)
    steward.language = "fr-ca"
    steward.save()
    text = text_of(as_whom("steward").get(PAGE))
    assert "2 lignes ont été écartées\u00a0: aucun nom (2)." in text
    assert not [one for one in (found, "Anything else", "Title") if one in text]
    text = text_of(as_whom("steward").get("/studies/2026-014/")).lower()
    assert "l’entente a été révoquée." in text
    assert not [one for one in REASONS if one in text]
