"""The levels of every pair, what chance would make of them, and which pairs have no prospect.

Splink samples chance agreement and counts the frequencies of values. The levels themselves are found in one
query of ours that carries nothing but numbers out: Splink's own carries both records whole through every
step, which takes ten times as long.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import log2
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import DuckDBAPI, Linker

from outcomelab.linkage.resume.steps import NOTHING_KEPT, Steps
from outcomelab.linkage.scheme import Comparison, Level, Scheme, settings

Numbers = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.float32]

SEED = 20261  # which records Splink samples: any number, but always the same
# Bits: a pair that starts below this has no prospect, whatever is learned about the levels.
_HOPELESS = -14.0
_SIDES = ("participants", "persons")
# Pairs compared at once, which keeps memory flat; in this many parts at most, which cost time.
_AT_ONCE, _PARTS = 1_000_000, 16
# The starting value of u counts as much as this many sampled pairs.
_START = 50_000


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs worth weighing, sorted by participant and person (arrays of one length).

    levels: by comparison, the index into its `levels`, −1 where it is missing. frequency: log2 of how much
    rarer (or commoner, below 0) the agreed value is than agreement on average. relatives: both surname and
    postcode agree, as a family's do. found_by, ways: see `candidates`. chance: by comparison, u of each level.
    """

    participant: Numbers
    person: Numbers
    found_by: Numbers
    ways: Levels
    levels: dict[str, Levels]
    frequency: dict[str, Bits]
    relatives: npt.NDArray[np.bool_]
    chance: dict[str, Floats]


def _unheard(words: str) -> None:
    """Nobody listens."""


def score(
    connection: duckdb.DuckDBPyConnection,
    scheme: Scheme,
    listed: int,
    held: int,
    said: Callable[[str], None] = _unheard,
    steps: Steps = NOTHING_KEPT,
) -> Pairs:
    """Compare the pairs of the table `candidates`; `listed` and `held` are how many records each side has.

    `said` is told how far it is, in a few words. `steps`: where what was compared is kept, and found again.
    Raises SplinkException or duckdb.Error, whose messages quote SQL: for the front door to keep in.
    """
    with _quiet():
        u = _sample(connection, scheme, held)
    query = _query(connection, scheme, u, held)
    pieces = list(_compared(connection, query, held, said, steps))
    for side in _SIDES:
        connection.execute(f"DROP TABLE {side}_rates")
    columns = {name: np.concatenate([piece.pop(name) for piece in pieces]) for name in list(pieces[0])}
    order = np.lexsort((columns["b"], columns["a"]))
    columns = {name: values[order] for name, values in columns.items()}
    sampled = min(listed * held, scheme.sampled)
    return Pairs(
        participant=columns["a"],
        person=columns["b"],
        found_by=columns["found_by"],
        ways=columns["ways"],
        levels={c.name: columns[f"level_{c.name}"] for c in scheme.comparisons},
        frequency={c.name: columns[f"tf_{c.name}"] for c in scheme.comparisons},
        relatives=columns["relatives"],
        chance={c.name: _chance(c, u[c.name], sampled, 0.8 / held) for c in scheme.comparisons},
    )


def _sample(connection: duckdb.DuckDBPyConnection, scheme: Scheme, held: int) -> dict[str, Floats]:
    """u of each level from random pairs, by comparison; and the frequencies of each record's values, as the
    tables `participants_rates` and `persons_rates`."""
    api = DuckDBAPI(connection)
    both = [api.register(name, dataset_display_name=name) for name in _SIDES]
    linker = Linker(both, settings(scheme.comparisons, _prior(held)), log_level=None)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=scheme.sampled, seed=SEED, num_chunks=1, min_count_per_level=None
    )
    rated = _rated(scheme.comparisons)
    counted = {name: linker.table_management.compute_tf_table(name).physical_name for name in rated}
    for side in _SIDES:
        chosen = ", ".join(["unique_id", *(f"{counted[name]}.tf_{name}::FLOAT AS {name}" for name in rated)])
        joined = " ".join(f"LEFT JOIN {counted[name]} USING ({name})" for name in rated)
        connection.execute(f"CREATE TABLE {side}_rates AS SELECT {chosen} FROM {side} {joined}")
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    return _sampled(linker, scheme.comparisons)


def _rated(comparisons: tuple[Comparison, ...]) -> list[str]:
    return sorted({level.frequency for c in comparisons for level in c.levels if level.frequency})


