"""The figures on linkage as flat tables."""

from __future__ import annotations

from outcomelab.handovers.figures import Figures
from outcomelab.reports.meanings import MEANINGS
from outcomelab.reports.table_schema import DataColumn, DataTable, Type, rounded, text_column


def linkage_tables(figures: Figures) -> tuple[DataTable, ...]:
    """Linkage by group, linked against unlinked, and the links at other thresholds."""
    return _groups(figures), _known(figures), _thresholds(figures)


def _number(part: str, name: str, kind: Type = "number") -> DataColumn:
    return DataColumn(name, kind, name.replace("_", " ").capitalize(), MEANINGS[part][name])


def _groups(figures: Figures) -> DataTable:
    part, told = "LinkageGroupFigure", figures.linkage
    columns = (
        text_column("group", MEANINGS[part]["group"]),
        text_column("level", MEANINGS[part]["level"]),
        text_column(
            "known_from", "list: participants by what the list says; records: persons by what only they say."
        ),
        _number(part, "participants", "integer"),
        _number("HeldGroupFigure", "linked", "integer"),
        _number(part, "linked_percent"),
        _number(part, "precision_percent"),
        _number(part, "recall_percent"),
        _number(part, "adjusted_percent"),
        _number(part, "missed", "integer"),
        _number(part, "unlinkable_percent"),
        text_column("withheld", MEANINGS[part]["withheld"]),
    )
    of_list = (
        (
            row.group,
            row.level,
            "list",
            row.participants,
            None,
            rounded(row.linked_percent, 1),
            rounded(row.precision_percent, 1),
            rounded(row.recall_percent, 1),
            rounded(row.adjusted_percent, 1),
            row.missed,
            rounded(row.unlinkable_percent, 1),
            row.withheld,
        )
        for row in (told.overall, *told.groups)
    )
    of_records = (
        (
            row.group,
            row.level,
            "records",
            None,
            row.linked,
            None,
            rounded(row.precision_percent, 1),
            rounded(row.recall_percent, 1),
            None,
            None,
            None,
            row.withheld,
        )
        for row in told.held
    )
    title = "How well people were found, overall and by group."
    return DataTable("linkage", "Linkage", title, columns, (*of_list, *of_records))


def _known(figures: Figures) -> DataTable:
    part = "KnownFigure"
    columns = (
        text_column("variable", MEANINGS[part]["variable"]),
        text_column("level", MEANINGS[part]["level"]),
        _number(part, "linked_percent"),
        _number(part, "unlinked_percent"),
        _number(part, "smd"),
    )
    rows = tuple(
        (
            row.variable,
            row.level,
            rounded(row.linked_percent, 1),
            rounded(row.unlinked_percent, 1),
            rounded(row.smd, 2),
        )
        for row in figures.linkage.known
    )
    title = "Linked against unlinked participants, on what the list says of both."
    return DataTable("linked_unlinked", "Linked and unlinked", title, columns, rows)


def _thresholds(figures: Figures) -> DataTable:
    part = "ThresholdFigure"
    columns = (
        _number(part, "threshold"),
        _number(part, "links", "integer"),
        _number(part, "changed", "integer"),
        _number(part, "precision_percent"),
        _number(part, "recall_percent"),
        text_column("withheld", MEANINGS[part]["withheld"]),
    )
    rows = tuple(
        (
            row.threshold,
            row.links,
            row.changed,
            rounded(row.precision_percent, 1),
            rounded(row.recall_percent, 1),
            row.withheld,
        )
        for row in figures.linkage.thresholds
    )
    title = "The links there would be at other thresholds."
    return DataTable("linkage_thresholds", "Thresholds", title, columns, rows)
