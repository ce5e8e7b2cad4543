"""The open data's two tables of times to a first event: the curves, and the figures beside them."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.handovers.survival_figures import SurvivalFigure
from outcomelab.reports.meanings import MEANINGS
from outcomelab.reports.table_schema import Cell, DataColumn, DataTable, rounded, text_column


def survival_tables(figures: Figures) -> tuple[DataTable, DataTable]:
    """Curves with a row a group and time, medians and hazard ratios with a row an outcome."""
    return _curves(figures), _beside(figures)


def _whose() -> tuple[DataColumn, ...]:
    about = MEANINGS["OutcomeFigure"]
    named = (text_column(name, about[key]) for name, key in _NAMES)
    return (*named, text_column("unit", MEANINGS["SurvivalFigure"]["unit"]))


def _timed(figures: Figures) -> Iterator[tuple[tuple[Cell, ...], SurvivalFigure]]:
    for outcome in (*figures.outcomes, *figures.subgroups):
        if outcome.survival is not None:
            yield (*_named(outcome), outcome.survival.unit), outcome.survival


def _named(outcome: OutcomeFigure) -> tuple[str, ...]:
    return outcome.name, outcome.label, outcome.subgroup, outcome.level


def _curves(figures: Figures) -> DataTable:
    point, group = MEANINGS["SurvivalPointFigure"], MEANINGS["GroupAtFigure"]
    columns = (
        *_whose(),
        DataColumn("time", "number", "Time", point["time"]),
        text_column("group", "participants or comparison."),
        DataColumn("at_risk", "integer", "At risk", group["at_risk"]),
        DataColumn("without", "number", "Without", group["without"]),
        DataColumn("low", "number", "Low", group["low"]),
        DataColumn("high", "number", "High", group["high"]),
    )
    rows = tuple(
        (*whose, _time(at.time), name, group.at_risk, *(rounded(v, found.decimals) for v in _shares))
        for whose, found in _timed(figures)
        for at in found.points
        for name, group in (("participants", at.participants), ("comparison", at.comparison))
        for _shares in ((group.without, group.low, group.high),)
    )
    about = "A row a group and time: how many were followed, and per cent without the event."
    return DataTable("survival", "Curves over time", about, columns, rows)


def _beside(figures: Figures) -> DataTable:
    about, ratio = MEANINGS["SurvivalFigure"], MEANINGS["HazardRatioFigure"]
    columns = (
        *_whose(),
        DataColumn("participants_median", "number", "Participants median", about["participants_median"]),
        DataColumn("comparison_median", "number", "Comparison median", about["comparison_median"]),
        DataColumn("hazard_ratio", "number", "Hazard ratio", ratio["ratio"]),
        DataColumn("low", "number", "Low", ratio["low"]),
        DataColumn("high", "number", "High", ratio["high"]),
        text_column("withheld", about["withheld"]),
    )
    rows = tuple(
        (*whose, found.participants_median, found.comparison_median, *_ratio(found), found.withheld)
        for whose, found in _timed(figures)
    )
    words = "A row an outcome on time: medians and hazard ratio."
    return DataTable("survival_figures", "Medians and hazard ratios", words, columns, rows)


def _ratio(found: SurvivalFigure) -> tuple[float | None, float | None, float | None]:
    ratio = found.hazard_ratio
    return (None, None, None) if ratio is None else (ratio.ratio, ratio.low, ratio.high)


def _time(time: float) -> Cell:
    return int(time) if time == int(time) else time


_NAMES = (("outcome", "name"), ("label", "label"), ("subgroup", "subgroup"), ("level", "level"))
