"""A provider's pages in the states that its story does not come to have no barrier either."""

from django.utils import timezone

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.store.models import CohortFileRow, CommentRow
from outcomelab.service.web.uploads import MOST_SENT

REFERENCE = "2026-014"
ADDRESS = f"/studies/{REFERENCE}/"
LABEL = "The list, as an Excel workbook"
_PROGRESS = """(detail) => document.querySelector('[data-upload]').dispatchEvent(
    new CustomEvent('htmx:xhr:progress', { bubbles: true, detail }))"""
PROBLEM = {"row": 12, "column": "Date of birth", "wrong": "the day does not exist", "mend": "Write the right one."}


def test_pages_of_a_study_that_came_back_with_a_list_that_cannot_be_used(visitor, placed, cast, world):
    row = placed.place(world.study(state=State.RETURNED, history=(), persons=None, held=frozenset()))
    said = {"study": row, "by": cast["steward"].account, "command": Command.RETURN, "at": row.since}
    listed = CohortFileRow.objects.get()
    listed.checked, listed.problems, listed.findings = timezone.now(), [PROBLEM] * 101, ["The list is short."]
    placed.add(listed, *(CommentRow(item=item, words="Say more.", **said) for item in ("programme", "safe data")))
    window = visitor(cast["provider"].account, width=320)
    for page in ("tasks", "application", "application/programme", "list"):
        assert window.open(f"{ADDRESS}{page}/") == 200
        window.accessible()
    for asked in ("?people=20&kind=rate&expected=30", "?people=20&kind=mean&expected=130"):
        window.open(f"{ADDRESS}power/{asked}")
        window.accessible()


def test_a_file_that_is_too_large_is_not_sent(visitor, placed, cast, world):
    placed.place(world.study(state=State.DRAFT, history=(), persons=None, held=frozenset()))
    window = visitor(cast["provider"].account, width=320)
    window.open(f"{ADDRESS}list/")
    page = window.page
    page.evaluate("document.querySelector('[data-upload]').dataset.most = 10")
    page.get_by_label(LABEL).set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": b"x" * 11})
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_text("The file is too large").wait_for()
    window.accessible()
    assert CohortFileRow.objects.count() == 1


def test_a_file_that_is_too_large_and_is_sent_all_the_same_is_answered_by_a_page(
    visitor, placed, cast, world, tmp_path
):
    placed.place(world.study(state=State.DRAFT, history=(), persons=None, held=frozenset()))
    window = visitor(cast["provider"].account, width=320, script=False)
    window.open(f"{ADDRESS}list/")
    large = tmp_path / "list.csv"
    with large.open("wb") as file:
        file.truncate(MOST_SENT)
    window.page.get_by_label(LABEL).set_input_files(large)
    window.page.get_by_role("button", name="Upload and check").click()
    window.page.get_by_role("heading", name="The file is too large").wait_for()
    window.narrow()
    assert CohortFileRow.objects.count() == 1


def test_the_progress_of_an_upload_is_shown_and_its_end_is_said(visitor, placed, cast, world):
    placed.place(world.study(state=State.DRAFT, history=(), persons=None, held=frozenset()))
    window = visitor(cast["provider"].account, width=320)
    window.open(f"{ADDRESS}list/")
    page = window.page
    page.evaluate(_PROGRESS, {"lengthComputable": True, "loaded": 3, "total": 4})
    assert page.evaluate("document.querySelector('progress').value") == 0.75
    page.get_by_label(LABEL).set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": b"x"})
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_text("The list has arrived.").wait_for()
    page.wait_for_function("document.activeElement.getAttribute('role') === 'alert'")
    window.accessible()
    assert CohortFileRow.objects.filter(destroyed=None).count() == 1
