"""The custodian's pages can be used by everybody: at any width, without JavaScript, with the keyboard, live."""

import re

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import Event
from outcomelab.service.domain.five_safes import Safe, Verdict
from outcomelab.service.domain.states import State
from outcomelab.service.store import reading
from outcomelab.service.store.models import AgreementRow, JudgementRow, StudyRow

APPROVAL = "/studies/2026-014/approval/"
NEW = "/agreements/new/ministry-of-justice/"


def opened(window, *addresses):
    for address in addresses:
        assert window.open(address) == 200
        for details in window.page.locator("main summary").all():
            details.click()
        window.accessible()


def test_the_same_pages_have_no_barriers_on_a_wide_screen(visitor, placed, cast, world):
    placed.place(world.study(state=State.SUBMITTED))
    window = visitor(cast["steward"].account)
    opened(window, "/holdings/", "/agreements/2026-001/", "/agreements/2026-001/amend/", APPROVAL, "/uses/")


def test_a_study_is_judged_and_returned_by_keyboard_without_javascript(visitor, placed, cast, world):
    placed.place(world.study(state=State.SUBMITTED, judgements=()))
    window = visitor(cast["steward"].account, script=False)
    window.open(APPROVAL)
    for safe in Safe:
        part = window.page.locator(f"#{safe.value.replace(' ', '-')}")
        part.get_by_label("Safe", exact=True).press("Space")
        part.get_by_label("Why").press_sequentially("Seen.")
        with window.page.expect_navigation():  # the page before says that a judgement is recorded as well
            part.get_by_role("button").press("Enter")
        window.page.get_by_text("Your judgement is recorded.").wait_for()
    assert JudgementRow.objects.filter(verdict=Verdict.SAFE, words="Seen.").count() == len(Safe)
    window.page.locator("summary").filter(has_text="Comment on: What people were told").press("Enter")
    comment = window.page.get_by_label("What were they told, when, and in which words?")
    comment.press_sequentially("Say when.")
    window.page.get_by_role("button", name="Return with comments").press("Enter")
    window.page.get_by_text("Done: return with comments.").wait_for()
    assert StudyRow.objects.get().state == State.RETURNED


def test_an_agreement_is_made_by_keyboard_without_javascript(visitor, cast):
    window = visitor(cast["steward"].account, script=False)
    window.open(NEW)
    page = window.page
    page.get_by_label("Title").press_sequentially("Mentoring")
    page.get_by_label("Provider").select_option("bridge-trust")
    page.get_by_label("Whether a programme changed").press("Space")
    page.get_by_label("Legal basis").press_sequentially("Statistics Act")
    page.get_by_label("First day in force").fill("2026-01-01")
    page.get_by_label("Last day in force").fill("2199-12-31")
    page.get_by_label("schooling: to choose, describe and match people").press("Space")
    page.get_by_label("arrests: who is in it, and when: to count as an outcome").press("Space")
    page.get_by_label("Approved by").press_sequentially("Privacy office")
    page.get_by_label("Approved on").fill("2026-01-01")
    page.get_by_label("Expires on").fill("2199-12-31")
    page.get_by_label("The file").set_input_files(
        {"name": "assessment.pdf", "mimeType": "application/pdf", "buffer": b"Approved."}
    )
    page.get_by_label("Title").press("Enter")
    page.get_by_text("The terms fit together.").wait_for()
    assert re.fullmatch(r"[0-9a-f]{64}", page.get_by_label("Hash of its content").input_value())
    page.get_by_role("button", name="Make the agreement").press("Enter")
    page.get_by_text("The agreement is made.").wait_for()
    assert reading.agreement(AgreementRow.objects.latest("pk").reference).grants[0].outcomes == ("arrests",)


def test_the_effect_of_terms_follows_what_is_changed_where_there_is_javascript(visitor, cast):
    window = visitor(cast["steward"].account)
    window.open("/agreements/2026-001/amend/")
    page = window.page
    page.get_by_label("Fewest participants on a list").fill("75")
    page.get_by_label("Fewest participants on a list").press("Tab")
    page.get_by_text("An example: a study on justice with 75 participants").wait_for()
    window.accessible()
    page.get_by_role("button", name="Amend the agreement").click()
    page.get_by_text("All parties sign the new terms.").wait_for()
    assert AgreementRow.objects.get().version == 2
    assert reading.agreement("2026-001").minimum_cohort == 75


def test_a_use_appears_by_itself(visitor, placed, cast, world):
    placed.place(world.study(state=State.DRAFT))
    window = visitor(cast["steward"].account)
    window.page.clock.install()
    window.open("/uses/")
    window.page.get_by_text("None is found.").wait_for()
    for command, words in ((Command.LINK, "Link"), (Command.EVALUATE, "Evaluate")):
        placed.tell(Event(at=placed.at, who=1, command=command, study="2026-014", holding="justice"))
        window.page.clock.fast_forward(6_000)
        window.page.get_by_role("cell", name=words, exact=True).wait_for()
        assert window.page.get_by_role("status").filter(has_text="1 new use").count() == 1
    assert window.page.locator("#rows tr").count() == 2
    window.accessible()
