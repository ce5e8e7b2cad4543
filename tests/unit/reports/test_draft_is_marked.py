"""A draft of a report: the same page, marked as what it is, of cleared figures alone."""

import pytest

from outcomelab.reports.document import document
from outcomelab.reports.draft import draft, sections
from outcomelab.reports.html import page

MARK = "A draft: it is not released."


def test_a_draft_is_the_report_with_its_mark_on_top_and_in_the_title(samples, clear):
    figures = samples["good"]
    made = draft(clear(figures), MARK)
    assert f"<title>{MARK} – " in made
    marked = made.replace(f'<p class="warning" role="note">{MARK}</p>\n', "").replace(f"{MARK} – ", "")
    assert marked == page(document(figures))


def test_a_draft_of_figures_that_are_not_cleared_is_refused(samples):
    with pytest.raises(TypeError, match="only cleared figures"):
        draft(samples["good"], MARK)


def test_a_draft_is_also_read_part_by_part(samples, clear):
    parts = sections(clear(samples["good"]))
    assert {"balance", "linkage", "summary"} <= set(parts)
    assert all(section.name == name for name, section in parts.items())
    with pytest.raises(TypeError, match="only cleared figures"):
        sections(samples["good"])
