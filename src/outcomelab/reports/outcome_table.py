"""The open data's table of outcomes: one row an outcome and method."""

from __future__ import annotations

from outcomelab.handovers.figures import EstimateFigure, Figures, OutcomeFigure
from outcomelab.reports.meanings import MEANINGS
from outcomelab.reports.table_schema import Cell, DataColumn, DataTable, rounded, text_column


def outcome_table(figures: Figures) -> DataTable:
    """For everyone first, then within subgroups; the protocol's own method first, then the others."""
    about = MEANINGS["OutcomeFigure"]
    estimate = MEANINGS["EstimateFigure"]
    columns = (
        text_column("outcome", about["name"]),
        text_column("label", about["label"]),
        text_column("kind", about["kind"]),
        text_column("unit", about["unit"]),
        text_column("better", about["better"]),
        text_column("follow_up", about["follow_up"]),
        DataColumn("primary", "boolean", "Primary", about["primary"]),
        text_column("measure", about["measure"]),
        text_column("among", about["among"]),
        text_column("part_of", about["part_of"]),
        text_column("subgroup", about["subgroup"]),
        text_column("level", about["level"]),
        DataColumn("participants", "integer", "Participants", about["participants"]),
        DataColumn("comparison", "integer", "Comparison", about["comparison"]),
        DataColumn("participants_value", "number", "Participants value", about["participants_value"]),
        DataColumn("comparison_value", "number", "Comparison value", about["comparison_value"]),
        DataColumn("by_protocol", "boolean", "By protocol", "True for the protocol's own method."),
        text_column("method", estimate["method"]),
        text_column("method_label", estimate["label"]),
        text_column("estimand", estimate["estimand"]),
        DataColumn("difference", "number", "Difference", estimate["estimate"]),
        DataColumn("low", "number", "Low", estimate["low"]),
        DataColumn("high", "number", "High", estimate["high"]),
        text_column("verdict", about["verdict"]),
        text_column("band", about["band"]),
        text_column("withheld", about["withheld"]),
    )
    rows = tuple(
        _row(outcome, by, own)
        for outcome in (*figures.outcomes, *figures.subgroups)
        for by, own in ((outcome.effect, True), *((other, False) for other in outcome.beside))
    )
    return DataTable(
        "outcomes",
        "Outcomes",
        "One row an outcome and method: for everyone, then within subgroups (exploratory).",
        columns,
        rows,
    )


def _row(outcome: OutcomeFigure, by: EstimateFigure, own: bool) -> tuple[Cell, ...]:
    decimals = outcome.decimals
    return (
        outcome.name,
        outcome.label,
        outcome.kind,
        outcome.unit,
        outcome.better,
        outcome.follow_up,
        outcome.primary,
        outcome.measure,
        outcome.among,
        outcome.part_of,
        outcome.subgroup,
        outcome.level,
        outcome.participants,
        outcome.comparison,
        rounded(outcome.participants_value, decimals),
        rounded(outcome.comparison_value, decimals),
        own,
        by.method,
        by.label,
        by.estimand,
        rounded(by.estimate, decimals),
        rounded(by.low, decimals),
        rounded(by.high, decimals),
        outcome.verdict if own else "",
        outcome.band,
        outcome.withheld or by.withheld,
    )
