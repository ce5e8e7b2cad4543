"""Agreements made and amended through the form: mistakes at their fields, the effect seen first, signed anew."""

import datetime as dt
import hashlib
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext
from tests.unit.service.placing import DICTIONARY

from outcomelab.handovers.as_json import as_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.service.actions.acting import By
from outcomelab.service.actions.approving import approve
from outcomelab.service.actions.organisations import change_rules
from outcomelab.service.domain.agreements import DocumentKind
from outcomelab.service.domain.refusals import Code
from outcomelab.service.domain.roles import Side
from outcomelab.service.domain.states import State
from outcomelab.service.store import reading
from outcomelab.service.store.models import Account, AgreementRow, HoldingRow
from outcomelab.service.web.custodian.rules import RULES

NEW, AMEND = "/agreements/new/ministry-of-justice/", "/agreements/2026-001/amend/"


def written(**changes):
    """What the form sends of an agreement that is right."""
    said = {
        "title": "Mentoring", "provider": "bridge-trust", "purposes": ["programme-effect"],
        "legal_basis": "Statistics Act, section 12", "starts": "2026-01-01", "ends": "2199-12-31",
        "minimum_cohort": "80", "identifiers_days": "10", "project_key_days": "100",
        "requires": ["ethics approval"],
        "holding": ["justice"], "grant-justice-variables": ["persons", "persons.schooling"],
        "grant-justice-outcomes": ["arrests", "arrests.offence"], "document": ["0"],
        "document-0-kind": "privacy assessment", "document-0-approver": "Privacy office",
        "document-0-approved": "2026-01-01", "document-0-expires": "2199-12-31", "document-0-sha256": "d" * 64,
    }  # fmt: skip
    return said | {f"rules-{rule.name}": f"{rule.default:g}" for rule in RULES} | changes


def text_of(answer):
    return answer.content.decode()


def made(client, address, **changes):
    """See the effect, then make what was seen."""
    said = written(**changes)
    text = text_of(client.post(address, said | {"show": "yes"}))
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', text)
    assert seen, re.findall(r'error-message">.*?</p>', text)
    version = re.search(r'name="version" value="(\d+)"', text)
    also = {"version": version[1]} if version else {}
    return client.post(address, said | also | {"make": "yes", "seen": seen[1]}, follow=True)


def test_an_agreement_is_made_as_it_was_seen(placed, as_whom):
    assert "Mentoring" in text_of(made(as_whom("steward"), NEW, **{"rules-threshold": "15"}))
    terms = reading.agreement(AgreementRow.objects.latest("pk").reference)
    assert (terms.provider, terms.custodian, terms.lab) == ("bridge-trust", "ministry-of-justice", "lab")
    assert terms.grant("justice").outcomes == ("arrests", "arrests.offence")
    assert (terms.minimum_cohort, terms.rules.threshold, terms.retention.identifiers_days) == (80, 15, 10)
    assert (terms.documents[0].approver, terms.documents[0].sha256) == ("Privacy office", "d" * 64)
    assert terms.signatures == ()


def test_nothing_is_made_whose_effect_was_not_seen(placed, as_whom):
    client = as_whom("steward")
    for seen in ({}, {"seen": "0" * 64}):
        text = text_of(client.post(NEW, written() | {"make": "yes"} | seen))
        assert "The terms are other ones than you had seen the effect of." in text
    text = text_of(client.post(NEW, written() | {"show": "yes"}))
    assert "An example: a study on justice with 80 participants" in text
    assert "The agreement lacks a document: add the ethics approval" in text
    assert AgreementRow.objects.count() == 1


def test_kinds_of_documents_are_read_in_the_readers_language(placed, as_whom, cast):
    steward = Account.objects.get(pk=cast["steward"].account)
    steward.language = "fr-ca"
    steward.save()
    text = text_of(as_whom("steward").get(NEW))
    for kind in DocumentKind:
        assert f">{capfirst(kind.value)}<" not in text
        with translation.override("fr-ca"):
            assert f">{escape(capfirst(gettext(kind.value)))}<" in text


