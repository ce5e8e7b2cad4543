"""By how many columns at once people may be counted: cells of many columns would be of too few (our judgement)."""

from __future__ import annotations

from collections.abc import Sequence

from outcomelab.handovers.cells import Cells
from outcomelab.protocol.rules import DisclosureRules


def too_many_columns(tables: Sequence[Cells], people: int, rules: DisclosureRules) -> str:
    """Why tables of so many `people` may not be counted by as many columns at once as they are; empty where they
    may."""
    most = max(len(cells.axes) for cells in tables)
    if most >= 2 and people < rules.subgroups_from:
        return _said(rules.subgroups_from, "one column each, not by several at once", "subgroups_from")
    if most >= 3 and people < rules.three_columns_from:
        return _said(rules.three_columns_from, "two columns at once, not by more", "three_columns_from")
    return ""


def _said(people: int, by: str, rule: str) -> str:
    return (
        f"Tables of fewer than {people} people may be counted by {by} (the rule {rule}). It was not released, and "
        "that it was asked for is recorded."
    )
