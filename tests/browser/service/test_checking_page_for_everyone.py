"""The checkers' page can be used by everybody: at any width, without JavaScript, with the keyboard."""

import pytest

from outcomelab.service.domain.checking import Says
from outcomelab.service.domain.states import State


@pytest.fixture
def page(drafted):
    return f"/studies/{drafted.reference}/checking/"


def test_the_page_has_no_barriers_before_and_after_the_drafts_are_opened(visitor, drafted, cast, page):
    drafted.place(State.IN_CHECKING)
    window = visitor(cast["our checker"].account, width=320)
    assert window.open(page) == 200
    window.accessible()
    window.page.get_by_role("button", name="Open them").click()
    window.page.get_by_role("heading", name="Check the outputs").wait_for()
    window.accessible()
    for details in window.page.locator("summary").all():
        details.click()
    window.accessible()
    window.page.get_by_role("button", name="Give my votes").click()
    window.page.get_by_role("heading", name="There is a problem").wait_for()
    window.accessible()
    window.page.get_by_role("link", name="Read it as it would leave").click()
    window.page.get_by_text("This is a draft.").wait_for()


def test_votes_are_given_by_keyboard_without_javascript(visitor, drafted, cast, page):
    row = drafted.place(State.IN_CHECKING)
    window = visitor(cast["our checker"].account, script=False)
    window.open(page)
    window.page.get_by_role("button", name="Open them").press("Enter")
    window.page.get_by_label("Approve: it may leave").press("Space")
    window.page.get_by_role("button", name="Give my votes").press("Enter")
    window.page.get_by_text("Your votes are given.").wait_for()
    assert row.votes.get().says == Says.APPROVE
