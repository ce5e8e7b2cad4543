"""Splink at work: chance agreement from random pairs, frequencies of values, and the levels of every pair."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
from splink import DuckDBAPI, Linker

from outcomelab.linkage.scheme import Comparison, Level, Scheme, settings

Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

SEED = 20261  # which records Splink samples: any number, but always the same
_SAMPLED = 2_000_000
# Bits: a pair that starts below this has no prospect, whatever is learned about the levels.
_HOPELESS = -14.0
_AT_ONCE = 2_000_000
# The starting value of u counts as much as this many sampled pairs.
_START = 50_000


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs worth weighing, sorted by participant and person (arrays of one length).

    levels: by comparison, the index into its `levels`, −1 where it is missing. frequency: log2 of how much
    rarer (or commoner, below 0) the agreed value is than agreement on average. relatives: both surname and
    postcode agree, as a family's do. chance: by comparison, u of each level.
    """

    participant: Numbers
    person: Numbers
    found_by: Numbers
    levels: dict[str, Numbers]
    frequency: dict[str, Floats]
    relatives: npt.NDArray[np.bool_]
    chance: dict[str, Floats]


def score(connection: duckdb.DuckDBPyConnection, scheme: Scheme, listed: int, held: int) -> Pairs:
    """Compare the pairs of the table `candidates`; `listed` and `held` are how many records each side has.

    Raises SplinkException or duckdb.Error, whose messages quote SQL: for the front door to keep in.
    """
    with _quiet():
        return _score(connection, scheme, listed, held)


def _score(connection: duckdb.DuckDBPyConnection, scheme: Scheme, listed: int, held: int) -> Pairs:
    comparisons = scheme.comparisons
    api = DuckDBAPI(connection)
    both = [api.register(name, dataset_display_name=name) for name in ("participants", "persons")]
    linker = Linker(both, settings(comparisons, min(0.5, 0.8 / held)), log_level=None)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=_SAMPLED, seed=SEED, num_chunks=1, min_count_per_level=None
    )
    pieces = list(_predict(connection, api, linker, scheme))
    columns = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    order = np.lexsort((columns["b"], columns["a"]))
    columns = {name: values[order] for name, values in columns.items()}
    return Pairs(
        participant=columns["a"],
        person=columns["b"],
        found_by=columns["found_by"],
        levels={c.name: columns[c.name] for c in comparisons},
        frequency={c.name: columns[f"tf_{c.name}"] for c in comparisons},
        relatives=columns["relatives"].astype(bool),
        chance=_chance(linker, comparisons, min(listed * held, _SAMPLED), 0.8 / held),
    )


def _predict(
    connection: duckdb.DuckDBPyConnection, api: Any, linker: Any, scheme: Scheme
) -> Iterator[dict[str, Any]]:
    count = connection.sql("SELECT count(*) FROM candidates").fetchall()[0][0]
    parts = max(1, -(-count // _AT_ONCE))
    for part in range(parts):
        connection.execute(
            f"CREATE OR REPLACE TABLE compared_{part} AS SELECT '0' AS match_key,"
            " 'participants-__-' || a AS join_key_l, 'persons-__-' || b AS join_key_r"
            f" FROM candidates WHERE a % {parts} = {part}"
        )
        linker.table_management.register_blocked_pairs_for_predict(api.register(f"compared_{part}"))
        predicted = linker.inference.predict(threshold_match_weight=_HOPELESS, warning_mode="never")
        yield connection.sql(
            f"SELECT {_chosen(scheme)} FROM {predicted.physical_name} AS p"
            " JOIN candidates ON a = p.unique_id_l AND b = p.unique_id_r"
        ).fetchnumpy()
        predicted.drop_table_from_database_and_remove_from_cache()
        connection.execute(f"DROP TABLE compared_{part}")


def _chosen(scheme: Scheme) -> str:
    names = {comparison.name for comparison in scheme.comparisons}
    family = scheme.family.pair if set(scheme.family.shared) <= names else "false"
    columns = ["a", "b", "found_by", f"coalesce({family}, false) AS relatives"]
    for comparison in scheme.comparisons:
        # Splink counts levels upwards from the last one.
        top = len(comparison.levels) - 1
        gamma = f"gamma_{comparison.name}"
        columns.append(f"(CASE WHEN {gamma} < 0 THEN -1 ELSE {top} - {gamma} END)::INTEGER AS {comparison.name}")
        weighed = any(level.frequency for level in comparison.levels)
        columns.append((f"mw_tf_adj_{comparison.name}" if weighed else "0::DOUBLE") + f" AS tf_{comparison.name}")
    return ", ".join(columns)


def _chance(linker: Any, comparisons: tuple[Comparison, ...], sampled: int, matches: float) -> dict[str, Floats]:
    # `matches` is the share of true matches among random pairs: on a small register it is large enough to
    # pass for chance agreement, so it is taken out again.
    model = {c["output_column_name"]: c for c in linker.misc.save_model_to_json()["comparisons"]}
    return {
        comparison.name: np.array(
            [
                _chance_of(level, trained["u_probability"], sampled, matches)
                for level, trained in zip(
                    comparison.levels, model[comparison.name]["comparison_levels"][1:], strict=True
                )
            ]
        )
        for comparison in comparisons
    }


def _chance_of(level: Level, sampled_u: float, sampled: int, matches: float) -> float:
    if level.fixed:
        return level.u
    if level.frequency and level.by == 1:
        return sampled_u  # Splink set the value's frequency against this very figure
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
