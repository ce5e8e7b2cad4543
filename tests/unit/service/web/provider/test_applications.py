"""A provider begins a study and writes its application: saved whether whole or not, shown with what came back."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from tests.unit.service.answering import whole

from outcomelab.service.actions import applying, approving
from outcomelab.service.domain.application import APPLICATION, QUESTIONS, THE_LIST, missing
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import Account, StudyRow

REFERENCE = "2026-014"
PAGES = ("tasks", "application", "application/programme", "submit", "send")


def address(page, reference=REFERENCE):
    return f"/studies/{reference}/{page}/"


@pytest.fixture
def draft(placed, world):
    """A study of which no question is answered."""
    unanswered = tuple(one.name for one in missing({}))
    return placed.place(
        world.study(state=State.DRAFT, history=(), persons=None, held=frozenset(), unanswered=unanswered)
    )


def test_a_study_begins_from_the_home_page(placed, as_whom):
    client = as_whom("provider")
    assert 'href="/begin/"' in client.get("/").content.decode()
    assert client.get("/begin/").url == "/begin/2026-001/"  # the only agreement
    said = {"title": "Mentoring", "holding": "justice", "purpose": "programme-effect"}
    answer = client.post("/begin/2026-001/", said, follow=True)
    row = StudyRow.objects.get()
    assert answer.redirect_chain == [(address("tasks", row.reference), 302)]
    assert (row.title, row.state) == ("Mentoring", State.DRAFT)


def test_what_is_missing_to_begin_is_said_beside_the_form(placed, as_whom):
    text = as_whom("provider").post("/begin/2026-001/", {"holding": "health"}).content.decode()
    assert text.count("Give the study a title.") == 2  # in the summary, and at its field
    assert "Choose what it should find out." in text
    assert not StudyRow.objects.exists()


def test_nobody_else_begins_a_study(placed, as_whom):
    for part in ("steward", "analyst", "their administrator"):
        client = as_whom(part)
        assert "/begin/" not in client.get("/").content.decode()
        assert "no agreement under which you can begin" in client.get("/begin/").content.decode()
        assert client.post("/begin/2026-001/", {"title": "x"}).status_code == 404


def test_an_agreement_that_is_over_begins_nothing(placed, world, as_whom):
    placed.agree(revoked=world.today)
    assert as_whom("provider").get("/begin/2026-001/").status_code == 404


def test_what_can_be_saved_is_saved_and_what_was_typed_is_shown_again(draft, as_whom):
    typed = {"how_many": "about a hundred", "how_they_came": "Sent by the court.", "left_out": ""}
    answer = as_whom("provider").post(address("application/people"), typed)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Write a whole number in digits" in text
    assert 'value="about a hundred"' in text
    draft.refresh_from_db()
    assert draft.draft["how_they_came"] == "Sent by the court."
    assert "how_many" not in draft.draft


def test_answers_to_other_questions_stay(draft, as_whom):
    client = as_whom("provider")
    client.post(address("application/use"), {"use": "Decide on its funding."})
    answer = client.post(address("application/programme"), {"title": "Mentors", "programme": "Way out"})
    assert answer.url == address("application/people")
    draft.refresh_from_db()
    assert (draft.title, draft.draft["use"], draft.draft["programme"]) == (
        "Mentors",
        "Decide on its funding.",
        "Way out",
    )


def test_without_a_title_the_rest_is_saved(draft, as_whom):
    answer = as_whom("provider").post(address("application/programme"), {"title": " ", "programme": "Way out"})
    assert "Give the study a title." in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.title, draft.draft["programme"]) == ("Mentoring", "Way out")


@pytest.mark.parametrize("answer", ["x" * 20_001, "a\0b"])
def test_an_answer_that_cannot_be_kept_is_told_of(draft, as_whom, answer):
    said = as_whom("provider").post(address("application/use"), {"use": answer, "readers": "Our board"})
    assert said.status_code == 200
    assert "There is a problem" in said.content.decode()
    draft.refresh_from_db()
    assert draft.draft["readers"] == "Our board"
    assert "use" not in draft.draft


def test_parts_lead_from_one_to_the_next_and_back_to_the_whole(draft, as_whom):
    client = as_whom("provider")
    for before, after in pairwise(APPLICATION):
        given = {"title": "T"} if before is APPLICATION[0] else {"told": "agreed"}
        assert client.post(address(f"application/{before.name}"), given).url == address(
            f"application/{after.name}"
        )
    last = address(f"application/{APPLICATION[-1].name}")
    assert client.post(last, {"contact": "us"}).url == address("application")
    assert client.post(last, {"contact": "us", "leave": "yes"}).url == address("tasks")


def test_what_is_not_answered_is_named_and_nothing_submitted_before_it_is(draft, cast, as_whom):
    client, use = as_whom("provider"), QUESTIONS["use"].words
    for page in ("submit", "tasks"):
        text = client.get(address(page)).content.decode()
        assert "Answer these questions of the application first: “What is" in text
    assert use in client.get(address("submit")).content.decode()
    assert client.post(address("submit")).status_code == 409
    applying.answer(cast["provider"], REFERENCE, whole() | {"use": " "})
    text = client.get(address("submit")).content.decode()
    assert re.search(r"<button[^>]* disabled", text)
    assert f"Answer these questions of the application first: “{use}”." in text
    assert client.post(address("submit")).status_code == 409
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    applying.answer(cast["provider"], REFERENCE, {"use": "Decide on its funding."})
    assert not re.search(r"<button[^>]* disabled", client.get(address("submit")).content.decode())
    assert client.post(address("submit")).url == address("tasks")
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
    assert client.post(address("submit")).status_code == 409


def test_an_application_to_be_written_is_its_providers_turn(draft, as_whom):
    text = as_whom("provider").get("/").content.decode()
    assert "Your turn" in text
    assert "save the draft" in text


def test_comments_stand_by_their_questions_until_it_is_submitted_again(draft, cast, as_whom):
    applying.answer(cast["provider"], REFERENCE, whole())
    applying.submit(cast["provider"], REFERENCE)
    said = {"use": "Say who decides.", "anything else": "Please be more exact.", THE_LIST: "Who left early?"}
    approving.return_with_comments(cast["steward"], REFERENCE, said)
    client = as_whom("provider")
    text = client.get(address("application/use")).content.decode()
    assert text.index("Say who decides.") < text.index('id="id_use"') < text.index('id="id_readers"')
    assert text.index("Say who decides.") > text.index('id="id_question"')
    assert "Please be more exact." in client.get(address("tasks")).content.decode()
    assert "Who left early?" in client.get(address("list")).content.decode()
    assert "Please be more exact." not in client.get(address("list")).content.decode()
    assert "Comments to answer" in client.get(address("tasks")).content.decode()
    client.post(address("application/use"), whole(use="Our board decides."))
    assert client.post(address("submit")).url == address("tasks")
    assert "Say who decides." not in client.get(address("application")).content.decode()


def test_the_custodian_reads_the_application_and_changes_nothing(draft, as_whom):
    client = as_whom("steward")
    text = client.get(address("application")).content.decode()
    assert QUESTIONS["use"].words in text
    assert "Change the answers" not in text
    refused = client.post(address("application/use"), {"use": "mine"})
    assert refused.status_code == 403
    assert client.get(address("tasks")).status_code == 404
    draft.refresh_from_db()
    assert draft.draft == {}


def test_each_page_opens_in_every_state(draft, placed, as_whom):
    client = as_whom("provider")
    for state in State:
        placed.move(draft, state)
        for page in PAGES:
            answer = client.get(address(page))
            assert answer.status_code in ((200, 409) if "/" in page else (200,))
            assert len(re.findall("<h1", answer.content.decode())) == 1


def test_the_list_goes_to_the_lab_once(placed, world, as_whom):
    row = placed.place(world.study(state=State.APPROVED))
    client = as_whom("provider")
    assert "120 people" in client.get(address("send")).content.decode()
    assert client.post(address("send")).url == address("tasks")
    row.refresh_from_db()
    assert row.state == State.COHORT_RECEIVED
    assert client.post(address("send")).status_code == 409


def test_pages_of_others_are_as_those_that_do_not_exist(draft, placed):
    stranger = Account(email="stranger@example.org", password="!")
    placed.add(stranger)
    researcher = placed.accounts[Capacity(Role.RESEARCHER, Side.PROVIDER)]
    for account in (stranger, researcher):
        client = Client(SERVER_NAME="localhost")
        client.force_login(account)
        for page in PAGES:
            assert client.get(address(page)).status_code == 404
            assert client.post(address(page)).status_code == 404


def test_nobody_sees_them_without_signing_in(draft, anybody):
    for page in PAGES:
        assert anybody.get(address(page)).status_code == 302
