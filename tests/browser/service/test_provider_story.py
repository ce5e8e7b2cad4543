"""A provider's whole story by keyboard alone, 320 px wide, with and without JavaScript."""

import pytest
from tests.browser.service.keyboard import Keyboard

from outcomelab.service.actions import approving
from outcomelab.service.domain.application import APPLICATION, Kind
from outcomelab.service.domain.five_safes import Safe, Verdict
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import ReleaseRow, StudyRow
from outcomelab.service.vault.places import places

LABEL = "The list, as an Excel workbook (.xlsx) or as CSV"
PDF = b"%PDF-1.7 a report"


class Provider(Keyboard):
    """A member of the provider, at home."""

    def __init__(self, window, script):
        super().__init__(window)
        self.script = script
        window.open("/")

    def look(self):
        """Fail where the page is too wide."""
        self.window.narrow()

    def look_closely(self):
        """Fail where the page has a barrier, which is looked for with JavaScript."""
        if self.script:
            self.window.accessible()

    def upload(self, content, said):
        """Choose a list and press the button: with JavaScript the page stays."""
        if content:
            self.choose_file(LABEL, "list.csv", content)
        self.reach(self.page.get_by_role("button", name="Upload and check"))
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.keyboard.press("Enter")
        self.page.get_by_text(said).first.wait_for()

    def wait_for_checks(self):
        """The page looks again by itself, where it can."""
        if not self.script:
            self.follow("Look again")
        self.page.get_by_text("people can be used.").wait_for()


@pytest.fixture(params=[False, True], ids=["without JavaScript", "with JavaScript"])
def at(visitor, led, request):
    window = visitor(led.by("provider").account, width=320, script=request.param)
    return Provider(window, request.param)


def answer(keys, part):
    """Answer every question of a part."""
    for question in part.questions:
        if question.kind is Kind.CHOICE:
            keys.choose(question.words, question.choices[0][1])
        else:
            keys.write(question.words, "150" if question.kind is Kind.NUMBER else "So it was.")


def test_from_the_first_page_to_the_report(at, led):
    keys, page, look = at, at.page, at.look
    look()
    keys.press("Begin a study")
    keys.press("Begin")
    page.get_by_text("There is a problem").wait_for()
    look()
    keys.write("What is the study called?", "Prison work")
    keys.choose("In which records should the lab look?", "Justice")
    keys.choose("What should it find out?", "Whether a programme changed")
    keys.press("Begin")
    led.reference = StudyRow.objects.get().reference
    look()

    keys.follow("Write the application")
    look()
    keys.follow("Change the answers about: The programme")
    for part in APPLICATION:
        look()
        answer(keys, part)
        keys.press("Save and continue")
    assert page.get_by_text("Not answered yet").count() == 0
    look()
    keys.follow("The study’s page")
    keys.follow("What you have to do for this study")

    keys.follow("Upload the participants' list")
    look()
    keys.upload(None, "Choose the file first.")
    look()
    keys.upload(led.list, "waits to be checked")
    assert page.get_by_text("The list has arrived.").is_visible()
    keys.look_closely()
    led.work()
    keys.wait_for_checks()
    look()
    keys.upload(led.list, "waits to be checked")  # a corrected one
    led.work()
    keys.wait_for_checks()
    keys.follow("What you have to do")

    keys.follow("See what the report could show")
    look()
    keys.press("Show")
    page.get_by_text("Write a number; a guess is enough.").first.wait_for()
    look()
    keys.write("How much would it be without the programme?", "40")
    keys.press("Show")
    page.get_by_text("would be seen in 4 studies of 5").first.wait_for()
    look()
    keys.follow("The study’s page")
    look()

    keys.press("Submit")
    look()
    keys.press("Submit")
    look()
    assert led.row.state == State.SUBMITTED
    led.done(approving.return_with_comments, "steward", {"use": "Say who decides."})
    page.reload()
    look()
    keys.follow("Write the application")
    keys.follow("Change the answers about: What the answer is for")
    page.get_by_text("Say who decides.").wait_for()
    look()
    keys.write("What will you do with the answer?", "Our board decides.")
    keys.press("Save and come back later")
    keys.follow("Submit the application")
    keys.press("Submit")

    for safe in Safe:
        led.done(approving.judge, "steward", safe, Verdict.SAFE)
    led.done(approving.approve, "steward")
    page.reload()
    keys.follow("Send the list to the lab")
    look()
    keys.press("Send the list")
    look()
    assert led.row.state == State.COHORT_RECEIVED

    released(led)
    page.reload()
    keys.follow("Read the report")
    look()
    keys.reach(page.get_by_role("link", name="The report to print (PDF)"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.path().read_bytes() == PDF
    keys.press("Read the report")
    assert page.get_by_text("Fewer came back.").is_visible()


def test_a_study_is_withdrawn(at, led):
    led.begin()
    led.work()
    keys = at
    keys.page.reload()
    keys.follow("Prison work")
    keys.press("Withdraw")
    keys.look()
    keys.press("Withdraw")
    keys.look()
    assert led.row.state == State.WITHDRAWN
    keys.follow("What you have to do for this study")
    keys.look()


def released(led):
    """Have a report lie where the lab's worker leaves one."""
    release = ReleaseRow(study=led.row, place="releases/one", sha256="e" * 64, headline="Fewer came back.")
    led.placed.add(release)
    folder = places().data / release.place
    (folder / "data").mkdir(parents=True)
    (folder / "report.html").write_text("<!doctype html><title>Report</title><p>Fewer came back.</p>")
    (folder / "report.pdf").write_bytes(PDF)
