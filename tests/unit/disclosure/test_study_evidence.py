"""Evidence says what the rules were put to, and agrees with what they decided."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab import protect
from outcomelab.checking.write import page, refuse_beside_release, write_evidence
from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.evidence.outcomes import outcome_cell
from outcomelab.disclosure.evidence.study import study_evidence
from outcomelab.disclosure.outcomes import cleared_outcomes
from outcomelab.errors import ReportError, UsageError
from outcomelab.handovers.cleared import require_cleared
from outcomelab.handovers.evidence import NOTICE
from outcomelab.handovers.impact import Estimate, Group, OutcomeResult, OutcomeWords
from outcomelab.protocol.rules import RULES, DisclosureRules
from outcomelab.reports.write import report

RULES_HERE = DisclosureRules()


@pytest.fixture
def protocol(make_protocol):
    return make_protocol(("age",), ("region",))


@pytest.fixture
def evidence(findings, protocol):
    return study_evidence(findings, protocol)


def kind(evidence, name):
    (found,) = [one for one in evidence.outputs if one.kind == name]
    return {cell.name: cell for cell in found.cells}


def test_every_output_of_the_study_has_its_page(evidence):
    assert [one.kind for one in evidence.outputs] == [
        "flow diagram", "linkage quality", "size of the comparison", "rate or mean", "balance table",
    ]  # fmt: skip
    assert [rule for rule, _, _ in evidence.rules] == [rule.name for rule in RULES]


def test_a_rate_stands_beside_the_counts_it_was_made_of(evidence):
    (cell,) = kind(evidence, "rate or mean").values()
    assert {check.of: check.found for check in cell.checks if check.rule == "threshold"} == {
        "participants": 203,
        "participants with the outcome": 47,
        "participants without the outcome": 156,
        "comparison group": 4107,
        "comparison group with the outcome": 1234,
        "comparison group without the outcome": 2873,
    }
    assert cell.answer == "shown"
    assert cell.low <= 47 <= cell.high
    assert cell.high > cell.low


def test_everyone_lost_is_in_a_figure_or_in_none(evidence):
    cells = kind(evidence, "flow diagram")
    assert sum(cell.persons for cell in cells.values()) == 251 - 203
    assert cells["readable: no date of birth"].answer == "merged"
    assert all(cell.low <= cell.persons <= cell.high for cell in cells.values())


def test_a_level_merged_with_others_says_so(evidence):
    cells = kind(evidence, "balance table")
    assert cells["Region islands"].answer == "merged"
    assert [check.kept for check in cells["Region islands"].checks] == [False, True]
    assert cells["Age"].answer == "shown"


def test_what_was_lost_is_a_share_of_cells_and_of_persons(evidence):
    (flow,) = [one for one in evidence.outputs if one.kind == "flow diagram"]
    hidden = [cell for cell in flow.cells if cell.answer != "shown"]
    assert flow.cells_lost == round(100 * len(hidden) / len(flow.cells))
    assert flow.value_lost == round(100 * sum(cell.persons for cell in hidden) / 48)


@st.composite
def outcomes(draw):
    def group():
        persons = draw(st.integers(0, 300))
        two = draw(st.floats(0, 1))
        largest = two * draw(st.floats(0.5, 1))
        return Group(persons, draw(st.integers(0, persons)), 4.0, 1e4, largest, two)

    words = OutcomeWords(
        "y", "y", draw(st.sampled_from(["any", "count", "amount", "time-to-first"])), primary=True
    )
    return OutcomeResult(words, group(), group(), Estimate("radius", 0.1, 0.02, 0.06, 0.14), ())


@given(outcomes())
def test_an_outcome_is_withheld_exactly_where_a_rule_put_to_it_is_not_kept(result):
    (figure,) = cleared_outcomes((result,), RULES_HERE)
    cell = outcome_cell("y", result, figure, RULES_HERE)
    kept = all(check.kept for check in cell.checks if check.rule != "significant_from")
    assert (cell.answer == "shown") == (kept and "rounds to none" not in figure.withheld)


def test_evidence_is_nothing_that_can_be_cleared_or_rendered(evidence, tmp_path):
    with pytest.raises(TypeError):
        require_cleared(evidence)
    with pytest.raises(TypeError, match="no checker"):
        clear(evidence)
    with pytest.raises(TypeError):
        report(evidence, tmp_path)


def test_a_release_is_nothing_that_can_be_written_as_evidence(findings, protocol, tmp_path):
    with pytest.raises(TypeError, match="only evidence"):
        write_evidence(protect(findings, protocol).figures, tmp_path)


def test_evidence_prints_nothing_of_what_it_holds(evidence):
    assert "203" not in repr(evidence)
    assert "203" not in repr(evidence.outputs[0])


def test_it_is_written_for_its_owner_alone_and_says_first_for_whom_it_is(evidence, tmp_path):
    folder = tmp_path / "evidence"
    write_evidence(evidence, folder)
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "evidence.json": 0o600,
        "evidence.html": 0o600,
    }
    assert folder.stat().st_mode & 0o777 == 0o700
    body = (folder / "evidence.html").read_text(encoding="utf-8").split("<body>", 1)[1]
    assert body.index(NOTICE) < body.index("<h1>")
    assert json.loads((folder / "evidence.json").read_text(encoding="utf-8"))["notice"] == NOTICE


def test_an_old_file_that_others_could_read_is_closed(evidence, tmp_path):
    (tmp_path / ".evidence.json.part").write_text("", encoding="utf-8")
    (tmp_path / "evidence.json").write_text("", encoding="utf-8")
    write_evidence(evidence, tmp_path)
    assert (tmp_path / "evidence.json").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_is_said_in_one_sentence(evidence, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReportError, match="cannot be written"):
        write_evidence(evidence, tmp_path / "file")


@pytest.mark.parametrize("inside", [".", "evidence", "a/b"])
def test_evidence_never_goes_where_the_release_goes(inside, tmp_path):
    with pytest.raises(UsageError, match="folder of the release"):
        refuse_beside_release(tmp_path / "out" / inside, tmp_path / "out")


def test_words_on_the_page_are_escaped(evidence):
    shown = page(replace(evidence, title="<script>alert(1)</script>"))
    assert "<script>" not in shown
    assert "http" not in shown
