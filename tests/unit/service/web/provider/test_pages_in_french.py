"""A provider reads everything in French: by their account, by their browser, and what comes by e-mail."""

from html.parser import HTMLParser

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import translation

from outcomelab.service.actions import applying
from outcomelab.service.domain.application import APPLICATION, missing
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.decisions import decide
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.domain.states import State
from outcomelab.service.jobs.notices import send_due
from outcomelab.service.store.models import Account, CohortFileRow, NoticeRow, ReleaseRow
from outcomelab.service.vault.places import places
from outcomelab.service.web.answering import sentence

REFERENCE = "2026-014"
STUDY = f"/studies/{REFERENCE}/"
PAGES = (
    "/", "/begin/", "/begin/2026-001/", "/agreements/", "/register/", "/catalogue/", "/catalogue/justice/",
    "/accounts/", "/accounts/factors/", "/accounts/password/", "/accounts/sessions/", "/accounts/logout/", STUDY,
    *(STUDY + page for page in ("tasks/", "application/", "submit/", "send/", "list/", "power/", "report/")),
    STUDY + "power/?what=rate&level=30&participants=200", STUDY + "power/?what=rate&level=30&participants=20",
    *(f"{STUDY}application/{part.name}/" for part in APPLICATION),
)  # fmt: skip
OPEN = ("/", "/register/", "/catalogue/", "/accounts/login/", "/accounts/password/forgotten/", "/nowhere/")
ONE_KIND = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
WITH_MAIL = override_settings(
    EMAIL_HOST="mail.example", EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"
)
DATA = ("Mentoring on release", "Statistics Act", "outcome-lab", "Outcome Lab", "Ministry of Justice")


SPOKEN = ("aria-label", "placeholder", "alt", "title")


class Lines(HTMLParser):
    """The pieces of text that a page shows or speaks."""

    def __init__(self, html):
        super().__init__()
        self.lines, self._hidden = set(), 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in ("script", "style")
        self.lines |= {value for name, value in attrs if name in SPOKEN and value}

    def handle_endtag(self, tag):
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.lines.add(" ".join(data.split()))


def in_both(english, french):
    """What is more than three words and the same in both, names and data aside."""
    same = Lines(english).lines & Lines(french).lines
    words = {line: [word for word in line.split() if word.isalpha()] for line in same}
    return sorted(line for line in same if len(words[line]) > 3 and not any(name in line for name in DATA))


def speaks(account, language):
    reader = Account.objects.get(pk=account)
    reader.language = language
    reader.save()


def reads(client, page, language):
    return client.get(page, headers={"accept-language": language}).content.decode()


@pytest.fixture
def shown(placed, world, cast, noon):
    """A study that was returned, with a list that was checked, and a draft half written."""
    unanswered = tuple(one.name for one in missing({}))
    row = placed.place(
        world.study(state=State.DRAFT, history=(), persons=None, held=frozenset(), unanswered=unanswered)
    )
    applying.answer(cast["provider"], REFERENCE, {"programme": "Mentoring", "everybody": "yes"})
    problem = {"row": 4, "column": "Sex", "wrong": "it is empty", "mend": "Write Yes or No."}
    placed.add(
        CohortFileRow(
            study=row, at=noon, checked=noon, persons=120, place="x", sha256="a" * 64, key_sha256="b" * 64,
            findings=["120 people are left to be looked for in the records."], problems=[problem],
        )
    )  # fmt: skip
    return row


@ONE_KIND
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED, State.RELEASED, State.WITHDRAWN])
def test_no_english_sentence_is_left_on_a_providers_pages(address, placed, shown, cast, as_whom, noon, state):
    if state is State.RELEASED:
        said = {"headline": "12 fewer, which is what was hoped for.", "headlines": {"fr-CA": "12 de moins."}}
        placed.add(ReleaseRow(study=shown, place="x/1", sha256="e" * 64, at=noon, **said))
    placed.move(shown, state)
    client, account, left = as_whom("provider"), cast["provider"].account, {}
    for page in PAGES:
        texts = []
        for language in ("en", "fr-ca"):
            speaks(account, language)
            answer = client.get(page)
            if answer.status_code == 302:
                break
            assert answer.status_code in (200, 409), page
            texts.append(answer.content.decode())
        if len(texts) == 2 and (same := in_both(*texts)):
            left[page] = same
        assert len(texts) != 2 or '<html lang="fr-ca"' in texts[1]
    assert not left


@ONE_KIND
def test_whoever_is_not_signed_in_reads_in_the_browsers_language(address, shown, anybody):
    for page in OPEN:
        english, french = (
            anybody.get(page, headers={"accept-language": said}).content.decode()
            for said in ("en", "fr-CA, en;q=0.5")
        )
        assert not in_both(english, french), page
        assert '<html lang="fr-ca"' in french
    assert (
        "Registre des études" in anybody.get("/register/", headers={"accept-language": "fr-ca"}).content.decode()
    )


