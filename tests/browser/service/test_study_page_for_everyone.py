"""The shared pages can be used by everybody: at any width, without JavaScript, with the keyboard."""

from outcomelab.service.domain.states import State
from outcomelab.service.store.models import JobRow

REFERENCE = "2026-014"


def test_the_home_page_and_a_study_have_no_barriers_on_a_wide_screen_either(visitor, placed, cast, world):
    row = placed.place(world.study(state=State.DRAFT))
    for part, state in (("provider", State.SUBMITTED), ("steward", State.RELEASED)):
        placed.move(row, state)
        window = visitor(cast[part].account)
        for address in ("/", f"/studies/{REFERENCE}/"):
            assert window.open(address) == 200
            window.accessible()


def test_a_study_is_withdrawn_by_keyboard_without_javascript(visitor, placed, cast, world):
    row = placed.place(world.study(state=State.SUBMITTED))
    window = visitor(cast["provider"].account, script=False)
    window.open(f"/studies/{REFERENCE}/")
    window.page.get_by_role("button", name="Withdraw").focus()
    window.page.keyboard.press("Enter")
    window.page.get_by_role("heading", name="Are you sure?").wait_for()
    window.page.get_by_role("button", name="Withdraw").focus()
    window.page.keyboard.press("Enter")
    window.page.get_by_text("Done: withdraw.").wait_for()
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN


def test_a_page_that_looks_again_by_itself_changes_once_there_is_something_else_to_say(
    visitor, placed, cast, world
):
    job = JobRow(study=placed.place(world.study(state=State.LINKED)), command="link", by=1)
    placed.add(job)
    window = visitor(cast["analyst"].account)
    page = window.page
    page.clock.install()
    window.open(f"/studies/{REFERENCE}/")
    page.evaluate("work.asItWas = true")
    for stage, changed in (("", False), ("link", True)):
        job.stage = stage
        placed.add(job)
        with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
            page.clock.fast_forward(3_000)
        page.wait_for_function("(changed) => !work.asItWas === changed", arg=changed)
    assert page.locator("[aria-live=polite] #work").count() == 1