def _compared(
    connection: duckdb.DuckDBPyConnection, query: str, held: int, said: Callable[[str], None], steps: Steps
) -> Iterator[dict[str, Any]]:
    count = connection.sql("SELECT count(*) FROM candidates").fetchall()[0][0]
    parts = min(max(1, round(count / _AT_ONCE)), _PARTS)
    for part in range(parts):
        if part:
            said(f"comparing {count:,} pairs, {part / parts:.0%} done")
        # By persons, the longer list as a rule, so that each of them is looked up once.
        low, high = held * part // parts + 1, held * (part + 1) // parts
        step = f"comparing part {part + 1} of {parts}"
        kept = steps.take(step)
        if kept is not None:
            yield {name: kept[name].to_numpy() for name in kept.column_names}
            continue
        piece = connection.execute(query, {"low": low, "high": high}).fetchnumpy()
        steps.keep(step, pa.table(piece))
        yield piece


def _query(connection: duckdb.DuckDBPyConnection, scheme: Scheme, u: dict[str, Floats], held: int) -> str:
    """The query that finds levels of candidates with persons $low to $high, and leaves out the hopeless."""
    # A comparison's own column may have its name: what is found of it is called otherwise.
    names = {comparison.name for comparison in scheme.comparisons}
    family = scheme.family.pair if set(scheme.family.shared) <= names else "false"
    levels = [f"{level_of(c)} AS level_{c.name}" for c in scheme.comparisons]
    frequencies = [f"({_frequency(c, u[c.name])})::FLOAT AS tf_{c.name}" for c in scheme.comparisons]
    weight = " + ".join(f"{_bits(c, u[c.name])} + tf_{c.name}" for c in scheme.comparisons)
    rates = _rated(scheme.comparisons)
    both = ", ".join(
        [f"l.{name} AS {name}_l" for name in _names(connection, "participants")]
        + [f"r.{name} AS {name}_r" for name in _names(connection, "persons")]
        + [f"greatest(coalesce(x.{name}, y.{name}), coalesce(y.{name}, x.{name})) AS of_{name}" for name in rates]
    )
    found = [f"level_{c.name}" for c in scheme.comparisons] + [f"tf_{c.name}" for c in scheme.comparisons]
    # Without "materialized" DuckDB would work the levels out again for every place that asks for them.
    return (
        f"WITH pair AS (SELECT a, b, found_by, ways, {both} FROM candidates"
        "  JOIN participants AS l ON a = l.unique_id JOIN persons AS r ON b = r.unique_id"
        "  JOIN participants_rates AS x ON a = x.unique_id JOIN persons_rates AS y ON b = y.unique_id"
        "  WHERE b BETWEEN $low AND $high AND r.unique_id BETWEEN $low AND $high"
        "   AND y.unique_id BETWEEN $low AND $high),"
        f" levelled AS MATERIALIZED (SELECT a, b, found_by, ways, coalesce({family}, false) AS relatives,"
        f"  {', '.join([*levels, *(f'of_{name}' for name in rates)])} FROM pair),"
        f" rated AS (SELECT *, {', '.join(frequencies)} FROM levelled)"
        f" SELECT a, b, found_by, ways, relatives, {', '.join(found)} FROM rated"
        f" WHERE {_double(log2(_prior(held) / (1 - _prior(held))))} + {weight} >= {_HOPELESS}"
    )


def level_of(comparison: Comparison) -> str:
    """SQL for the level of a pair: its index in the comparison, −1 where an identifier is missing."""
    *tried, rest = enumerate(comparison.levels)
    whens = " ".join(f"WHEN {level.sql} THEN {place}" for place, level in tried)
    return f"(CASE WHEN {comparison.missing} THEN -1 {whens} ELSE {rest[0]} END)::TINYINT"


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


def _names(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return connection.sql(f"SELECT * FROM {table} LIMIT 0").columns


def _sampled(linker: Any, comparisons: tuple[Comparison, ...]) -> dict[str, Floats]:
    """By comparison, u of each level as Splink sampled it."""
    model = {c["output_column_name"]: c for c in linker.misc.save_model_to_json()["comparisons"]}
    return {
        c.name: np.array([level["u_probability"] for level in model[c.name]["comparison_levels"][1:]])
        for c in comparisons
    }


def _chance(comparison: Comparison, u: Floats, sampled: int, matches: float) -> Floats:
    # `matches` is the share of true matches among random pairs: on a small register it is large enough to
    # pass for chance agreement, so it is taken out again.
    return np.array(
        [_chance_of(level, rate, sampled, matches) for level, rate in zip(comparison.levels, u, strict=True)]
    )


def _chance_of(level: Level, sampled_u: float, sampled: int, matches: float) -> float:
    if level.fixed:
        return level.u
    if level.frequency and level.by == 1:
        return sampled_u  # a value's frequency was set against this very figure
    by_chance = max(sampled_u - matches * level.m, sampled_u / 4)
    return (by_chance * sampled + level.u * _START) / (sampled + _START)


def _prior(held: int) -> float:
    return min(0.5, 0.8 / held)


@contextmanager
def _quiet() -> Iterator[None]:
    # Splink logs through its own logger; with nobody listening Python would print its warnings.
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
