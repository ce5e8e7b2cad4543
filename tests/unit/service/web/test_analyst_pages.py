"""The analysts' pages: a protocol with its mistakes by line, tried and amended; linkage; drafts; an override."""

import re
from html import unescape

import pytest
from django.test import Client
from tests.unit.service.placing import PROTOCOL

from outcomelab.service.actions.analysing import amend, fix
from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import Account, AuditRow, JobRow, VoteRow
from outcomelab.service.vault import trying
from outcomelab.service.vault.places import places

REFERENCE = "2026-014"
PAGE = f"/studies/{REFERENCE}/protocol/"
ONE_KIND = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def linked_row(placed, world):
    """A study whose list is linked."""
    return placed.place(world.study(state=State.LINKED))


@pytest.fixture
def analyst(as_whom):
    return as_whom("analyst")


def in_french(reader):
    account = Account.objects.get(pk=reader.account)
    account.language = "fr-ca"
    account.save()


def test_every_mistake_stands_beside_its_line_and_nothing_is_saved(linked_row, analyst):
    wrong = PROTOCOL.replace('kind = "any"', 'kind = "all"')
    line = wrong.split("\n").index('kind = "all"') + 1
    text = analyst.post(PAGE, {"text": wrong.replace("\n", "\r\n"), "act": "check"}).content.decode()
    assert (
        f'data-line="{line}">Line {line}</a> <code class="lab-mono lab-any">kind = &quot;all&quot;</code>' in text
    )
    assert "<title>Error:" in re.sub(r"\s+", " ", text)
    linked_row.refresh_from_db()
    assert linked_row.protocol == PROTOCOL


@ONE_KIND
def test_mistakes_and_what_mends_them_are_in_the_readers_language(address, linked_row, analyst, cast):
    in_french(cast["analyst"])
    wrong = PROTOCOL.replace('kind = "any"', 'kind = "all"') + '\n[[eligible]]\nreason = "too young"\n'
    text = unescape(analyst.post(PAGE, {"text": wrong, "act": "check"}).content.decode())
    assert "n’est pas un des choix" in text
    assert "Choix possibles" in text
    assert 'n’a pas de condition. Écrivez `age = { min = 18 }` ou `where = { sex = "F" }`.' in text


def test_a_protocol_with_mistakes_is_neither_fixed_nor_tried(linked_row, analyst):
    wrong = PROTOCOL.replace('kind = "any"', 'kind = "all"')
    for command in (Command.FIX, Command.TRY):
        assert "to mend" in analyst.post(PAGE, {"text": wrong, "act": command.value}).content.decode()
    linked_row.refresh_from_db()
    assert (linked_row.state, JobRow.objects.count()) == (State.LINKED, 0)


def test_a_protocol_that_the_agreement_does_not_cover_is_told_so_by_line(linked_row, analyst):
    other = PROTOCOL.replace('agreement = "2026-001"', 'agreement = "2026-002"')
    text = analyst.post(PAGE, {"text": other, "act": Command.FIX.value}).content.decode()
    assert "1 thing to mend" in text
    assert "2026-001" in text
    linked_row.refresh_from_db()
    assert linked_row.state == State.LINKED


def test_a_protocol_is_fixed_as_it_stands_in_the_editor(linked_row, analyst):
    written = PROTOCOL.replace("Mentoring on release", "Mentoring in prison")
    answer = analyst.post(PAGE, {"text": written, "act": Command.FIX.value}, follow=True)
    assert "The protocol is fixed." in answer.content.decode()
    linked_row.refresh_from_db()
    assert (linked_row.state, linked_row.protocol) == (State.PROTOCOL_FIXED, written)


def test_an_amendment_is_made_once_what_it_changes_was_shown(placed, world, analyst):
    row = placed.place(world.study(state=State.EVALUATED))
    written = {"text": PROTOCOL.replace("Mentoring on release", "Mentoring in prison"), "act": Command.AMEND.value}
    text = analyst.post(PAGE, written).content.decode()
    row.refresh_from_db()
    assert row.state == State.EVALUATED
    assert "study, title" in text
    assert "&quot;Mentoring on release&quot;</del>" in text
    assert "&quot;Mentoring in prison&quot;</ins>" in text
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', text)[1]
    changed = analyst.post(PAGE, written | {"shown": shown, "text": written["text"].replace("prison", "gaol")})
    row.refresh_from_db()
    assert "Amend it so" in changed.content.decode()
    assert row.state == State.EVALUATED
    assert (
        "The protocol is amended." in analyst.post(PAGE, written | {"shown": shown}, follow=True).content.decode()
    )
    row.refresh_from_db()
    assert (row.state, row.protocol) == (State.PROTOCOL_FIXED, written["text"])


