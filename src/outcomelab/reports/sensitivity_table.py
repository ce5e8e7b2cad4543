"""The open data's table of how firmly the answer stands: a row for everything it was leant on with."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.estimate_figure import EstimateFigure
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.sensitivity_figures import SensitivityFigures
from outcomelab.reports.sensitivity_meanings import SENSITIVITY_MEANINGS
from outcomelab.reports.table_schema import Cell, DataColumn, DataTable, rounded, text_column

_WHAT = (
    "e-value: of an outcome; pairs: Rosenbaum's bounds; bound: one of them; before: something of before the "
    "programme; whole: the primary outcome among the people of the rows below it; without: without a covariate; "
    "caliper: at another caliper; links: with wrong and missed links allowed for."
)


def sensitivity_table(figures: Figures) -> DataTable:
    """No row where the answer was not leant on, or may not be shown."""
    about = SENSITIVITY_MEANINGS
    columns = (
        text_column("what", _WHAT),
        text_column("name", "Name of the outcome or covariate; empty where the row is of none."),
        text_column("label", "The same in words."),
        DataColumn("at", "number", "At", "The caliper in standard deviations, or the Γ of a bound."),
        DataColumn("persons", "integer", "Persons", "Pairs, or participants at a caliper; rounded."),
        DataColumn("difference", "number", "Difference", "Participants less comparison, as it may be shown."),
        DataColumn("low", "number", "Low", "Lower end of its 95% interval."),
        DataColumn("high", "number", "High", "Upper end of its 95% interval."),
        DataColumn("e_value", "number", "E-value", about["StrengthFigure"]["e_value"]),
        DataColumn("e_value_limit", "number", "E-value limit", about["StrengthFigure"]["e_value_limit"]),
        DataColumn("gamma", "number", "Gamma", about["BoundsFigure"]["gamma"]),
        DataColumn("p_at_most", "number", "P at most", about["BoundFigure"]["p_at_most"]),
        text_column("withheld", "Why there are no figures; empty when there are."),
    )
    found = figures.sensitivity
    names = [column.name for column in columns]
    rows = () if found is None else tuple(_cells(names, row) for row in _rows(found))
    words = "A row an E-value, a bound, and a comparison made otherwise."
    return DataTable("sensitivity", "How firmly the answer stands", words, columns, rows)


def _cells(names: list[str], row: dict[str, Cell]) -> tuple[Cell, ...]:
    words = ("what", "name", "label", "withheld")
    return tuple(row.get(name, "" if name in words else None) for name in names)


def _rows(found: SensitivityFigures) -> Iterator[dict[str, Cell]]:
    for one in found.strengths:
        named: dict[str, Cell] = {"name": one.outcome, "label": one.label, "withheld": one.withheld}
        yield {"what": "e-value", **named, "e_value": one.e_value, "e_value_limit": one.e_value_limit}
    if found.bounds:
        whole, withheld = found.bounds, found.bounds.withheld
        yield {"what": "pairs", "persons": whole.pairs, "gamma": whole.gamma, "withheld": withheld}
        for bound in found.bounds.table:
            yield {"what": "bound", "at": bound.gamma, "p_at_most": bound.p_at_most}
    for before in found.placebo:
        named = {"name": before.name, "label": before.label}
        yield {"what": "before", **named, **_difference(before.effect, before.decimals)}
    decimals = found.decimals
    yield {"what": "whole", **_difference(found.whole, decimals)}
    for less in found.without:
        named = {"name": less.covariate, "label": less.label}
        yield {"what": "without", **named, **_difference(less.effect, decimals)}
    for rung in found.ladder:
        step: dict[str, Cell] = {"at": rung.caliper, "persons": rung.matched}
        yield {"what": "caliper", **step, **_difference(rung.effect, decimals)}
    if found.linkage:
        yield {"what": "links", **_difference(found.linkage.effect, decimals)}


def _difference(effect: EstimateFigure, decimals: int) -> dict[str, Cell]:
    ends = {"difference": effect.estimate, "low": effect.low, "high": effect.high}
    return {name: rounded(value, decimals) for name, value in ends.items()} | {"withheld": effect.withheld}
