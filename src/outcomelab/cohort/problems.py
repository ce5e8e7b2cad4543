"""The problems of a list as a table, and in a few words."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable

from outcomelab.cohort.wording import listed
from outcomelab.errors import RowProblem

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
    kinds: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for problem in problems:
        kinds[problem.column, problem.wrong, problem.mend].append(problem.row)
    ordered = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    lines = [_line(*kind, rows) for kind, rows in ordered[:_KINDS_NAMED]]
    if len(ordered) > _KINDS_NAMED:
        lines.append(f"and {len(ordered) - _KINDS_NAMED} more kinds of problem, in the table of problems.")
    return "\n".join(lines)


def _line(column: str, wrong: str, mend: str, rows: list[int]) -> str:
    named = [str(row) for row in rows[:_ROWS_NAMED]]
    more = len(rows) - len(named)
    where = listed([*named, f"{more:,} more"] if more else named)
    place = f"row{'s' if len(rows) > 1 else ''} {where}" if any(rows) else "the file"
    return f"{place}, {column}: {wrong}. {mend}" if column else f"{place}: {wrong}. {mend}"