def test_what_every_amendment_changed_is_told_to_the_studys_parties(placed, world, analyst, as_whom, cast):
    placed.place(world.study(state=State.LINKED))
    fix(cast["analyst"], REFERENCE, PROTOCOL)
    amend(cast["analyst"], REFERENCE, PROTOCOL.replace("Mentoring on release", "Mentoring in prison"))
    for client in (analyst, as_whom("steward")):
        text = client.get(PAGE).content.decode()
        assert "How it came to be so" in text
        assert "&quot;Mentoring in prison&quot;</ins>" in text
        assert text.index("amended") < text.index("It is the first.")


def test_an_amendment_that_changes_nothing_is_not_made(placed, world, analyst):
    row = placed.place(world.study(state=State.EVALUATED))
    text = analyst.post(PAGE, {"text": f"# a remark\n{PROTOCOL}", "act": Command.AMEND.value}).content.decode()
    assert "It says what the study’s protocol says." in text
    row.refresh_from_db()
    assert row.state == State.EVALUATED


def test_a_first_protocol_is_begun_from_the_dictionary(placed, world, analyst, cast):
    row = placed.place(world.study(state=State.COHORT_RECEIVED, uses=None))
    row.protocol = ""
    placed.add(row)
    text = analyst.get(PAGE).content.decode()
    editor = re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)[1]
    assert "[study]" in editor
    assert "2026-001" in editor
    assert 'value="link"' in text
    in_french(cast["analyst"])
    remarks = [line for line in unescape(analyst.get(PAGE).content.decode()).split("\n") if line[:2] == "# "]
    assert "# La seule question de l’étude, en une phrase." in remarks
    assert set(remarks) & set(unescape(editor).split("\n")) <= {
        one for one in remarks if " = " in one or "[[" in one
    }


def test_a_try_on_made_up_data_is_told_of_and_its_report_read_by_analysts_alone(drafted, as_whom, cast):
    drafted.place(State.LINKED, outputs=())
    client, page = as_whom("analyst"), f"/studies/{drafted.reference}/protocol/"
    text = drafted.made.protocol
    answer = client.post(page, {"text": text, "act": Command.TRY.value}, follow=True).content.decode()
    assert "The protocol is being tried on made-up data." in answer
    assert 'hx-trigger="every 2s"' in answer
    assert "Work on this study is under way" in answer
    job = JobRow.objects.get()
    job.state = "done"
    written = {"en": "<title>Made up</title>", "fr-CA": "<title>Inventé</title>"}
    trying.keep_report(places(), drafted.reference, written)
    drafted.placed.add(job)
    assert "Read its report" in client.get(page).content.decode()
    report = client.get(f"{page}tried/")
    assert "Made up" in report.content.decode()
    assert "sandbox" in report.headers["Content-Security-Policy"]
    in_french(cast["analyst"])
    assert "Inventé" in client.get(f"{page}tried/").content.decode()
    for part in ("our checker", "steward", "provider"):
        assert as_whom(part).get(f"{page}tried/").status_code == 404


def test_others_of_the_study_read_the_protocol_and_write_none(linked_row, as_whom):
    for part in ("provider", "steward", "their checker", "our checker", "administrator"):
        client = as_whom(part)
        for answer in (client.get(PAGE), client.post(PAGE, {"text": "x", "act": Command.FIX.value})):
            assert answer.status_code == 200, part
            assert b"<textarea" not in answer.content
            assert b"Mentoring on release" in answer.content
    linked_row.refresh_from_db()
    assert linked_row.state == State.LINKED


def test_analysts_see_the_linkage_in_counts_and_others_cleared(drafted, as_whom):
    drafted.place(State.EVALUATED)
    page = f"/studies/{drafted.reference}/linkage/"
    counts = "These counts are not cleared."
    assert counts in as_whom("analyst").get(page).content.decode()
    for part in ("steward", "our checker"):
        text = as_whom(part).get(page).content.decode()
        assert "How good the linkage is" in text
        assert counts not in text
    for part in ("provider", "administrator"):
        assert as_whom(part).get(page).status_code == 404


