"""The query by which a pair's records are compared: the level of every comparison, and how rare what they share.

One query of ours that carries nothing but numbers out: Splink's own carries both records whole through every step,
which takes ten times as long.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from math import log2

import numpy as np
import numpy.typing as npt

from outcomelab.engines.running import Running
from outcomelab.linkage.scheme import Comparison, Scheme

Floats = npt.NDArray[np.float64]

# Bits: a pair that starts below this is left out, for whatever is learned about the levels hardly ever makes a
# match of it. What −14 would find beside is told in docs/benchmarks.md ("Other files of people").
HOPELESS = -12.0


def prior(held: int) -> float:
    """The probability that two records are one person, to start from."""
    return min(0.5, 0.8 / held)


def rated(comparisons: tuple[Comparison, ...]) -> list[str]:
    """The columns whose values' frequencies are looked at."""
    return sorted({level.frequency for c in comparisons for level in c.levels if level.frequency})


def levels_query(
    running: Running,
    scheme: Scheme,
    u: dict[str, Floats],
    held: int,
    *,
    sides: tuple[str, str] = ("participants", "persons"),
    found: str = "candidates",
    hopeless: float = HOPELESS,
) -> str:
    """The query that finds levels of pairs with second records {low} to {high}, less those that start below
    `hopeless` (bits).

    `found`: the table of pairs; `sides`: the tables of their two records, which may be one and the same. How
    frequent a record's values are is in the tables `participants_rates` and `persons_rates`.
    """
    left, right = sides
    # A comparison's own column may have its name: what is found of it is called otherwise.
    names = {comparison.name for comparison in scheme.comparisons}
    family = scheme.family.pair if set(scheme.family.shared) <= names else "false"
    measures = "".join(f", {c.measure} AS measure_{c.name}" for c in scheme.comparisons if c.measure)
    levels = [f"{_measured(c)} AS level_{c.name}" for c in scheme.comparisons]
    frequencies = [f"({_frequency(c, u[c.name])})::FLOAT AS tf_{c.name}" for c in scheme.comparisons]
    weight = " + ".join(f"{_bits(c, u[c.name])} + tf_{c.name}" for c in scheme.comparisons)
    rates = rated(scheme.comparisons)
    both = ", ".join(
        [f"l.{name} AS {name}_l" for name in running.names(left)]
        + [f"r.{name} AS {name}_r" for name in running.names(right)]
        + [f"{_of_both(name, scheme.comparisons)} AS of_{name}" for name in rates]
    )
    told = [f"level_{c.name}" for c in scheme.comparisons] + [f"tf_{c.name}" for c in scheme.comparisons]
    # Every pair has its two records. Joined as if it might not, it is the pairs that go looking for records,
    # whatever the engine thinks of how many there are: their texts are then not copied about with them.
    # Without "materialized" DuckDB would work the levels out again for every place that asks for them.
    return (
        f"WITH pair AS (SELECT a, b, found_by, ways, {both}"
        f"  FROM (SELECT a, b, found_by, ways FROM {found} WHERE b BETWEEN {{low}} AND {{high}}) AS pairs"
        f"  LEFT JOIN (SELECT * FROM {left} JOIN {left}_rates USING (unique_id)) AS l ON a = l.unique_id"
        f"  LEFT JOIN (SELECT * FROM {right} JOIN {right}_rates USING (unique_id)"
        "   WHERE unique_id BETWEEN {low} AND {high}) AS r ON b = r.unique_id),"
        f" levelled AS MATERIALIZED (SELECT a, b, found_by, ways, coalesce({family}, false) AS relatives,"
        f"  {', '.join([*levels, *(f'of_{name}' for name in rates)])}"
        f"  FROM (SELECT *{measures} FROM pair) AS measured),"
        f" rated AS (SELECT *, {', '.join(frequencies)} FROM levelled)"
        f" SELECT a, b, found_by, ways, relatives, {', '.join(told)} FROM rated"
        f" WHERE {_double(log2(prior(held) / (1 - prior(held))))} + {weight} >= {hopeless}"
    )


def level_of(comparison: Comparison) -> str:
    """SQL for the level of a pair: its index in the comparison, −1 where an identifier is missing."""
    *tried, rest = enumerate(comparison.levels)
    whens = " ".join(f"WHEN {level.sql} THEN {place}" for place, level in tried)
    return f"(CASE WHEN {comparison.missing} THEN -1 {whens} ELSE {rest[0]} END)::TINYINT"


def _of_both(name: str, comparisons: tuple[Comparison, ...]) -> str:
    """SQL for the frequency of what a pair shares. Only where two values are alike and not the same, which then
    says less (`by`), there are two, and the commoner counts."""
    rate = f"rate_{name}"
    if all(level.by == 1 for c in comparisons for level in c.levels if level.frequency == name):
        return f"l.{rate}"
    return f"CASE WHEN l.{rate} > r.{rate} THEN l.{rate} ELSE r.{rate} END"


def _measured(comparison: Comparison) -> str:
    level = level_of(comparison)
    return level.replace(comparison.measure, f"measure_{comparison.name}") if comparison.measure else level


def _frequency(comparison: Comparison, u: Floats) -> str:
    """Bits that a value's frequency adds to its level: log2 of u on average over u of this value."""
    whens = ""
    for place, level in enumerate(comparison.levels):
        if level.frequency:
            average = next(
                rate for rate, one in zip(u, comparison.levels, strict=True) if one.frequency == level.frequency
            )
            of = f"of_{level.frequency}"
            bits = f"{_double(level.by)} * ({_double(log2(average))} - log2({of}))"
            whens += f" WHEN level_{comparison.name} = {place} THEN {bits}"
    return f"coalesce(CASE{whens} END, 0)" if whens else "0e0"


def _bits(comparison: Comparison, u: Floats) -> str:
    whens = " ".join(
        f"WHEN {place} THEN {_double(log2(level.m / rate))}"
        for place, (level, rate) in enumerate(zip(comparison.levels, u, strict=True))
    )
    return f"CASE level_{comparison.name} {whens} ELSE 0 END"


def _double(number: float) -> str:
    # Without its exponent DuckDB would take it for a decimal, whose sums are many times slower.
    return f"{number:.12f}e0"