@pytest.fixture
def released(placed, shown, noon):
    """A release whose report is in both languages, and where its files are."""
    said = {"headline": "12 fewer.", "headlines": {"fr-CA": "12 de moins."}}
    placed.add(ReleaseRow(study=shown, place="x/2", sha256="e" * 64, at=noon, published=noon, **said))
    placed.move(shown, State.PUBLISHED)
    folder = places().data / "x/2"
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in (("report", "12 fewer."), ("report.fr-CA", "12 de moins.")):
        for ending in ("html", "pdf"):
            (folder / f"{name}.{ending}").write_text(words)
    return folder


@ONE_KIND
def test_a_report_is_read_and_taken_in_its_readers_language(address, cast, as_whom, anybody, released):
    client, account = as_whom("provider"), cast["provider"].account
    theirs = (f"{STUDY}report/", f"{STUDY}report/read/", f"{STUDY}report/report.pdf")
    everybodys = (f"/register/{REFERENCE}/report/", f"/register/{REFERENCE}/report.pdf")
    for language, said, other in (("en", "12 fewer.", "12 de moins."), ("fr-ca", "12 de moins.", "12 fewer.")):
        speaks(account, language)
        texts = [client.get(page).content.decode() for page in theirs]
        texts += [reads(anybody, page, language) for page in everybodys]
        assert [said in text and other not in text for text in texts] == [True] * 5


@ONE_KIND
def test_a_report_from_before_there_was_french_is_read_in_english(address, placed, cast, as_whom, released):
    for file in released.glob("report.fr-CA.*"):
        file.unlink()
    row = ReleaseRow.objects.get()
    row.headlines = {}
    placed.add(row)
    speaks(cast["provider"].account, "fr-ca")
    client = as_whom("provider")
    assert client.get(f"{STUDY}report/read/").content == b"12 fewer."
    assert '<span lang="en">12 fewer.</span>' in client.get(f"{STUDY}report/").content.decode()


@ONE_KIND
def test_what_is_missing_is_said_in_french_beside_the_form(address, placed, cast, as_whom):
    speaks(cast["provider"].account, "fr-ca")
    text = as_whom("provider").post("/begin/2026-001/", {"holding": "justice"}).content.decode()
    assert "Donnez un titre à l’étude." in text
    assert "Il y a un problème" in text


@ONE_KIND
def test_a_refusal_is_in_french_with_the_words_in_it(address, placed, shown, cast, as_whom):
    speaks(cast["provider"].account, "fr-ca")
    text = as_whom("provider").get(f"{STUDY}send/").content.decode()
    assert "l’étude doit être à l’état" in text
    assert "brouillon" in text
    assert "un membre du fournisseur peut enregistrer le brouillon ou soumettre" in text


def test_every_refusal_of_every_command_has_no_english_left(world):
    cast, agreement = world.cast(), world.agreement()
    english, french = set(), set()
    for command in Command:
        for state in State:
            study = world.study(state=state)
            for person in cast.values():
                said = decide(command, person, study, agreement, world.today)
                if isinstance(said, Refused):
                    english.add(said.sentence)
                    with translation.override("fr-ca"):
                        french.add(sentence(said))
    assert len(french) > 100
    words = {word for one in french for word in one.replace("’", " ").split()}
    assert not words & {"the", "of", "can", "a checker", "analyst", "study", "custodian", "or", "and", "returned"}
    assert not english & french


@ONE_KIND
@WITH_MAIL
def test_a_notice_comes_in_its_receivers_language(address, placed, shown, cast, noon):
    speaks(cast["provider"].account, "fr-ca")
    to = Account.objects.get(pk=cast["provider"].account)
    placed.add(NoticeRow(study=shown, to=to, state=State.RETURNED, at=noon, not_before=noon))
    assert send_due(noon) == 1
    assert mail.outbox[-1].subject == f"L’étude {REFERENCE} est maintenant à l’état\u00a0: renvoyée"
    assert "Voyez la suite" in mail.outbox[-1].body


@ONE_KIND
@WITH_MAIL
def test_a_link_for_a_password_comes_in_its_receivers_language(address, placed, cast, anybody):
    speaks(cast["provider"].account, "fr-ca")
    to = Account.objects.get(pk=cast["provider"].account)
    anybody.post("/accounts/password/forgotten/", {"email": to.email}, headers={"accept-language": "en"})
    assert mail.outbox[-1].subject == "Votre mot de passe pour Outcome Lab"
    assert "trois jours" in mail.outbox[-1].body
