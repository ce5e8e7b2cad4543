"""The participants' list is uploaded into memory, checked by the worker, and shown by what is wrong with it."""

import csv
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.utils import timezone

from outcomelab.service.domain.states import State
from outcomelab.service.store.models import Account, CohortFileRow, JobRow
from outcomelab.service.web import uploads
from outcomelab.service.web.provider import participants

REFERENCE = "2026-014"
ADDRESS = f"/studies/{REFERENCE}/list/"
LIST = b"Surname,Forename,Date of birth,Sex,Start date\nOkonkwo,Ada,1990-04-03,F,2021-01-01\n"


def sent(content=LIST, name="list.csv"):
    return {"participants": SimpleUploadedFile(name, content)}


@pytest.fixture
def draft(placed, world):
    return placed.place(world.study(state=State.DRAFT, history=(), persons=None, held=frozenset()))


def test_a_spoiled_list_is_shown_row_by_row_and_a_corrected_one_takes_its_place(led, as_whom):
    led.begin()
    client, address = as_whom("provider"), f"/studies/{led.reference}/list/"
    waiting = client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert 'type="file"' not in waiting
    led.work()
    text = client.get(address).content.decode()
    row = led.row.lists.get()
    assert f"{row.persons} people can be used." in text
    assert "every 2s" not in text
    first = row.problems[0]
    assert re.search(rf'<th scope="row"[^>]*>{first["row"] or "all"}</th>', text)
    lines = list(csv.reader(io.StringIO(client.get(f"{address}problems.csv").content.decode("utf-8-sig"))))
    assert len(lines) == 1 + len(row.problems)
    names = {one["Last Name"].strip() for one in csv.DictReader(led.list.decode("utf-8-sig").splitlines())}
    shown = text + str(lines)
    assert not [name for name in names if len(name) > 6 and name in shown]

    answer = client.post(address, sent(led.list), follow=True)
    assert answer.redirect_chain == [(address, 302)]
    banner = answer.content.decode().partition("<h1")[0]
    assert "The list has arrived." in banner
    assert "checked" not in banner  # the banner stays on the page when the check has ended
    row.refresh_from_db()
    assert row.destroyed
    assert led.row.lists.filter(destroyed=None).count() == 1


def test_a_list_that_cannot_be_used_says_why(led, as_whom):
    led.begin()
    led.work()
    client, address = as_whom("provider"), f"/studies/{led.reference}/list/"
    client.post(address, sent(b"%PDF-1.7 and more", "list.csv"))
    led.work()
    text = client.get(address).content.decode()
    assert "This list cannot be used" in text
    assert "The file is a PDF document, not a list." in text
    assert "There is a problem" in client.get(f"/studies/{led.reference}/tasks/").content.decode()
    assert 'type="file"' in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "Choose the file first."),
        ((b"",), "The file is empty"),
        ((LIST, "list.pdf"), "Save the list as an Excel workbook (.xlsx) or as CSV"),
        ((LIST, "list.csv.exe"), "Save the list as an Excel workbook (.xlsx) or as CSV"),
    ],
)
def test_what_is_no_list_is_refused_beside_the_form(draft, as_whom, given, said):
    answer = as_whom("provider").post(ADDRESS, sent(*given) if given else {})
    assert answer.status_code == 200
    assert answer.content.decode().count(said) >= 1
    assert not JobRow.objects.exists()


def test_what_is_announced_as_too_large_is_refused_before_it_is_read(draft, as_whom, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_SENT", 1_000)
    answer = as_whom("provider").post(ADDRESS, sent(b"x" * 2_000))
    assert answer.status_code == 413
    assert "The file is too large" in answer.content.decode()
    assert not JobRow.objects.exists()


def test_what_the_server_threw_away_is_told_in_the_readers_language_and_to_programs_in_theirs(
    draft, as_whom, anybody
):
    thrown_away = {uploads.TOO_LARGE: True, "HTTP_ACCEPT_LANGUAGE": "fr-CA"}
    mine = as_whom("provider").post(ADDRESS, **thrown_away)
    assert (mine.status_code, "The file is too large" in mine.content.decode()) == (413, True)
    for page in (ADDRESS, "/register/"):
        theirs = anybody.post(page, **thrown_away)
        assert (theirs.status_code, "Le fichier est trop" in theirs.content.decode()) == (413, True)
    program = anybody.post(f"/api/studies/{REFERENCE}/list", **{uploads.TOO_LARGE: True})
    assert (program.status_code, program.json()["code"]) == (413, "too-large")


def test_nothing_that_is_sent_is_written_down_as_it_came(draft, as_whom, monkeypatch):
    def refuse(*_):
        raise AssertionError

    taken = []
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", refuse)
    upload = participants.lists.upload
    monkeypatch.setattr(
        participants.lists,
        "upload",
        lambda by, to, content, name: (taken.append(content), upload(by, to, LIST, name))[1],
    )
    large = LIST + b"x" * 4_000_000  # beyond what Django keeps in memory by itself
    seen = []
    clean = participants.ListForm.clean
    monkeypatch.setattr(
        participants.ListForm,
        "clean",
        lambda form: (seen.append(form.cleaned_data["participants"]), clean(form))[1],
    )
    assert as_whom("provider").post(ADDRESS, sent(large)).status_code == 302
    assert isinstance(seen[0], InMemoryUploadedFile)
    assert taken == [large]


def test_while_a_list_is_checked_and_where_the_agreement_ended_none_is_taken(draft, placed, world, as_whom):
    client = as_whom("provider")
    placed.agree(revoked=world.today)
    assert client.post(ADDRESS, sent()).status_code == 409
    assert "The agreement was revoked" in client.get(ADDRESS).content.decode()


def test_lists_are_the_providers_own_business(draft, placed, as_whom, anybody):
    stranger = Account(email="stranger@example.org", password="!")
    placed.add(stranger)
    other = Client(SERVER_NAME="localhost")
    other.force_login(stranger)
    for client in (other, as_whom("steward"), as_whom("analyst"), as_whom("our checker")):
        assert client.get(ADDRESS).status_code == 404
        assert client.post(ADDRESS, sent()).status_code == 404
        assert client.get(f"{ADDRESS}problems.csv").status_code == 404
    assert anybody.get(ADDRESS).status_code == 302
    assert anybody.post(ADDRESS, sent()).status_code == 302


def test_cells_of_the_problems_are_no_formulas(draft, placed, as_whom):
    listed = CohortFileRow.objects.get()
    listed.problems = [{"row": 2, "column": "=1+1", "wrong": "the cell is empty", "mend": "@Fill it in."}]
    listed.checked = timezone.now()
    placed.add(listed)
    lines = list(
        csv.reader(io.StringIO(as_whom("provider").get(f"{ADDRESS}problems.csv").content.decode("utf-8-sig")))
    )
    assert lines[1] == ["2", "'=1+1", "the cell is empty", "'@Fill it in."]


def test_the_list_opens_in_every_state(draft, placed, as_whom):
    client = as_whom("provider")
    for state in State:
        placed.move(draft, state)
        assert client.get(ADDRESS).status_code == 200


def test_the_empty_list_is_a_workbook(placed, as_whom):
    answer = as_whom("provider").get("/participants.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="participants.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Participants", "Instructions"]
