"""An auditor proves what happened; an administrator says who is who; nobody else comes near."""

import pytest

from outcomelab.service.actions.organisations import change_rules
from outcomelab.service.domain.audit import verify
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.store.models import Account, AuditRow, OrganisationRow


@pytest.fixture
def auditor(placed, cast):
    cast["auditor"] = placed.by(Capacity(Role.AUDITOR, Side.LAB))
    cast["their auditor"] = placed.by(Capacity(Role.AUDITOR, Side.CUSTODIAN))


def test_an_auditor_reads_the_log_by_study(auditor, placed, as_whom, world):
    placed.place(world.study())
    client = as_whom("auditor")
    text = client.get("/audit/", {"study": "2026-014"}).content.decode()
    assert "submit" in text
    assert "set-up" not in text
    assert "No event is found" in client.get("/audit/", {"study": "2026-999"}).content.decode()


def test_organisations_are_called_by_their_names(auditor, placed, as_whom, cast):
    placed.call(Side.CUSTODIAN, "Ministry of Justice")
    theirs = as_whom("administrator").get(f"/members/{cast['steward'].account}/").content.decode()
    assert "Custodian steward, Ministry of Justice" in theirs
    assert "of Ministry of Justice" in theirs
    change_rules(cast["steward"], "ministry-of-justice", {"threshold": 20})
    log = as_whom("auditor").get("/audit/", {"person": cast["steward"].account}).content.decode()
    assert "ustodian steward, Ministry of Justice" in log


def test_the_log_is_verified_and_taken_home_by_the_labs_auditor(auditor, as_whom):
    client = as_whom("auditor")
    text = client.post("/audit/verify/", {"head": ""}).content.decode()
    assert "The log is whole" in text
    file = client.get("/audit/export/")
    events, faults = verify(file.content)
    assert (len(events), faults) == (AuditRow.objects.count(), ())
    assert "attachment" in file.headers["Content-Disposition"]
    assert as_whom("their auditor").get("/audit/export/").status_code == 404


def test_only_who_may_take_the_log_home_is_led_there(auditor, as_whom):
    assert "/audit/export/" in as_whom("auditor").get("/audit/verify/").content.decode()
    assert "/audit/export/" not in as_whom("their auditor").get("/audit/verify/").content.decode()


def test_a_head_that_is_none_is_said_beside_the_form(auditor, as_whom):
    text = as_whom("auditor").post("/audit/verify/", {"head": "nothing"}).content.decode()
    assert "There is a problem" in text
    assert "copy all of it" in text


def test_nobody_else_sees_the_log_or_the_members(placed, as_whom):
    for part in ("provider", "steward", "analyst", "our checker"):
        client = as_whom(part)
        for address in ("/audit/", "/audit/verify/", "/audit/export/", "/members/", "/members/add/"):
            assert client.get(address).status_code == 404
        assert client.get("/organisations/add/").status_code == 404


def test_an_administrator_adds_somebody_and_gives_them_a_role(placed, as_whom):
    client = as_whom("administrator")
    said = {"organisation": "bridge-trust", "name": "Noor Haddad", "email": "noor@example.org"}
    answer = client.post("/members/add/", said, follow=True)
    assert "Give it a role" in answer.content.decode()
    (made,) = Account.objects.filter(email="noor@example.org")
    role = {"organisation": "bridge-trust", "role": "provider member"}
    text = client.post(f"/members/{made.pk}/", role, follow=True).content.decode()
    assert "The role is given." in text
    assert made.posts.get(until=None).role == Role.PROVIDER_MEMBER
    client.post(f"/members/{made.pk}/take/", role)
    assert not made.posts.filter(until=None).exists()
    client.post(f"/members/{made.pk}/close/", {"sure": "yes"})
    made.refresh_from_db()
    assert not made.is_active


def test_an_administrator_of_a_provider_looks_after_its_people_alone(placed, as_whom, cast):
    client = as_whom("their administrator")
    text = client.get("/members/").content.decode()
    assert "bridge-trust" in text
    assert "ministry-of-justice" not in text
    assert client.get(f"/members/{cast['provider'].account}/").status_code == 200
    assert client.get(f"/members/{cast['steward'].account}/").status_code == 404
    said = {"organisation": "bridge-trust", "name": "Noor Haddad", "email": "noor@example.org"}
    client.post("/members/add/", said)
    assert "Noor Haddad" in client.get("/members/").content.decode()


def test_an_address_that_is_taken_is_said_beside_the_form(placed, as_whom):
    client = as_whom("administrator")
    said = {"organisation": "bridge-trust", "name": "Somebody", "email": Account.objects.first().email}
    answer = client.post("/members/add/", said)
    assert "There is an account with this e-mail address." in answer.content.decode()


def test_the_labs_administrator_adds_an_organisation(placed, as_whom):
    said = {"name": "Harbour House", "key": "harbour-house", "side": "provider"}
    text = as_whom("administrator").post("/organisations/add/", said, follow=True).content.decode()
    assert "Harbour House" in text
    assert OrganisationRow.objects.get(key="harbour-house").side == Side.PROVIDER
