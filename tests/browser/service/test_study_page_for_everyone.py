"""The shared pages can be used by everybody: at any width, without JavaScript, with the keyboard."""

import pytest

from outcomelab.service.domain.states import State

REFERENCE = "2026-014"


@pytest.mark.parametrize(("width", "states"), [(320, tuple(State)), (1000, (State.SUBMITTED, State.RELEASED))])
def test_the_home_page_and_a_study_have_no_barriers_in_any_state(visitor, placed, cast, world, width, states):
    row = placed.place(world.study(state=State.DRAFT))
    windows = [visitor(cast[part].account, width=width) for part in ("provider", "steward")]
    for number, state in enumerate(states):
        placed.move(row, state)
        window = windows[number % 2]
        for address in ("/", f"/studies/{REFERENCE}/"):
            assert window.open(address) == 200
            window.accessible()


def test_pages_for_those_who_have_not_signed_in_have_no_barriers(visitor):
    window = visitor(width=320)
    for address, status in (("/", 200), ("/nothing/", 404)):
        assert window.open(address) == status
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
