"""The problems of a list as a table, and in a few words."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable

from outcomelab.errors import RowProblem
from outcomelab.people.wording import listed

_ROWS_NAMED = 5
_KINDS_NAMED = 20


def problems_csv(problems: Iterable[RowProblem]) -> str:
    """Every problem as a line of a CSV table: row, column, what is wrong, how to mend it.

    It names rows and columns and repeats nothing that stands in them. A problem of the whole file has no
    row number.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("row", "column", "what is wrong", "how to mend it"))
    writer.writerows((problem.row or "", problem.column, problem.wrong, problem.mend) for problem in problems)
    return out.getvalue()


def problems_in_words(problems: Iterable[RowProblem]) -> str:
    """One line a kind of problem, the commonest first, with the first rows that have it."""
    kinds: dict[tuple[str, str], list[RowProblem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.column, problem.wrong].append(problem)
    ordered = sorted(kinds.values(), key=lambda alike: -len(alike))
    lines = [_line(alike) for alike in ordered[:_KINDS_NAMED]]
    if len(ordered) > _KINDS_NAMED:
        lines.append(f"and {len(ordered) - _KINDS_NAMED} more kinds of problem, in the table of problems.")
    return "\n".join(lines)


def _line(alike: list[RowProblem]) -> str:
    """Problems of one column that are wrong in the same way; how to mend them, if that is the same too."""
    column, wrong = alike[0].column, alike[0].wrong
    rows = [problem.row for problem in alike]
    more = len(rows) - _ROWS_NAMED
    where = listed([*map(str, rows[:_ROWS_NAMED]), *([f"{more:,} more"] if more > 0 else [])])
    place = f"row{'s' if len(rows) > 1 else ''} {where}" if any(rows) else "the file"
    mend = f" {alike[0].mend}" if len({problem.mend for problem in alike}) == 1 else ""
    return f"{place}, {column}: {wrong}.{mend}" if column else f"{place}: {wrong}.{mend}"