@pytest.mark.parametrize(
    ("field", "value", "anchor", "said"),
    [
        ("title", "", "id_title", "This field is required"),
        ("title", "a\x07b", "id_title", "on one line, without special characters"),
        ("provider", "north", "id_provider", "Select a valid choice"),
        ("purposes", [], "id_purposes_0", "Choose at least one purpose."),
        ("starts", "soon", "id_starts", "Write a day, such as 2027-03-31."),
        ("ends", "2025-01-01", "id_ends", "The agreement ends before it starts"),
        ("minimum_cohort", "59", "id_minimum_cohort", "greater than or equal to 60"),
        ("grant-justice-variables", [], "grant-justice", "Choose at least one variable"),
        ("grant-justice-outcomes", [], "grant-justice", "Choose at least one outcome."),
        ("grant-justice-variables", ["persons.person"], "grant-justice", "Select a valid choice"),
        ("grant-justice-indigenous", ["arrests.arrested_on"], "grant-justice", "Only what is granted can be said"),
        ("rules-threshold", "9", "id_rules-threshold", "Write 10 or more."),
        ("document-0-sha256", "D" * 64, "id_document-0-sha256", "write the hash of its content"),
        ("document-0-expires", "2025-01-01", "id_document-0-expires", "expires before it was approved"),
        ("holding", [], "another", "Add at least one holding."),
        ("legal_basis", "x" * 201, "id_legal_basis", "at most 200 characters"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_what_was_written_stays(placed, as_whom, field, value, anchor, said):
    text = text_of(as_whom("steward").post(NEW, written(**{field: value}) | {"make": "yes"}))
    summary = text[text.index("There is a problem") : text.index('<form method="post" enctype')]
    assert f'href="#{anchor}"' in summary
    assert said in summary
    assert f'id="{anchor}"' in text
    assert 'value="Privacy office"' in text
    assert AgreementRow.objects.count() == 1


def test_a_document_is_hashed_as_it_comes_in_and_kept_nowhere(placed, as_whom, tmp_path, settings_of_uploads):
    content = b"Approved. " * 400_000
    file = SimpleUploadedFile("approval.pdf", content)
    text = text_of(as_whom("steward").post(NEW, written(**{"document-0-sha256": "", "document-0-file": file})))
    assert f'value="{hashlib.sha256(content).hexdigest()}"' in text
    assert "There is a problem" not in text
    assert list(settings_of_uploads.iterdir()) == []


@pytest.fixture
def settings_of_uploads(tmp_path):
    """The folder where Django would keep what is uploaded."""
    from django.test import override_settings

    with override_settings(FILE_UPLOAD_TEMP_DIR=str(tmp_path)):
        yield tmp_path


def test_what_comes_from_elsewhere_is_not_taken_with_files_either(placed, cast):
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(Account.objects.get(pk=cast["steward"].account))
    for address in (NEW, AMEND):
        assert client.post(address, written()).status_code == 403


def test_holdings_and_documents_are_added_and_removed_by_a_press_and_nothing_is_lost(placed, as_whom):
    custody = replace(DICTIONARY, name="custody", title="Custody")
    placed.add(
        HoldingRow(
            name="custody", title="Custody", custodian=placed.parties[Side.CUSTODIAN],
            dictionary=as_json(Dictionary, custody),
        )
    )  # fmt: skip
    client = as_whom("steward")
    text = text_of(client.post(NEW, written(title="") | {"add-holding": "yes", "another": "custody"}))
    assert 'name="grant-custody-variables"' in text
    assert re.search(r'value="persons.schooling" checked', text)
    assert "There is a problem" not in text
    text = text_of(client.post(NEW, written(holding=["justice", "custody"]) | {"remove-holding": "justice"}))
    assert 'name="grant-justice-variables"' not in text
    text = text_of(client.post(NEW, written() | {"add-document": "yes"}))
    assert ('id="id_document-1-kind"' in text, 'value="Privacy office"' in text) == (True, True)
    text = text_of(client.post(NEW, written(document=["0", "1"]) | {"remove-document": "0"}))
    assert ('id="id_document-0-kind"' in text, 'id="id_document-1-kind"' in text) == (False, True)


def test_variables_that_tell_who_is_indigenous_need_the_communitys_approval(placed, as_whom):
    ticked = {"grant-justice-indigenous": ["persons.schooling"]}
    text = text_of(as_whom("steward").post(NEW, written(**ticked) | {"show": "yes"}))
    assert "add the community approval" in text
    made(as_whom("steward"), NEW, **ticked)
    assert reading.agreement(AgreementRow.objects.latest("pk").reference).indigenous == ("persons.schooling",)


def test_amended_terms_are_signed_anew_and_a_study_beyond_them_is_refused(placed, as_whom, world, cast):
    placed.place(world.study(state=State.SUBMITTED, persons=90))
    steward = By(cast["steward"].account, timezone.now())  # when the pages' terms are signed
    first = as_whom("steward").get(AMEND)
    assert "Ethics approval" in text_of(first)
    answer = text_of(made(as_whom("steward"), AMEND, minimum_cohort="100"))
    assert "All parties sign the new terms." in answer
    terms = reading.agreement("2026-001")
    assert (terms.minimum_cohort, terms.signatures) == (100, ())
    assert approve(steward, "2026-014").code is Code.NOT_SIGNED
    for part in ("provider", "steward", "administrator"):
        version = AgreementRow.objects.get(reference="2026-001").version
        as_whom(part).post("/agreements/2026-001/sign/", {"sure": "yes", "version": version})
    assert approve(steward, "2026-014").code is Code.DOCUMENT_MISSING
    made(as_whom("steward"), AMEND, minimum_cohort="100", requires=[])
    for part in ("provider", "steward", "administrator"):
        version = AgreementRow.objects.get(reference="2026-001").version
        as_whom(part).post("/agreements/2026-001/sign/", {"sure": "yes", "version": version})
    assert approve(steward, "2026-014").code is Code.COHORT_TOO_SMALL


def test_what_an_amendment_changes_is_shown_before_it_is_made(placed, as_whom):
    text = text_of(as_whom("steward").post(AMEND, written(minimum_cohort="100") | {"show": "yes"}))
    changed = text[text.index("What is changed") : text.index("All parties have to sign")]
    for words in ("Fewest participants on a list", ">100</td>", "Privacy office"):
        assert words in changed


def test_terms_are_not_amended_that_somebody_else_amended_meanwhile(placed, as_whom):
    client, said = as_whom("steward"), written(minimum_cohort="100", version="1")
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', text_of(client.post(AMEND, said)))[1]
    placed.agree(minimum_cohort=70)
    assert client.post(AMEND, said | {"make": "yes", "seen": seen}).status_code == 409
    assert reading.agreement("2026-001").minimum_cohort == 70


def test_terms_laxer_than_the_custodians_own_rules_begin_as_strict_as_those(placed, as_whom, cast):
    change_rules(cast["steward"], "ministry-of-justice", {"threshold": 25})
    assert re.search(r'name="rules-threshold"[^>]* value="25"', text_of(as_whom("steward").get(AMEND)))
    text = text_of(as_whom("steward").post(AMEND, written() | {"show": "yes"}))
    assert "Write 25 or more. Yours is 25." in text


def test_only_the_custodians_stewards_write_agreements(placed, as_whom):
    for part in ("provider", "analyst", "their checker", "administrator"):
        for address in (NEW, AMEND):
            assert as_whom(part).get(address).status_code == 404
            assert as_whom(part).post(address, written() | {"make": "yes"}).status_code == 404
    assert as_whom("steward").get("/agreements/new/bridge-trust/").status_code == 404


def test_a_revoked_agreement_is_not_amended(placed, as_whom):
    placed.agree(revoked=dt.date(2026, 11, 1))
    assert as_whom("steward").get(AMEND).status_code == 409
