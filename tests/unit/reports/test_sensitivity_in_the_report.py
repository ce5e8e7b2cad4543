"""How firmly the answer stands, in the report: what is said of it, and its table in the open data."""

import csv
import io

import pytest

from outcomelab.handovers.figures import EstimateFigure, Figures
from outcomelab.handovers.sensitivity_figures import (
    BoundFigure,
    BoundsFigure,
    LinkageErrorFigure,
    PlaceboFigure,
    RungFigure,
    SensitivityFigures,
    StrengthFigure,
    WithoutFigure,
)
from outcomelab.reports.data import open_data
from outcomelab.reports.document import document
from outcomelab.reports.html import page

WARNED = ("placebo", "e-value", "pairs", "covariate", "caliper")


def effect(estimate: float, low: float, high: float) -> EstimateFigure:
    return EstimateFigure(
        method="radius", label="The nearest", estimand="ATT", estimate=estimate, low=low, high=high
    )


def leant_on(figures: Figures) -> Figures:
    """The same figures with everything the answer can be leant on with, all of it a warning."""
    primary = next(one for one in figures.outcomes if one.primary)
    strength = StrengthFigure(
        outcome=primary.name, label=primary.label, scale="risk-ratio", ratio=0.8, e_value=1.81, e_value_limit=1.28
    )
    bounds = BoundsFigure(
        test="mcnemar",
        pairs=205,
        gamma=1.2,
        table=(BoundFigure(gamma=1.0, p_at_most=0.01), BoundFigure(gamma=1.5, p_at_most=None)),
    )
    before = PlaceboFigure(
        name="before",
        label="Arrested before",
        kind="any",
        decimals=0,
        without=("Age",),
        effect=effect(4, 1, 7),
        away=True,
    )
    found = SensitivityFigures(
        outcome=primary.name,
        decimals=0,
        warnings=WARNED,
        strengths=(strength,),
        bounds=bounds,
        placebo=(before,),
        whole=effect(-8, -15, -1),
        without=(WithoutFigure(covariate="age", label="Age", effect=effect(2, -5, 9)),),
        ladder=(RungFigure(caliper=0.05, matched=180, effect=effect(-1, -9, 7)),),
        one_in=4,
        linkage=LinkageErrorFigure(right_percent=97, hidden_percent=1, effect=effect(-8, -16, -1)),
    )
    return figures.model_copy(update={"sensitivity": found})


@pytest.mark.parametrize("name", ["red", "red-inconclusive"])
def test_with_a_red_balance_nothing_written_speaks_of_one(samples: dict[str, Figures], name: str) -> None:
    figures = leant_on(samples[name])
    written = page(document(figures))
    assert "How strong would something" in written
    assert "effect" not in written.lower()
    assert b"effect" not in b"".join(open_data(figures).values()).lower()


def rows(figures: Figures) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(open_data(figures)["sensitivity.csv"].decode())))


def test_the_open_data_has_a_row_for_everything_it_was_leant_on_with(samples: dict[str, Figures]) -> None:
    found = rows(leant_on(samples["good"]))
    kinds = ["e-value", "pairs", "bound", "bound", "before", "whole", "without", "caliper", "links"]
    assert [row["what"] for row in found] == kinds
    assert (found[0]["e_value"], found[0]["e_value_limit"]) == ("1.81", "1.28")
    assert (found[1]["persons"], found[1]["gamma"]) == ("205", "1.2")
    assert [(row["at"], row["p_at_most"]) for row in found[2:4]] == [("1.0", "0.01"), ("1.5", "")]
    assert [(row["difference"], row["low"], row["high"]) for row in found[5:7]] == [
        ("-8", "-15", "-1"),
        ("2", "-5", "9"),
    ]
    assert (found[7]["at"], found[7]["persons"]) == ("0.05", "180")


def test_without_sensitivity_the_table_is_there_and_empty(samples: dict[str, Figures]) -> None:
    assert rows(samples["good"]) == []
