"""The checkers' page: evidence beside each output, votes nobody sees too early, drafts nobody comes upon."""

from html import unescape

import pytest
from django.test import Client

from outcomelab.service.domain.checking import Ballot, Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import Account, AuditRow, VoteRow

ONE_KIND = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
RAW = "This page shows raw figures"
WORDS = "The group of under 18 is small."


@pytest.fixture
def page(drafted):
    return f"/studies/{drafted.reference}/checking/"


@pytest.fixture
def report(drafted):
    return f"/studies/{drafted.reference}/drafts/report/{drafted.output}/"


def says(drafted, what, words=""):
    return {f"says-{drafted.output}": what.value, f"words-{drafted.output}": words}


def read_by(drafted, *checkers):
    return drafted.history(*((Command.READ, one) for one in checkers))


def reads(drafted):
    return AuditRow.objects.filter(study=drafted.reference, command=Command.READ.value, code="allowed").count()


def test_drafts_are_not_shown_before_their_reader_has_said_that_they_want_to(drafted, as_whom, page, report):
    drafted.place(State.IN_CHECKING)
    client = as_whom("our checker")
    for address in (page, report):
        answer = client.get(address)
        text = answer.content.decode()
        assert "Open the draft outputs?" in text
        assert RAW not in text
        assert "no-store" in answer.headers["Cache-Control"]
    assert reads(drafted) == 0
    opened = client.post(page, {"open": "yes"}, follow=True)
    assert RAW in opened.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    assert reads(drafted) >= 1
    answer = client.get(report)
    assert "This is a draft. It is not released" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_an_output_stands_beside_its_evidence(drafted, as_whom, page, cast):
    drafted.place(State.IN_CHECKING, history=read_by(drafted, cast["our checker"]))
    text = as_whom("our checker").get(page).content.decode()
    assert "threshold 10: 5 participants" in text  # a rule, what it asks, what was found
    assert "not kept" in text
    assert "merged: with another group of its kind" in text  # what became of it, and why
    assert "persons lost: 13 to 17" in text  # what a reader could work out
    assert "No earlier release in the ledger shares persons with it." in text
    assert "fewest distinct persons a published figure may describe" in text


@ONE_KIND
def test_evidence_is_in_its_readers_language(address, drafted, as_whom, page, cast):
    drafted.place(State.IN_CHECKING, history=read_by(drafted, cast["our checker"]))
    reader = Account.objects.get(pk=cast["our checker"].account)
    reader.language = "fr-ca"
    reader.save()
    text = unescape(as_whom("our checker").get(page).content.decode())
    for said in ("tranche d’âge", "Diagramme de flux", "retenu", "personnes comparées", "groupe de comparaison"):
        assert said in text
    for said in ("age band", "Flow diagram", "withheld", "people compared", "comparison group", "shown", "merged"):
        assert said not in text


def test_neither_checker_sees_the_others_vote_before_giving_theirs(drafted, as_whom, page, cast):
    drafted.place(State.IN_CHECKING, history=read_by(drafted, cast["our checker"], cast["their checker"]))
    ours, theirs = as_whom("our checker"), as_whom("their checker")
    ours.post(page, says(drafted, Says.REFUSE, WORDS))
    assert WORDS in ours.get(page).content.decode()
    for address in (page, page.replace("checking/", "")):
        assert WORDS not in theirs.get(address).content.decode()
    answer = theirs.post(page, says(drafted, Says.APPROVE), follow=True).content.decode()
    assert "Your votes are given." in answer
    assert WORDS in answer
    assert {vote.says for vote in VoteRow.objects.all()} == {"approve", "refuse"}
    assert "Return the outputs" in answer


def test_who_does_not_approve_says_why_beside_the_field(drafted, as_whom, page, cast):
    drafted.place(State.IN_CHECKING, history=read_by(drafted, cast["our checker"]))
    client = as_whom("our checker")
    for what, said in ((Says.ASK, "Say what you ask or why you refuse."), (None, "Say whether you approve")):
        answer = client.post(page, says(drafted, what) if what else {}).content.decode()
        assert "There is a problem" in answer
        assert said in answer
    assert not VoteRow.objects.exists()


def test_a_vote_on_an_output_that_was_changed_since_is_none(drafted, as_whom, page, cast):
    drafted.place(State.IN_CHECKING, history=read_by(drafted, cast["our checker"]))
    old = {f"says-{'0' * 64}": "approve", f"words-{'0' * 64}": ""}
    assert "There is a problem" in as_whom("our checker").post(page, old).content.decode()
    assert not VoteRow.objects.exists()


def test_the_outputs_that_all_approve_are_cleared_and_released_from_the_page(drafted, as_whom, page, cast):
    people = cast["their checker"], cast["our checker"]
    ballots = tuple(Ballot(one.account, place == 0, ((None, Says.APPROVE),)) for place, one in enumerate(people))
    row = drafted.place(State.IN_CHECKING, history=read_by(drafted, *people), ballots=ballots)
    client = as_whom("our checker")
    assert "You have voted in this round" in client.get(page).content.decode()
    for command, words in ((Command.CLEAR, "Clear the outputs"), (Command.RELEASE, "Release")):
        assert words in client.get(page).content.decode()
        client.post(page.replace("checking", f"do/{command.value}"), {"sure": "yes"})
    row.refresh_from_db()
    assert row.state == State.CLEARED
    assert row.jobs.get().command == Command.RELEASE


def test_others_neither_check_nor_read_drafts(drafted, as_whom, page, report, cast):
    drafted.place(State.IN_CHECKING)
    for part in ("analyst", "steward", "provider", "administrator"):
        answer = as_whom(part).get(page)
        assert answer.status_code == 403, part
        assert "Only a checker of the custodian or a checker of the lab can vote" in answer.content.decode()
    for part in ("steward", "provider", "administrator"):
        assert as_whom(part).post(report, {"open": "yes"}).status_code == 403
    assert reads(drafted) == 0


def test_who_linked_opens_no_drafts(drafted, as_whom, page, report, cast):
    history = drafted.history((Command.LINK, cast["analyst"]))
    drafted.place(State.EVALUATED, history=history)
    for answer in (as_whom("analyst").get(report), as_whom("analyst").post(report, {"open": "yes"})):
        assert answer.status_code == 409
        assert "You linked the identifiers of this study" in answer.content.decode()
    assert reads(drafted) == 0


def test_drafts_of_others_are_as_such_that_do_not_exist(drafted, as_whom, page, report, client_of_nobody):
    drafted.place(State.IN_CHECKING)
    missing = report.replace(drafted.output, "0" * 64)
    for address in (page, report):
        assert client_of_nobody.get(address).status_code == 404
        assert client_of_nobody.post(address, {"open": "yes"}).status_code == 404
    checker = as_whom("our checker")
    checker.post(page, {"open": "yes"})
    assert checker.get(missing).status_code == 404


@pytest.fixture
def client_of_nobody(placed):
    """Somebody with an account and no post."""
    stranger = Account(email="stranger@example.org", password="!")
    placed.add(stranger)
    client = Client(SERVER_NAME="localhost")
    client.force_login(stranger)
    return client


def test_a_draft_that_was_damaged_is_said_to_be(drafted, as_whom, page, tmp_path):
    drafted.place(State.IN_CHECKING)
    for file in (tmp_path / "data" / "studies").rglob("figures.step"):
        file.write_bytes(b"")
    answer = as_whom("our checker").post(page, {"open": "yes"})
    assert answer.status_code == 409
    assert "have it evaluated again" in answer.content.decode()
    assert reads(drafted) == 0
