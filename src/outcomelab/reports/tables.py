"""The release's figures as flat tables: flow and balance; outcomes, curves and linkage are beside."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures, FlowFigure
from outcomelab.reports.linkage_tables import linkage_tables
from outcomelab.reports.meanings import MEANINGS
from outcomelab.reports.numbers import fewer_than
from outcomelab.reports.outcome_table import outcome_table
from outcomelab.reports.sensitivity_table import sensitivity_table
from outcomelab.reports.survival_table import survival_tables
from outcomelab.reports.table_schema import Cell, DataColumn, DataTable, rounded, text_column


def tables(figures: Figures) -> tuple[DataTable, ...]:
    """All tables of the open data, each always present even when it has no row."""
    return (
        outcome_table(figures),
        *survival_tables(figures),
        _flow(figures),
        _balance(figures),
        sensitivity_table(figures),
        *linkage_tables(figures),
    )


def _flow(figures: Figures) -> DataTable:
    columns = (
        DataColumn("order", "integer", "Order", "Place of the step, from 1."),
        text_column("step", MEANINGS["FlowFigure"]["step"]),
        text_column("label", MEANINGS["FlowFigure"]["label"]),
        text_column("what", "left: persons left at this step; lost: persons lost on the way to it."),
        text_column("reason", MEANINGS["LossFigure"]["reason"]),
        DataColumn("persons", "integer", "Persons", "How many, rounded; empty when not shown."),
        text_column("withheld", "Why no number is shown; empty when it is."),
    )
    threshold = figures.rules.threshold
    rows = tuple(row for n, step in enumerate(figures.flow, 1) for row in _flow_rows(n, step, threshold))
    return DataTable(
        "flow", "Flow of numbers", "Who was left at each step, and who was lost and why.", columns, rows
    )


def _flow_rows(order: int, step: FlowFigure, threshold: int) -> list[tuple[Cell, ...]]:
    few = fewer_than(threshold)
    left = "" if step.count is not None else "counted together with the next step"
    rows: list[tuple[Cell, ...]] = [(order, step.step, step.label, "left", "", step.count, left)]
    rows += [
        (order, step.step, step.label, "lost", loss.reason, loss.count, few if loss.count is None else "")
        for loss in step.lost
    ]
    return rows


def _balance(figures: Figures) -> DataTable:
    about = MEANINGS["BalanceFigure"]
    columns = (
        text_column("covariate", about["covariate"]),
        text_column("label", about["label"]),
        text_column("level", about["level"]),
        DataColumn("participants_percent", "integer", "Participants percent", about["participants_percent"]),
        DataColumn("comparison_percent", "integer", "Comparison percent", about["comparison_percent"]),
        DataColumn("smd_before", "number", "SMD before", about["smd_before"]),
        DataColumn("smd_after", "number", "SMD after", about["smd_after"]),
        text_column("colour", about["colour"]),
        text_column("withheld", about["withheld"]),
        DataColumn("pool_percent", "integer", "Pool percent", about["pool_percent"]),
        DataColumn("variance_ratio", "number", "Variance ratio", about["variance_ratio"]),
        DataColumn("ks_before", "number", "KS before", about["ks_before"]),
        DataColumn("ks_after", "number", "KS after", about["ks_after"]),
    )
    rows = tuple(
        (
            row.covariate,
            row.label,
            row.level,
            row.participants_percent,
            row.comparison_percent,
            rounded(row.smd_before, 2),
            rounded(row.smd_after, 2),
            row.colour or "",
            row.withheld,
            row.pool_percent,
            rounded(row.variance_ratio, 1),
            rounded(row.ks_before, 2),
            rounded(row.ks_after, 2),
        )
        for row in figures.balance
    )
    return DataTable("balance", "Balance", "How alike the groups were on each covariate.", columns, rows)
