"""Every kind of output has a checker, and what has none cannot leave."""

import importlib
import typing
from pathlib import Path

import pytest

import outcomelab
from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.kinds.claims import figure_classes, unclaimed
from outcomelab.disclosure.kinds.registry import KINDS, WORDS
from outcomelab.handovers.figure import Figure
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.keyed import PerturbedFigures
from outcomelab.handovers.profile import Profile
from outcomelab.handovers.statistics_figures import MeanFigures, ModelFigures, PositionFigures
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import RULES
from outcomelab.protocol.statbarns import Statbarn

SOURCE = Path(outcomelab.__file__).parent
OUTPUTS = (Figures, TableFigures, PerturbedFigures, Profile, PositionFigures, MeanFigures, ModelFigures)
EVERY = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
# Numbers that were asked for, not found: how figures are written, and under which rules.
SETTINGS = {"decimals", "threshold", "base", "events_for_time", "grid", "caliper", "gamma", "one_in", "percent",
            "parameters", "asked_percent", "most", "variance"}  # fmt: skip


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.__name__)
def test_every_field_of_an_output_has_a_checker(output):
    assert unclaimed(output) == ()


@EVERY
def test_a_checker_is_a_function_of_the_disclosure_room(kind):
    module, _, function = kind.checker.rpartition(".")
    assert callable(getattr(importlib.import_module(f"outcomelab.disclosure.{module}"), function))


@EVERY
def test_a_kind_names_rules_that_exist_and_claims_fields_that_exist(kind):
    assert set(kind.rules) <= {rule.name for rule in RULES}
    for figures in kind.claims:
        assert kind.claimed(figures) <= set(typing.get_type_hints(figures))


def test_no_field_has_two_checkers():
    claimed = [(figures, name) for kind in KINDS for figures in kind.claims for name in kind.claimed(figures)]
    assert len(claimed) == len(set(claimed))


def test_what_counts_as_words_holds_no_number():
    for figures, names in WORDS.items():
        hints = typing.get_type_hints(figures)
        for name in set(names.split()) - SETTINGS:
            assert not {int, float} & {hints[name], *typing.get_args(hints[name])}, f"{figures.__name__}.{name}"


def test_every_kind_of_statistic_we_publish_is_named_as_checkers_name_it():
    published = {barn for kind in KINDS for barn in kind.of}
    assert published == set(Statbarn) - {Statbarn.MODE, Statbarn.GINI, Statbarn.CLUSTERS}


def test_every_chart_is_drawn_from_figures_that_have_a_checker():
    pictures = {path.stem for path in (SOURCE / "reports/pictures").glob("*.py")}
    assert {chart for kind in KINDS for chart in kind.charts} == pictures - {"__init__", "canvas", "love_marks"}


def test_a_new_kind_of_output_cannot_leave():
    class Maximum(Figure):
        value: float

    with pytest.raises(TypeError, match=r"no checker is named for Maximum\.value"):
        clear(Maximum(value=93.0))


def test_a_new_field_of_an_old_output_cannot_leave():
    class Richer(MeanFigures):
        largest: float = 93.0

    with pytest.raises(TypeError, match=r"Richer\.largest"):
        clear(Richer(column="x", persons=100, mean=1.0, total=100.0))


@pytest.mark.parametrize("raw", [93.0, [93.0], {"largest": 93.0}, "93"])
def test_what_is_no_class_of_figures_cannot_leave(raw):
    with pytest.raises(TypeError, match="no checker is named"):
        clear(raw)


def test_the_seal_is_set_in_one_place():
    holders = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "_SEAL" in path.read_text(encoding="utf-8")
    }
    assert holders == {"handovers/cleared.py", "disclosure/clearing.py"}


def test_the_checkers_page_lists_every_kind_and_every_rule():
    page = (SOURCE.parents[1] / "docs" / "checking.md").read_text(encoding="utf-8")
    for kind in KINDS:
        (line,) = [line for line in page.splitlines() if line.startswith(f"| {kind.name} |")]
        assert all(barn.value in line for barn in kind.of)
        assert all(f"`{rule}`" in line for rule in kind.rules)
        assert all(chart in line for chart in kind.charts)
    assert all(barn.value in page for barn in Statbarn)
    assert all(rule.asks in page for rule in RULES)


def test_an_output_in_an_output_is_looked_at_too():
    names = {one.__name__ for one in figure_classes(Figures)}
    assert {"EstimateFigure", "GroupAtFigure", "IntervalFigure", "BinFigure", "LossFigure"} <= names
