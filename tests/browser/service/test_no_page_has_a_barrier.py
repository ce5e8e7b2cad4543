"""Every page there is, for whoever reads it, in every state of the demo's studies: at 320 pixels nobody meets a
barrier that axe-core finds. A page that looks as others did is asked for, and not looked at again."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.http import HttpResponseRedirect
from django.test import Client
from tests.browser.service.founding import founded
from tests.browser.service.tour import Tour
from tests.browser.service.who_reads import (
    ACCOUNT,
    ANYBODY,
    FOR_ANYBODY,
    FOR_EVERYBODY,
    PASSWORD,
    pages_of_the_demo,
    signed_in,
    with_factors,
)
from tests.unit.service import databases
from tests.unit.service.demo.filled import NOW, demo
from tests.unit.service.placing import undone
from tests.unit.service.web.addresses import addresses

from outcomelab.service.actions import agreements
from outcomelab.service.actions.acting import By
from outcomelab.service.configuration.places import WEB
from outcomelab.service.configuration.signing_in import OIDC, providers
from outcomelab.service.demo import cast
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.matters import Permitted
from outcomelab.service.store import reading
from outcomelab.service.store.door import working
from outcomelab.service.store.models import Account, JobRow, StudyRow
from outcomelab.service.web.home import turns
from outcomelab.service.web.signing_in import pages as signing_in
from outcomelab.service.web.signing_in.links import link_for
from outcomelab.service.web.uploads import TOO_LARGE

# What programs ask for; and a report like others, which only a try on made-up data leaves.
NOT_TO_BE_SEEN = ("/api/", "/studies/{reference}/protocol/tried/")
FRENCH = ("", "tasks/", "application/", "list/", "power/", "report/", "submit/")


@pytest.fixture(scope="module")
def tour(chromium, servers, tmp_path_factory):
    """The tour, once it was everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        patch.setattr(settings, "DEMO", True)
        elsewhere = providers("The Ministry", "http://127.0.0.1:9", "lab", "of nobody", trusted=False)
        patch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", elsewhere)
        made = Tour(chromium, get_wsgi_application(), patch)
        with databases.used(servers, "sqlite"):
            a_new_lab(made)
        with demo(servers, tmp_path_factory):
            the_demo(made)
            what_comes_and_goes(made)
            signing_in_and_out(made, patch)
            in_french(made)
            what_goes_wrong(made, patch)
        yield made
        assert made.leave() == []


def a_new_lab(tour):
    """Before anybody has set it up, and when there is nothing but people."""
    tour.ask(signed_in(), "/")
    people = founded()
    for number in people.values():
        client = signed_in(Account.objects.get(pk=number))
        for address in FOR_EVERYBODY:
            tour.ask(client, address)
    for address in FOR_ANYBODY:
        tour.ask(signed_in(), address)


def the_demo(tour):
    """Every study, agreement and holding of the demo, for everybody who has a part in it."""
    clients = {player.part: signed_in(_player(player.part)) for player in cast.PLAYERS} | {ANYBODY: signed_in()}
    tour.ask(clients["steward of labour"], "/uses/?after=0")
    tour.ask(clients["administrator"], f"/members/{cast.account('linker')}/link/", {})
    changed = {
        "act": Command.AMEND.value,
        "text": StudyRow.objects.get(reference="2026-012").protocol.replace("Workshops", "Workshop"),
    }
    tour.ask(clients["analyst"], "/studies/2026-012/protocol/", changed)
    for part, address in pages_of_the_demo():
        assert tour.ask(clients[part], address).status_code < 500, (part, address)


def what_comes_and_goes(tour):
    """Terms that were changed, an agreement that was revoked, work that is under way."""
    study = StudyRow.objects.select_related("agreement", "provider", "custodian").get(reference="2026-021")
    paper = study.agreement.reference
    steward, member = (_player(f"steward of {study.custodian.key}"), _player(f"member of {study.provider.key}"))
    by, terms = By(steward.pk, NOW), reading.agreement(paper)
    more = terms.model_copy(update={"minimum_cohort": terms.minimum_cohort + 10})
    for act in (lambda: agreements.amend(by, paper, more), lambda: agreements.revoke(by, paper)):
        with undone():
            assert isinstance(act(), Permitted)
            for who in (steward, member):
                for address in (f"/agreements/{paper}/", f"/studies/{study.reference}/", "/"):
                    tour.ask(signed_in(who), address)
    with undone():
        tour.ask(signed_in(steward), "/holdings/learners/withdraw/", {"sure": "yes"}, stays=True)
        tour.ask(signed_in(steward), "/holdings/", shows=True)
    with undone(), working():
        JobRow(study=study, command=Command.UPLOAD, by=member.pk).save()
        for place in ("", "list/", "tasks/", "submit/"):
            tour.ask(signed_in(member), f"/studies/{study.reference}/{place}")


