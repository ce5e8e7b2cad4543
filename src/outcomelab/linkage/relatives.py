"""How alike two different people can be because they are a family.

Strangers agree by chance, field by field. Relatives share a surname and a postcode, sometimes the date of
birth (twins) or the forename (father and son), and would pass for one person. How many relatives a person
has, and how often they are such, is counted in the register itself, where every pair is two people.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from outcomelab.engines.running import Running
from outcomelab.linkage.scheme import Agreement, Family

# Judgement, counted as much as `_START` pairs of relatives, for a register with few.
TWINS, NAMESAKES, _START = 0.006, 0.012, 200.0


@dataclass(frozen=True)
class Relatives:
    """number: people in the register with a person's surname and postcode, beyond chance. twins, namesakes:
    the share of those with the same date of birth, the same forename. shared: the comparisons that they agree
    on because they are relatives."""

    number: float
    twins: float
    namesakes: float
    shared: tuple[str, ...]


def without(counted: Relatives, number: float, twins: float, namesakes: float) -> Relatives:
    """Relatives less those that are the person again: `number` of them a person, and of these how many agree on
    the date of birth (`twins`) and on the forename (`namesakes`), all by person."""
    if not counted.number or not number:
        return counted
    left = max(counted.number - number, counted.number * 0.01)
    return Relatives(
        left,
        max((counted.twins * counted.number - twins) / left, TWINS / 2),
        max((counted.namesakes * counted.number - namesakes) / left, NAMESAKES / 2),
        counted.shared,
    )


def count(running: Running, family: Family, rates: Mapping[Agreement, float] | None = None) -> Relatives:
    """Count relatives in the table `persons`. `number` is 0 where a column of the home is missing. `rates`: by
    agreement, what `rate` has counted already."""
    pairs, there = _agreeing(running, family.home)
    if not there:
        return Relatives(0.0, TWINS, NAMESAKES, family.shared)

    def strangers(each: Agreement) -> float:
        return rates[each] if rates and each in rates else rate(running, each)

    by_chance = prod(strangers(each) for each in family.by_chance) * there * (there - 1)
    families = max(pairs - by_chance, 0.0)

    def share(sort: tuple[str, Agreement], judged: float) -> float:
        columns, agreement = sort
        alike = _agreeing(running, f"{family.home}, {columns}")[0] - by_chance * strangers(agreement)
        return (max(alike, 0.0) + judged * _START) / (families + _START)

    return Relatives(
        families / there, share(family.twins, TWINS), share(family.namesakes, NAMESAKES), family.shared
    )


def rate(running: Running, agreement: Agreement) -> float:
    """How often two different records of the table `persons` agree as `agreement` says; 0 where none could."""
    pairs, there = _agreeing(running, agreement.columns)
    among = float(there) * (there - 1)
    if agreement.given:
        among, _ = _agreeing(running, agreement.given, f"{agreement.columns} IS NOT NULL")
    return pairs / among if among else 0.0


def _agreeing(running: Running, columns: str, also: str = "true") -> tuple[float, int]:
    """Ordered pairs of people who agree on all of `columns`, and how many have them all."""
    given = " AND ".join(f"{column} IS NOT NULL" for column in columns.split(", "))
    row = running.rows(
        "SELECT coalesce(sum(n::DOUBLE * (n - 1)), 0), coalesce(sum(n), 0) FROM"
        f" (SELECT count(*) AS n FROM persons WHERE {given} AND {also} GROUP BY {columns}) AS groups"
    )[0]
    return float(row[0]), int(row[1])
