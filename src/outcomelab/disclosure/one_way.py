"""Few people are told of by one column at a time: cells of two would be of too few of them (our judgement)."""

from __future__ import annotations

from collections.abc import Sequence

from outcomelab.handovers.cells import Cells
from outcomelab.protocol.rules import DisclosureRules


def by_one_column_only(tables: Sequence[Cells], people: int, rules: DisclosureRules) -> str:
    """Why tables of so many `people` may not be counted by several columns at once; empty where they may, or are
    not."""
    if people >= rules.subgroups_from or all(len(cells.axes) < 2 for cells in tables):
        return ""
    return (
        f"Tables of fewer than {rules.subgroups_from} people may be counted by one column each, not by several at "
        "once (the rule subgroups_from). It was not released, and that it was asked for is recorded."
    )
