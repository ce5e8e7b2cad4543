"""Deriving outcomes beside a query that a good DuckDB user would write for the study of `growth` alone.

Both are given the same store and the same links, and end with the same table in Arrow: the same people,
covariates, outcomes and member numbers, in the same order, to the last bit; this is checked. Whoever writes for
one study knows its data: that amounts have two decimals, that births are kept as the first of their month, that
everyone has the same index date, that no table has rows it should not have.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from outcomelab.engines.duck import lock, opened
from outcomelab.hall.lab import Lab, Question
from outcomelab.hall.stages import ask, checked, linked_to_persons
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.holding import ContentStore
from outcomelab.holdings.content import open_content
from outcomelab.outcomes.derive import derive

T = TypeVar("T")

_TIMES = 3
_LOST = """
SELECT count(*) FROM persons SEMI JOIN linked USING (person_key)
WHERE date_sub('year', born, DATE '2020-01-01') NOT BETWEEN 16 AND 64
"""
_TABLE = """
WITH people AS (
    SELECT person_key, linked.person_key IS NOT NULL AS participant,
        date_sub('year', born, DATE '2020-01-01') AS age, sex, ethnicity, schooling, deprivation
    FROM persons LEFT JOIN linked USING (person_key)
    WHERE age BETWEEN 16 AND 64
), work AS (
    SELECT person_key,
        sum(earned) FILTER (month <= DATE '2020-01-01') AS earned_before,
        count(*) FILTER (month <= DATE '2020-01-01') AS months_before,
        sum(earned) FILTER (month > DATE '2020-01-01') AS earned_after,
        count(*) FILTER (month > DATE '2020-01-01') AS months_after
    FROM earnings WHERE month BETWEEN DATE '2019-01-01' AND DATE '2020-12-31' GROUP BY person_key
), relief AS (
    SELECT person_key,
        count(*) FILTER (month <= DATE '2020-01-01') AS benefits_before,
        count(*) FILTER (month > DATE '2020-01-01') AS benefits_after
    FROM benefits WHERE month BETWEEN DATE '2019-01-01' AND DATE '2020-12-31' GROUP BY person_key
), started AS (
    SELECT person_key, min(begun_on) - DATE '2020-01-01' AS days FROM spells
    WHERE begun_on BETWEEN DATE '2020-01-02' AND DATE '2020-12-31' GROUP BY person_key
), numbers AS (
    SELECT person_key, member FROM _members SEMI JOIN linked USING (person_key)
)
SELECT participant, age::DOUBLE AS age, sex, ethnicity, schooling::DOUBLE AS schooling,
    deprivation::DOUBLE AS deprivation,
    coalesce(round(earned_before, 2), 0) AS earned_before,
    coalesce(months_before, 0)::DOUBLE AS months_before,
    coalesce(benefits_before, 0)::DOUBLE AS benefits_before,
    coalesce(round(earned_after, 2), 0) AS earned_after,
    coalesce(months_after, 0)::DOUBLE AS months_after,
    (coalesce(benefits_after, 0) > 0)::INT::DOUBLE AS benefits_after,
    coalesce(days, 365)::DOUBLE AS first_spell, (days IS NOT NULL)::INT::DOUBLE AS first_spell__event, member
FROM people LEFT JOIN work USING (person_key) LEFT JOIN relief USING (person_key)
    LEFT JOIN started USING (person_key) LEFT JOIN numbers USING (person_key)
"""


@dataclass(frozen=True)
class Compared:
    """CPU seconds, the least of several runs in turn: of `derive`, of the query, and of the query when it leaves
    the rows in whatever order they come."""

    ours: float
    by_hand: float
    unordered: float

    def __str__(self) -> str:
        return (
            f"deriving {self.ours:.2f} CPU s, by hand {self.by_hand:.2f} ({self.ours / self.by_hand:.2f}x; "
            f"{self.unordered:.2f} without the order)"
        )


@dataclass(frozen=True)
class Linked:
    """A study up to its links, and the content that its table is derived from."""

    question: Question
    content: ContentStore
    crosswalk: pa.Table
    dates: pa.Table


def linked(study: Path, folder: Path) -> Linked:
    """Ask `study` in a `folder` that `growth` made, and link its list."""
    lab = Lab.at(folder / "holdings", None, None)
    question = ask(study, lab, dt.date.today())
    people = checked(question, folder / "world" / "provider" / "participants.csv")
    crosswalk = linked_to_persons(question, people, lab).crosswalk
    content = open_content(lab.holdings, lab.keys, question.dictionary.name)
    return Linked(question, content, crosswalk, people.dates)


def compare(study: Path, folder: Path) -> Compared:
    """Answer `study` from a `folder` that `growth` made, up to the links; then derive its table in both ways.

    Raises SystemExit when the tables differ in anything.
    """
    given = linked(study, folder)
    content, crosswalk = given.content, given.crosswalk

    def ours() -> Derived:
        return derive(content, given.question.dictionary, given.question.protocol, crosswalk, given.dates)

    def by_hand(order: str = "ORDER BY ALL") -> tuple[pa.Table, int]:
        with opened(content) as connection:
            lock(connection)
            connection.register("linked", crosswalk.select(["person_key"]))
            [lost] = connection.execute(_LOST).fetchone() or (0,)
            return connection.execute(_TABLE + order).to_arrow_table(), lost

    least = [float("inf")] * 3
    for _ in range(_TIMES):
        (derived, first), (queried, second) = _timed(ours), _timed(by_hand)
        _check_same(derived, *queried)
        del derived, queried
        _, third = _timed(lambda: by_hand(""))
        least = [min(pair) for pair in zip(least, (first, second, third), strict=True)]
    return Compared(*least)


def _timed(function: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    return function(), time.process_time() - start


def _check_same(derived: Derived, table: pa.Table, lost: int) -> None:
    participants = table.filter(table["participant"])
    same = derived.membership is not None and (
        derived.table.equals(table.drop_columns("member"))
        and derived.membership.drop_null().sort_by("place")["member"].equals(participants["member"])
        and (derived.flow.count, derived.pool) == (len(participants), len(table) - len(participants))
        and sum(loss.count for loss in derived.flow.lost) == lost
    )
    if not same:
        raise SystemExit("what was derived is not what was found by hand")
