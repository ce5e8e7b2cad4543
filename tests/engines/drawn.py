"""Many small tables, drawn by Hypothesis and put into one: an engine answers for all of them in one query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.engines.operations import HERE, THERE

# Mostly days near each other, at the ends of months and in leap years; operations ask for 2 days and for 366.
NEAR = tuple(
    dt.date(*day)
    for day in ((2019, 2, 28), (2019, 12, 31), (2020, 2, 28), (2020, 2, 29), (2020, 3, 1), (2020, 3, 31))
)
FAR = tuple(dt.date(*day) for day in ((1, 1, 1), (1582, 1, 1), (1900, 2, 28), (2000, 2, 29), (9999, 1, 1)))
WORDS = ("", "a", "A", "b", "é", "e\u0301", "ß", "\U0001f600", "\uffee", "O'B\\n", " a")
COSTS = (0.0, -0.0, 0.5, -1.0, 1e6, 1e-7, 1e20, 1e22, float("nan"), float("inf"))
AMOUNTS = (Decimal("0.000001"), Decimal("-0.1"), Decimal("0.3"), Decimal("999999999999.999999"))


def _some(*values: Any) -> st.SearchStrategy[Any]:
    """One of these, or unknown."""
    return st.sampled_from((*values, None))


DAYS = _some(*3 * NEAR, *FAR)
# So few people that many events of a small table are one person's.
EVENT = st.tuples(
    st.integers(1, 2),
    DAYS,
    DAYS,
    _some(*WORDS, *4 * WORDS[4:6]),  # é in its two spellings: ties
    _some(*range(-3, 4)),
    _some(True, True, False),
    _some(*COSTS),
    _some(*AMOUNTS),
)
INDEXED = st.dictionaries(st.integers(1, 3), DAYS, max_size=3)
APART = 10  # person keys of two tables


@dataclass(frozen=True)
class Drawn:
    """A small table of `events`, by the columns of `ROW` from the person on; `people` with their index dates."""

    events: list[tuple[Any, ...]]
    people: dict[int, dt.date | None]


def drawn(tables: int) -> list[Drawn]:
    """So many, of none to a dozen events; and after them one in which every day meets every other.

    What fails is shown as it was found: to make it smaller takes minutes.
    """
    found: list[Drawn] = []

    @settings(max_examples=tables, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
    @given(st.builds(Drawn, st.lists(EVENT, max_size=12), INDEXED))
    def draw(one: Drawn) -> None:
        found.append(one)

    draw()
    days = product((*NEAR, *FAR, None), (*NEAR, *FAR, None), (True, False, None))
    return [*found, Drawn([(at, *two, "a", 1, flag, 0.5, None) for at, (*two, flag) in enumerate(days)], {})]


def people(tables: list[Drawn]) -> pa.Table:
    """Everybody with an index date: of each table others."""
    keys = [at * APART + person for at, table in enumerate(tables) for person in table.people]
    return pa.table([keys, [day for table in tables for day in table.people.values()]], THERE)


def events(tables: list[Drawn]) -> pa.Table:
    """All their events, of people who are of each table others."""
    every = [(at * APART + person, *rest) for at, table in enumerate(tables) for person, *rest in table.events]
    return _table([(row, *event) for row, event in enumerate(every)], HERE)


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema)
