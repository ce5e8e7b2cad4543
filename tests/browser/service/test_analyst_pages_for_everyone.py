"""The analysts' pages can be used by everybody: at any width, without JavaScript, with the keyboard."""

from tests.unit.service.placing import PROTOCOL

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State

REFERENCE = "2026-014"
PAGE = f"/studies/{REFERENCE}/protocol/"


def test_mistakes_are_shown_without_a_reload_and_lead_to_their_lines(visitor, placed, cast, world):
    placed.place(world.study(state=State.LINKED))
    window = visitor(cast["analyst"].account, width=320)
    window.open(PAGE)
    wrong = PROTOCOL.replace('kind = "any"', 'kind = "all"').strip()
    window.page.get_by_label("The protocol").fill(wrong)
    window.page.evaluate("window.same = true")
    window.page.get_by_role("button", name="Check it").click()
    link = window.page.get_by_role("link", name="Line ")
    link.wait_for()
    window.accessible()
    link.first.click()
    chosen = "((editor) => editor.value.slice(editor.selectionStart, editor.selectionEnd))"
    assert window.page.evaluate(f"{chosen}(document.getElementById('id_text'))") == 'kind = "all"'
    assert window.page.evaluate("window.same")


def test_a_protocol_is_amended_by_keyboard_without_javascript(visitor, placed, cast, world):
    row = placed.place(world.study(state=State.EVALUATED))
    window = visitor(cast["analyst"].account, script=False)
    window.open(PAGE)
    window.page.get_by_label("The protocol").fill(PROTOCOL.replace("Mentoring on release", "Mentoring in prison"))
    window.page.get_by_role("button", name="Amend the protocol").press("Enter")
    window.page.get_by_text("What it says otherwise than before").wait_for()
    window.page.get_by_role("button", name="Amend it so").press("Enter")
    window.page.get_by_text("The protocol is amended.").wait_for()
    row.refresh_from_db()
    assert row.state == State.PROTOCOL_FIXED


def test_drafts_balance_and_linkage_have_no_barriers_on_a_wide_screen_either(visitor, drafted, cast):
    drafted.place(State.EVALUATED, history=drafted.history((Command.EVALUATE, cast["analyst"])))
    window = visitor(cast["analyst"].account)
    for page in ("", "linkage/", "drafts/", "balance/"):
        assert window.open(f"/studies/{drafted.reference}/{page}") == 200
        window.accessible()


def test_an_override_has_no_barriers_and_is_made_by_keyboard(visitor, placed, cast, world):
    row = placed.place(world.study(state=State.CLEARED))
    window = visitor(cast["administrator"].account, width=320)
    window.open(f"/studies/{REFERENCE}/override/")
    window.accessible()
    window.page.get_by_role("button", name="Take it back").press("Enter")
    window.page.get_by_role("heading", name="There is a problem").wait_for()
    window.accessible()
    window.page.get_by_label("Why is it taken back?").fill("Both checkers left.")
    window.page.keyboard.press("Enter")
    window.page.get_by_text("The study is taken back.").wait_for()
    row.refresh_from_db()
    assert row.state == State.EVALUATED
