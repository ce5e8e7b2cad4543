"""How many people results stand on."""

from __future__ import annotations

from collections.abc import Iterable

from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.reports.blocks import Table
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import not_shown, number


def standing(outcomes: Iterable[OutcomeFigure], what: str, caption: str) -> Table:
    """How many people each result stands on, and when it is counted. `what`: the word for one of them."""
    rows = tuple((one.label, _count(one.participants), _count(one.comparison), one.follow_up) for one in outcomes)
    columns = (what, tell("Participants"), tell("Comparison group"), tell("When it is counted"))
    return Table(caption, columns, rows, (False, True, True, False))


def _count(persons: int | None) -> str:
    return not_shown() if persons is None else number(persons)
