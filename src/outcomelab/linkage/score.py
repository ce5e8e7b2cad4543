"""The levels of every pair, what chance would make of them, and which pairs have no prospect.

Splink samples chance agreement and counts the frequencies of values, which stay in the tables `participants_rates`
and `persons_rates`. The levels themselves are found by a query of ours (`levels`).
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import Linker

from outcomelab.engines.running import Running
from outcomelab.linkage.engine import SIDES, splink
from outcomelab.linkage.levels import Floats, levels_query, prior, rated
from outcomelab.linkage.scheme import Comparison, Level, Scheme, settings
from outcomelab.unfinished.steps import NOTHING_KEPT, Steps

Numbers = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]
Bits = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

# Pairs compared at once, which keeps memory flat; in this many parts at most, which cost time.
_AT_ONCE, _PARTS = 2_000_000, 8
# A value that nobody else has: as frequent as if so many others had it.
_UNSEEN = 0.5
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
    relatives: Flags
    chance: dict[str, Floats]


def upto(pairs: Pairs, participant: int) -> int:
    """How many pairs are of participants up to that number."""
    return int(np.searchsorted(pairs.participant, participant, side="right"))


def at(values: Floats, levels: Levels) -> Floats:
    """The value for each pair's level. An identifier that is missing says nothing: its level, −1, has 0."""
    return np.append(values, 0.0)[levels]


def _unheard(words: str) -> None:
    """Nobody listens."""


def score(
    running: Running,
    scheme: Scheme,
    listed: int,
    held: int,
    said: Callable[[str], None] = _unheard,
    steps: Steps = NOTHING_KEPT,
) -> Pairs:
    """Compare the pairs of the table `candidates`; `listed` and `held` are how many records each side has.

    `said` is told how far it is, in a few words. `steps`: where what was compared is kept, and found again.
    Raises SplinkException or an error of the engine, whose messages quote SQL: for the front door to keep in.
    """
    with _quiet():
        u = _sample(running, scheme, listed, held)
        _rate(running, scheme, held)
    query = levels_query(running, scheme, u, held)
    pieces = list(_compared(running, query, held, said, steps))
    columns = {name: np.concatenate([piece.pop(name) for piece in pieces]) for name in list(pieces[0])}
    sampled = min(listed * held, scheme.sampled)
    return as_pairs(
        columns, scheme, {c.name: _chance(c, u[c.name], sampled, 0.8 / held) for c in scheme.comparisons}
    )


def as_pairs(columns: dict[str, Any], scheme: Scheme, chance: dict[str, Floats]) -> Pairs:
    """What the query of `levels` found, sorted; `chance` as in `Pairs`."""
    order = np.argsort(columns["a"].astype(np.int64) << 32 | columns["b"])
    columns = {name: values[order] for name, values in columns.items()}
    return Pairs(
        participant=columns["a"],
        person=columns["b"],
        found_by=columns["found_by"],
        ways=columns["ways"],
        levels={c.name: columns[f"level_{c.name}"] for c in scheme.comparisons},
        frequency={c.name: columns[f"tf_{c.name}"] for c in scheme.comparisons},
        relatives=columns["relatives"],
        chance=chance,
    )


def _sample(running: Running, scheme: Scheme, listed: int, held: int) -> dict[str, Floats]:
    """u of each level from random pairs, by comparison.

    Records are numbered in a random order already: the first of the participants are taken and, so that the two
    do not go together, persons at even distances. Every engine takes the same.
    """
    share = min(1.0, sqrt(scheme.sampled / (listed * held)))
    first, evenly = ceil(share * listed), ceil(share * held)
    spread = f"unique_id::BIGINT * {evenly} % {held} < {evenly}"
    sampled = tuple(f"sampled_{side}" for side in SIDES)
    for table, side, which in zip(sampled, SIDES, (f"unique_id <= {first}", spread), strict=True):
        running.make(table, f"SELECT * FROM {side} WHERE {which}")
    linker = _linker(running, scheme, sampled, held)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=first * evenly, num_chunks=1, min_count_per_level=None
    )
    u = _sampled(linker, scheme.comparisons)
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    for table in sampled:
        running.drop(table)
    return u


def _rate(running: Running, scheme: Scheme, held: int) -> None:
    """The frequencies of each record's values, as the tables `participants_rates` and `persons_rates`."""
    linker = _linker(running, scheme, SIDES, held)
    names = rated(scheme.comparisons)
    counted = {name: linker.table_management.compute_tf_table(name).physical_name for name in names}
    among = _among_others(running, counted)
    for side in SIDES:
        rates = (f"{among[name]}::FLOAT AS rate_{name}" for name in names)
        chosen = ", ".join(["unique_id", *rates])
        joined = " ".join(f"LEFT JOIN {counted[name]} USING ({name})" for name in names)
        running.make(f"{side}_rates", f"SELECT {chosen} FROM {side} {joined}")
    linker.table_management.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]


def _linker(running: Running, scheme: Scheme, tables: tuple[str, ...], held: int) -> Linker:
    api = splink(running)
    both = [api.register(name, dataset_display_name=name) for name in tables]
    return Linker(both, settings(scheme.comparisons, prior(held), running.spelled), log_level=None)


def _among_others(running: Running, counted: dict[str, str]) -> dict[str, str]:
    """By column, SQL for the frequency of its value among everybody else's; `counted` names Splink's tables.

    Two records that agree on it are two of those that Splink counted, and of a rare value they are all. What they
    would be if they were two people, only the others can tell.
    """
    if not counted:
        return {}
    have = ", ".join(f"count({name})" for name in counted)
    sides = (running.rows(f"SELECT {have} FROM {side}")[0] for side in SIDES)
    people = {name: max(int(a) + int(b), 1) for name, a, b in zip(counted, *sides, strict=True)}
    return {
        name: f"greatest({table}.tf_{name} - {2 / people[name]!r}, {_UNSEEN / people[name]!r})"
        for name, table in counted.items()
    }


def _compared(
    running: Running, query: str, held: int, said: Callable[[str], None], steps: Steps
) -> Iterator[dict[str, Any]]:
    count = running.rows("SELECT count(*) FROM candidates")[0][0]
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
        piece = running.columns(query.format(low=low, high=high))
        steps.keep(step, pa.table(piece))
        yield piece


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