def signing_in_and_out(tour, patch):
    """Somebody's own pages, before they have a second factor and with one, whether or not they just signed in."""
    person, administrator = _player("linker"), _player("administrator")
    with undone():
        token = {"name": "A script", "post": "analyst/northmere", "days": "9"}
        tour.ask(signed_in(person), "/accounts/tokens/", token, shows=True, stays=True)
    for lately in (True, False):
        for address in ACCOUNT:
            tour.ask(signed_in(person, lately=lately), f"/accounts/{address}")
    with undone():
        passkey = with_factors(person)
        patch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda _: [])  # it is nobody's
        person.set_password(PASSWORD)
        person.save()
        own = [f"factors/passkeys/{passkey}/{act}/" for act in ("name", "remove")]
        for lately in (True, False):
            for address in (*ACCOUNT, *own):
                tour.ask(signed_in(person, lately=lately), f"/accounts/{address}")
        somebody = signed_in()
        tour.ask(somebody, "/accounts/login/", {"login": person.email, "password": PASSWORD}, stays=True)
        tour.ask(somebody, "/accounts/factors/code/")
        link = link_for(By(administrator.pk, NOW), person.pk).address
        tour.ask(signed_in(), link.partition(":8000")[2])
    patch.setattr(signing_in, "login", lambda *_: HttpResponseRedirect("https://ministry.example.org/"))
    tour.ask(signed_in(), f"/accounts/with/{OIDC}/login/")


def in_french(tour):
    """Words are longer in French: a study of each provider."""
    for provider, reference in (("second-gate", "2026-001"), ("threshold-works", "2026-003")):
        member = signed_in(_player(f"member of {provider}"))
        with undone():
            member.post("/language/", {"language": "fr-ca"})
            for place in FRENCH:
                tour.ask(member, f"/studies/{reference}/{place}", shows=True, tries=False)


def what_goes_wrong(tour, patch):
    """What is answered when there is no page."""

    def raises(fault):
        def turn(*_):
            raise fault

        return turn

    steward = signed_in(_player("steward of labour"))
    for fault in (PermissionDenied(), OperationalError("database is locked"), RuntimeError("something else")):
        with patch.context() as broken:
            broken.setattr(turns, "turns", raises(fault))
            tour.ask(steward, "/", shows=True)
    with patch.context() as limited:
        limited.setattr("allauth.core.internal.ratelimit.consume", lambda *_, **__: None)
        tour.ask(signed_in(), "/accounts/password/forgotten/", {"email": "ada@example.org"}, shows=True)
    tour.ask(steward, "/language/")
    tour.ask(steward, "/language/", {"language": "fr-ca"})
    tour.ask(Client(SERVER_NAME="localhost", **{TOO_LARGE: True}), "/")
    tour.ask(Client(SERVER_NAME="localhost", enforce_csrf_checks=True), "/accounts/login/", {})
    tour.ask(Client(SERVER_NAME="elsewhere.example.org"), "/", shows=True)


def _player(part):
    return Account.objects.get(pk=cast.account(part))


def test_no_page_has_a_barrier_and_none_is_wider_than_a_telephone(tour):
    assert tour.barriers == []


def test_no_page_is_left_out(tour):
    assert {one for one, _ in addresses() if not one.startswith(NOT_TO_BE_SEEN)} - tour.seen == set()


def test_no_template_is_left_out(tour):
    folder = WEB / "templates"
    tour.templates.add("account/signup_closed.html")  # for whoever comes from a provider and has no account
    assert {str(file.relative_to(folder)) for file in folder.rglob("*.html")} - tour.templates == set()
