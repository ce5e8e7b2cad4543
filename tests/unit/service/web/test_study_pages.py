"""A study's page and the home page: whose turn it is, what may be done, and why not what may not."""

import re
from html import unescape

from django.test import Client

from outcomelab.service.actions.approving import return_with_comments
from outcomelab.service.domain.application import QUESTIONS
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import Account

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
REFERENCE = "2026-014"
PARTS = ("provider", "steward", "analyst", "their checker", "our checker", "administrator")


def test_a_study_and_the_home_page_open_in_every_state_to_one_after_the_other_of_the_cast(placed, as_whom, world):
    row = placed.place(world.study(state=State.DRAFT))
    clients = [as_whom(part) for part in PARTS]
    for number, state in enumerate(State):
        placed.move(row, state)
        for client, address in (
            (clients[number % len(PARTS)], f"/studies/{REFERENCE}/"),
            (clients[(number + 1 + number // len(PARTS)) % len(PARTS)], f"/studies/{REFERENCE}/"),
            (clients[(number + 3) % len(PARTS)], "/"),
        ):
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.content.count(b"<h1") == 1


def test_a_button_that_may_not_be_pressed_is_shown_with_the_reason(placed, as_whom, world):
    placed.place(world.study(state=State.SUBMITTED, judgements=()))
    text = as_whom("steward").get(f"/studies/{REFERENCE}/").content.decode()
    button = re.search(r"<button[^>]* disabled[^>]*why-approve\"[^>]*>Approve</button>", text)
    assert button
    assert "Record the judgements that are missing first" in text


def test_what_is_for_good_is_asked_about_once_more(placed, as_whom, world):
    row = placed.place(world.study(state=State.SUBMITTED))
    client = as_whom("provider")
    address = f"/studies/{REFERENCE}/do/{Command.WITHDRAW.value}/"
    assert "Are you sure?" in client.post(address).content.decode()
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
    answer = client.post(address, {"sure": "yes"}, follow=True)
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN
    assert "Done: withdraw." in answer.content.decode()


def test_a_refusal_is_a_page_with_its_sentence(placed, as_whom, world):
    placed.place(world.study(state=State.DRAFT))
    answer = as_whom("steward").post(f"/studies/{REFERENCE}/do/{Command.APPROVE.value}/")
    assert answer.status_code == 409
    assert "the study must be submitted" in answer.content.decode()


def test_a_study_of_others_is_as_one_that_does_not_exist(placed, as_whom, world):
    placed.place(world.study(state=State.DRAFT))
    stranger = Account(email="stranger@example.org", password="!")
    placed.add(stranger)
    client = Client(SERVER_NAME="localhost")
    client.force_login(stranger)
    theirs, none = client.get(f"/studies/{REFERENCE}/"), client.get("/studies/2026-999/")
    assert theirs.status_code == none.status_code == 404
    assert TOKEN.sub("", theirs.content.decode()) == TOKEN.sub("", none.content.decode())
    pressed = client.post(f"/studies/{REFERENCE}/do/{Command.WITHDRAW.value}/", {"sure": "yes"})
    assert pressed.status_code == 404


def test_nobody_sees_a_study_without_signing_in(placed, anybody, world):
    placed.place(world.study(state=State.DRAFT))
    for address in (f"/studies/{REFERENCE}/", "/studies/2026-999/"):
        assert anybody.get(address).status_code == 302
    assert anybody.get("/").status_code == 200


def test_every_page_refuses_scripts_from_elsewhere_and_in_itself(placed, as_whom):
    answer = as_whom("provider").get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", answer.content.decode())


def test_whose_turn_it_is_stands_on_the_home_page_and_on_the_studys(placed, as_whom, world):
    placed.place(world.study(state=State.LINKED))
    client = as_whom("provider")
    for address in ("/", f"/studies/{REFERENCE}/"):
        assert "an analyst of the lab" in client.get(address).content.decode()


def test_a_comment_says_what_it_is_about(placed, as_whom, cast, world):
    placed.place(world.study(state=State.SUBMITTED))
    question = next(iter(QUESTIONS.values()))
    return_with_comments(cast["steward"], REFERENCE, {question.name: "Say more of it."})
    text = unescape(as_whom("provider").get(f"/studies/{REFERENCE}/").content.decode())
    assert "Say more of it." in text
    assert question.words in text


def test_a_study_s_page_has_the_menu_of_all_pages(placed, as_whom, world):
    placed.place(world.study(state=State.LINKED))
    menu = as_whom("analyst").get("/studies/2026-014/").content.decode().partition("</header>")[0]
    assert 'href="/agreements/"' in menu


def test_a_page_that_waits_for_work_is_loaded_anew_once_it_has_ended(placed, as_whom, world):
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    client, asks = as_whom("analyst"), {"HX-Request": "true"}
    client.post("/studies/2026-014/do/evaluate/")
    assert "HX-Refresh" not in client.get("/studies/2026-014/", headers=asks).headers
    placed.place(world.study(state=State.EVALUATED, reference="2026-015"))
    assert client.get("/studies/2026-015/", headers=asks).headers["HX-Refresh"] == "true"