def test_of_a_linkage_by_an_earlier_version_it_is_said_that_nothing_was_noted(drafted, as_whom):
    row = drafted.place(State.EVALUATED)
    row.links = ""
    drafted.placed.add(row)
    answer = as_whom("analyst").get(f"/studies/{drafted.reference}/linkage/")
    assert (answer.status_code, "its report will say it." in answer.content.decode()) == (409, True)


def test_drafts_are_read_once_their_reader_has_said_that_they_want_to(drafted, as_whom, cast):
    drafted.place(State.EVALUATED)
    client = as_whom("analyst")
    for page in ("drafts", "balance"):
        assert "Open the draft outputs?" in client.get(f"/studies/{drafted.reference}/{page}/").content.decode()
    assert not AuditRow.objects.filter(command=Command.READ.value).exists()
    answer = client.post(f"/studies/{drafted.reference}/drafts/", {"open": "yes"}, follow=True)
    assert "Send the outputs to the checkers" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    balance = client.get(f"/studies/{drafted.reference}/balance/").content.decode()
    for said in ("How alike the groups were", "For whom the result holds", "<svg "):
        assert said in balance
    assert " style=" not in balance


def test_an_analyst_reads_what_checkers_say_once_the_round_is_decided(drafted, as_whom, cast, world):
    read = drafted.history((Command.EVALUATE, cast["analyst"]))
    row = drafted.place(State.IN_CHECKING, history=read, ballots=world.ballots(Says.APPROVE))
    client, page = as_whom("analyst"), f"/studies/{drafted.reference}/drafts/"
    assert "Votes of this round" not in client.get(page).content.decode()
    other = VoteRow(study=row, round=1, output=drafted.output, says=Says.ASK, checker=96, custodian=False)
    other.words = "Say how many were under 18."
    drafted.placed.add(other)
    drafted.placed.move(row, State.RETURNED_BY_CHECKERS)
    text = client.get(page).content.decode()
    assert "Votes of this round" in text
    assert "Say how many were under 18." in text


def test_drafts_are_closed_to_who_linked_and_to_others(drafted, as_whom, cast):
    drafted.place(State.EVALUATED, history=drafted.history((Command.LINK, cast["analyst"])))
    for page in ("drafts", "balance"):
        address = f"/studies/{drafted.reference}/{page}/"
        answer = as_whom("analyst").post(address, {"open": "yes"})
        assert answer.status_code == 409
        assert "You linked the identifiers" in answer.content.decode()
        for part in ("provider", "steward", "administrator"):
            assert as_whom(part).post(address, {"open": "yes"}).status_code == 403
    assert not AuditRow.objects.filter(command=Command.READ.value, code="allowed").exists()


def test_an_administrator_takes_a_study_back_with_a_reason(placed, world, as_whom):
    row = placed.place(world.study(state=State.IN_CHECKING))
    client, page = as_whom("administrator"), f"/studies/{REFERENCE}/override/"
    assert f'href="{page}"' in client.get(f"/studies/{REFERENCE}/").content.decode()
    assert "The study is in checking. It will be evaluated" in client.get(page).content.decode()
    assert "Write the reason." in client.post(page, {"reason": " "}).content.decode()
    answer = client.post(page, {"reason": "Both checkers left."}, follow=True)
    assert "The study is taken back." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == State.EVALUATED
    assert AuditRow.objects.order_by("number").last().event.reason == "Both checkers left."


def test_nobody_else_takes_a_study_back(placed, world, as_whom):
    placed.place(world.study(state=State.IN_CHECKING))
    for part in ("analyst", "steward", "our checker", "their administrator"):
        assert as_whom(part).post(f"/studies/{REFERENCE}/override/", {"reason": "x"}).status_code == 403


def test_pages_of_others_are_as_such_that_do_not_exist(linked_row, placed):
    stranger = Account(email="stranger@example.org", password="!")
    placed.add(stranger)
    client = Client(SERVER_NAME="localhost")
    client.force_login(stranger)
    for page in ("protocol", "protocol/tried", "linkage", "drafts", "balance", "override"):
        for reference in (REFERENCE, "2026-999"):
            assert client.get(f"/studies/{reference}/{page}/").status_code == 404
