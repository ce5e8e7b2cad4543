"""Splink 5 as its documentation would have one use it: the reference that linkage is held against.

Stock comparisons, five usual blocking rules, u by random sampling, m by two sessions of expectation
maximisation, prediction, and each other's best at a match probability of .95.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.measured import Found, Inside, Score, best, by_group
from benchmarks.tasks import raw
from outcomelab.linkage.decide import best_rival

THRESHOLD = 0.95
_RULES = (
    ("last_name", "first_name"),
    ("dob",),
    ("last_name", "substr(dob, 1, 4)"),
    ("first_name", "zip"),
    ("last_name", "zip"),
)
_COLUMNS = "row_number() OVER ()::INTEGER AS unique_id, pid, grp, first_name, middle, last_name, sex, dob, zip"


def plain_splink(folder: Path, name: str) -> tuple[Found, Inside]:
    """Link one of the tasks that are not Febrl's; the time is that of everything from the files on."""
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    start = time.perf_counter()
    for side, query in zip(("participants", "persons"), raw(folder, name), strict=True):
        connection.execute(f"CREATE TABLE {side} AS SELECT {_COLUMNS} FROM ({query})")  # noqa: S608 written here
    predicted = _predicted(connection)
    pairs = connection.sql(
        "SELECT l.unique_id AS a, r.unique_id AS b, l.pid = r.pid AS same, l.grp AS grp,"  # noqa: S608
        f" match_probability AS p FROM {predicted} JOIN participants AS l ON unique_id_l = l.unique_id"
        " JOIN persons AS r ON unique_id_r = r.unique_id"
    ).fetchnumpy()
    p, same = pairs["p"], pairs["same"].astype(bool)
    mutual = (p > best_rival(pairs["a"], p)) & (p > best_rival(pairs["b"], p))
    kept = mutual & (p >= THRESHOLD)
    seconds = time.perf_counter() - start
    query = "SELECT grp FROM participants WHERE pid IN (SELECT pid FROM persons)"
    there = connection.sql(query).fetchnumpy()["grp"]
    score = Score(int(same[kept].sum()), int(kept.sum()), len(there))
    top, at = best(same[mutual], p[mutual], len(there))
    return (
        Found(seconds, THRESHOLD, score, by_group(same[kept], pairs["grp"][kept], there)),
        Inside(top, at, _blocked(connection) / len(there)),
    )


def _blocked(connection: duckdb.DuckDBPyConnection) -> int:
    """How many people some rule brings together with themselves."""
    together = [
        " INTERSECT ".join(
            f"SELECT pid, {', '.join(rule)} FROM {side} WHERE {' IS NOT NULL AND '.join(rule)} IS NOT NULL"  # noqa: S608
            for side in ("participants", "persons")
        )
        for rule in _RULES
    ]
    everybody = " UNION ".join(f"SELECT pid FROM ({each})" for each in together)  # noqa: S608
    return int(connection.sql(f"SELECT count(*) FROM ({everybody})").fetchall()[0][0])  # noqa: S608


def _predicted(connection: duckdb.DuckDBPyConnection) -> str:
    """The name of the table of predictions."""
    api = DuckDBAPI(connection)
    linker: Any = Linker([api.register("participants"), api.register("persons")], _settings(), log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "last_name", "dob")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6 + 1, seed=1)
    for rule in (("dob",), ("first_name", "last_name")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule), max_pairs=1e6)
    return str(linker.inference.predict(threshold_match_probability=0.01, warning_mode="never").physical_name)


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("last_name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("zip").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("middle"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in _RULES],
    )
