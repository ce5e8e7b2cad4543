"""Programs do what people do on the pages, by the same rules, and are told why not in the same words."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.unit.service.answering import whole

from outcomelab.service.actions import approving
from outcomelab.service.domain.application import QUESTIONS
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import CohortFileRow, JobRow


def sent(client, method, address, what):
    return getattr(client, method)(address, json.dumps(what), content_type="application/json")


def test_a_study_is_begun_written_and_submitted(placed, program):
    provider = program("provider")
    new = {"agreement": "2026-001", "holding": "justice", "purpose": "programme-effect", "title": "Mentoring"}
    made = sent(provider, "post", "/api/studies", new)
    reference = made.json()["reference"]
    assert made.status_code == 201
    application = {"title": "Mentoring on release", "answers": whole(programme="Somebody to talk to.")}
    lacking = application | {"answers": application["answers"] | {"contact": ""}}
    assert sent(provider, "put", f"/api/studies/{reference}/application", lacking).status_code == 200
    refused = provider.post(f"/api/studies/{reference}/commands/submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "answers-missing")
    assert QUESTIONS["contact"].words in refused.json()["sentence"]
    assert sent(provider, "put", f"/api/studies/{reference}/application", application).status_code == 200
    assert provider.post(f"/api/studies/{reference}/commands/submit").json()["state"] == "submitted"
    study = program("steward").get(f"/api/studies/{reference}").json()
    assert study["draft"] == application["answers"]
    assert study["commands"]["refuse"]["allowed"]
    assert study["commands"]["approve"]["code"] == "judgements-missing"


def test_a_refusal_has_its_code_and_sentence(placed, program, world):
    placed.place(world.study(state=State.DRAFT))
    refused = program("steward").post("/api/studies/2026-014/commands/approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "not-in-this-state")
    others = program("analyst").post("/api/studies/2026-014/commands/approve")
    assert (others.status_code, others.json()["code"]) == (403, "not-your-role")
    assert program("steward").post("/api/studies/2026-014/commands/vote").status_code == 404


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_sentences_are_in_the_language_that_is_asked_for_and_codes_in_none(address, placed, program, world):
    placed.place(world.study(state=State.DRAFT))
    asked = {"accept-language": "fr-CA"}
    refused = program("steward").post("/api/studies/2026-014/commands/approve", headers=asked)
    assert (refused.status_code, refused.json()["code"]) == (409, "not-in-this-state")
    assert "l’étude doit être à l’état" in refused.json()["sentence"]
    assert refused.headers["Content-Language"] == "fr-ca"
    study = program("provider").get("/api/studies/2026-014", headers=asked).json()
    assert study["commands"]["receive-cohort"]["sentence"].startswith("Pour")
    file = SimpleUploadedFile("list.pdf", b"%PDF")
    wrong = program("provider").post("/api/studies/2026-014/list", {"file": file}, headers=asked).json()
    assert (wrong["code"], wrong["sentence"].split()[0]) == ("usage", "Enregistrez")
    assert "jetons" in program(None).get("/api/studies", headers=asked).json()["sentence"]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_of_a_list_s_problems_a_column_that_is_looked_for_is_in_that_language_and_a_heading_is_not(
    address, placed, program, world
):
    placed.place(world.study(state=State.DRAFT))
    listed = CohortFileRow.objects.get()
    listed.problems = [
        {"row": 0, "column": "Surname", "wrong": "no such column was found", "mend": "Write Yes or No."},
        {"row": 2, "column": "Surname", "wrong": "it is empty", "mend": "Write Yes or No."},
    ]
    listed.checked = timezone.now()
    placed.add(listed)
    study = program("provider").get("/api/studies/2026-014", headers={"accept-language": "fr-CA"}).json()
    assert [one["column"] for one in study["participants"]["problems"]] == ["Nom de famille", "Surname"]
    assert "no such" not in str(study["participants"]["problems"])


def test_a_list_is_taken_in_and_handed_to_the_worker(placed, program, world):
    placed.place(world.study(state=State.DRAFT, history=(), judgements=()))
    file = SimpleUploadedFile("list.csv", b"Surname,Forename\nA,B\n")
    answer = program("provider").post("/api/studies/2026-014/list", {"file": file})
    assert answer.status_code == 202
    assert JobRow.objects.get().command == "upload-list"
    wrong = SimpleUploadedFile("list.pdf", b"%PDF")
    assert program("provider").post("/api/studies/2026-014/list", {"file": wrong}).status_code in (409, 422)


def test_what_is_asked_of_the_worker_leaves_the_study_where_it_is(placed, program, world):
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    answer = program("analyst").post("/api/studies/2026-014/commands/evaluate")
    assert answer.json()["state"] == "protocol fixed"
    study = program("analyst").get("/api/studies/2026-014").json()
    assert (study["state"], study["under_way"]) == ("protocol fixed", True)


def test_what_was_sent_is_not_said_again_when_it_cannot_be_taken(placed, program):
    answer = sent(program("provider"), "post", "/api/studies", {"purpose": "Ada Fjord", "title": 7})
    assert (answer.status_code, answer.json()["code"]) == (422, "not-as-described")
    assert "Ada Fjord" not in answer.content.decode()
    strange = {"title": "Mentoring", "answers": {"Ada Fjord": 7}}
    answer = sent(program("provider"), "put", "/api/studies/2026-014/application", strange)
    assert (answer.status_code, "Ada Fjord" in answer.content.decode()) == (422, False)
    assert "answers" in answer.json()["sentence"]
    new = {"agreement": "2026-001", "holding": "Ada Fjord", "purpose": "programme-effect", "title": "Mentoring"}
    answer = sent(program("provider"), "post", "/api/studies", new)
    assert (answer.status_code, "Ada Fjord" in answer.content.decode()) == (422, False)
    assert program("provider").post("/api/studies", b"{", content_type="application/json").status_code == 400


def test_what_a_token_reads_is_kept_nowhere(placed, program, world):
    placed.place(world.study())
    answer = program("provider").get("/api/studies/2026-014")
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)


def test_anybody_reads_the_register_and_the_catalogue(placed, program, cast, world):
    placed.place(world.study(state=State.SUBMITTED))
    client = program(None)
    assert client.get("/api/register").json() == []
    approving.refuse(cast["steward"], "2026-014", {"purpose": "no"})
    assert client.get("/api/register/2026-014").json()["state"] == "refused"
    assert client.get("/api/catalogue").json()[0]["name"] == "justice"


def test_agreements_are_read_by_their_parties(placed, program):
    (held,) = program("provider").get("/api/agreements").json()
    assert held["terms"]["reference"] == "2026-001"
    assert held["may"]["amend-agreement"]["code"] == "not-your-role"
    assert (held["why_not"], held["may"]["sign-agreement"]["code"]) == ([], "signed-already")
    terms = held["terms"] | {"minimum_cohort": 70}
    assert sent(program("provider"), "put", "/api/agreements/2026-001", terms).status_code == 403
    assert sent(program("steward"), "put", "/api/agreements/2026-001", terms).status_code == 200
    assert program("steward").get("/api/agreements/2026-001").json()["unsigned"] != []


def test_uses_and_the_log_are_read_by_whom_they_concern(placed, program, world, cast):
    placed.place(world.study(state=State.SUBMITTED))
    approving.refuse(cast["steward"], "2026-014", {"purpose": "no"})
    uses = program("steward").get("/api/uses").json()
    assert [one["command"] for one in uses] == ["refuse"]
    assert program("provider").get("/api/uses").json() == []
    assert program("provider").get("/api/audit").json() == []
