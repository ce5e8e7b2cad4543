"""What is asked of rows that know their cells: the same of this machine and of a cluster."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from outcomelab.engines.running import Columns, Running

ROWS = "contributing_rows"


def of_rows(running: Running, place: str, *, counts: bool, numbered: bool, amounts: bool) -> Columns:
    """By `cell`, of those in which there is anything: how many `persons`, each row being one, or so many as the
    column `persons` says (`counts`); `one`, the least `number` of a row (`numbered`); of the column `amount` the
    `total`, the `largest` and the `second` largest, which is 0 where there is one alone (`amounts`).

    Of the table `contributing_rows`, whose column `place` has the cell of each row.
    """
    asks = [f"{place} AS cell", f"{'sum(persons)' if counts else 'count(*)'} AS persons"]
    if numbered:
        asks.append("min(number) AS one")
    if not amounts:
        return running.columns(f"SELECT {', '.join(asks)} FROM {ROWS} GROUP BY {place}")
    asks += ["sum(amount) AS total", "max(amount, 2) AS two"]
    names = ", ".join(ask.rpartition(" ")[2] for ask in asks[:-1])
    return running.columns(
        f"SELECT {names}, list_extract(two, 1) AS largest, coalesce(list_extract(two, 2), 0.0) AS second"
        f" FROM (SELECT {', '.join(asks)} FROM {ROWS} GROUP BY {place}) AS cells"
    )


def of_profiles(running: Running, place: str, *, numbered: bool, amounts: bool) -> Columns:
    """The same of rows that stand for `persons` who are alike in every column, with `total`, `largest` and
    `second` of their amounts: asked of this machine alone."""
    asks = [f"{place} AS cell", "sum(persons) AS persons"]
    if numbered:
        asks.append("min(number) AS one")
    if amounts:
        two = "list_reverse_sort(flatten(list([largest, second])))"
        asks += ["sum(total) AS total", f"{two}[1] AS largest", f"{two}[2] AS second"]
    return running.columns(f"SELECT {', '.join(asks)} FROM {ROWS} GROUP BY {place}")


def of_persons(running: Running, place: str, *, amounts: bool) -> Columns:
    """By `cell` and `member` whoever is in it, once, and with `amounts` the `total` of what is theirs there; by
    member, then by cell. Of the table `contributing_rows`, whose column `place` has the cell of each row."""
    total = ", sum(amount) AS total" if amounts else ""
    return running.columns(
        f"SELECT {place} AS cell, member{total} FROM {ROWS} GROUP BY {place}, member ORDER BY member, cell"
    )
