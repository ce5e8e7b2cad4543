"""Linkage, clear and encoded, beside plain Splink: how right, how well estimated, how fast, and for whom.

    python -m benchmarks.linkage FOLDER

Every line is a process of its own. What is printed first is what the front door gives, its threshold chosen
without the truth; `best` and the recall of blocking are read off the weighed pairs afterwards.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import chdir, closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.alone import alone
from benchmarks.measured import Found, Inside, Score, best, by_group
from benchmarks.plain_splink import plain_splink
from benchmarks.tasks import NAMES, Task, task
from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.engines.duck import memory
from outcomelab.engines.on_duck import OnDuck
from outcomelab.handovers.encoded import HARDENINGS, Encoded
from outcomelab.handovers.linkage import Linked
from outcomelab.linkage.decide import best_rival
from outcomelab.linkage.encoded import scheme as encoded_scheme
from outcomelab.linkage.encoded.link import link_encoded
from outcomelab.linkage.encoded.tables import prepare
from outcomelab.linkage.link import link, prepared
from outcomelab.linkage.weighed import Weighed, weighed
from outcomelab.protocol.model import Linkage

CLEAR = "clear"


def main(folder: Path) -> None:
    """Print the task of 10,000 in every way, and Febrl's."""
    print(f"\n{NAMES['10k']}")
    (reference, inside), peak = alone(plain_splink, folder, "10k")
    reference.say("plain Splink", peak)
    inside.say()
    seconds = {}
    for way in (CLEAR, *HARDENINGS):
        found, peak = alone(run, folder, "10k", way)
        seconds[way] = found.seconds
        found.say(way if way == CLEAR else f"encoded, {way}", peak)
        print(f"    time {found.seconds / reference.seconds:.2f} of plain Splink's", end="")
        print("" if way == CLEAR else f", {found.seconds / seconds[CLEAR]:.2f} of clear linkage's")
        alone(look_inside, folder, "10k", way)[0].say()
    print(f"\n{NAMES['febrl4']}")
    for way in (CLEAR, HARDENINGS[0]):
        found, peak = alone(run, folder, "febrl4", way)
        found.say(way if way == CLEAR else f"encoded, {way}", peak)


def run(folder: Path, name: str, way: str) -> Found:
    """Link through the front door, timed without reading and encoding."""
    given = task(folder, name)
    groups = pa.table({"row": given.participants["row"], "grp": pa.array(given.groups)})
    if way == CLEAR:
        return _timed(given, lambda: link(given.participants, given.persons, Linkage(), groups=groups))
    lists = _encoded(given, way)
    # Linkage refuses to run where a key could be; a new folder has none.
    with tempfile.TemporaryDirectory() as empty, chdir(empty):
        return _timed(given, lambda: link_encoded(*lists, Linkage()))


def look_inside(folder: Path, name: str, way: str) -> Inside:
    """Every threshold of each other's best pairs, and what was compared."""
    given = task(folder, name)
    with closing(memory()) as connection:
        found = (_weighed if way == CLEAR else _weighed_encoded)(connection, given, way)
        keys = [
            connection.sql(f"SELECT key FROM {table} ORDER BY unique_id").fetchnumpy()["key"]  # noqa: S608 two names
            for table in ("participants", "persons")
        ]
    pairs, p = found.pairs, found.probability
    same = given.listed[keys[0][pairs.participant - 1] - 1] == given.held[keys[1][pairs.person - 1] - 1]
    mutual = (p > best_rival(pairs.participant, p)) & (p > best_rival(pairs.person, p))
    there = int(given.there.sum())
    top, at = best(same[mutual], p[mutual], there)
    return Inside(top, at, int(same.sum()) / there)


def _encoded(given: Task, hardening: str) -> tuple[Encoded, Encoded]:
    key = ProjectKey.new("benchmark")
    return encode(given.participants, key, hardening), encode(given.persons, key, hardening, rarity=True)


def _timed(given: Task, linkage: Callable[[], Linked]) -> Found:
    start = time.perf_counter()
    linked = linkage()
    seconds = time.perf_counter() - start
    row, person = linked.crosswalk["row"].to_numpy(), linked.crosswalk["person_key"].to_numpy()
    right, whose = given.listed[row - 1] == given.held[person - 1], given.groups[row - 1]
    probability = linked.crosswalk["match_probability"].to_numpy()
    told = linked.report.overall
    expected = {each.level: each.recall for each in linked.report.groups if each.group == "grp"}
    groups = {}
    for name, score in by_group(right, whose, given.groups[given.there]).items():
        estimated = float(probability[whose == name].mean()), expected.get(name)
        groups[name] = replace(score, estimated=estimated)
    overall = Score(int(right.sum()), len(right), int(given.there.sum()), (told.precision, told.recall))
    return Found(seconds, linked.report.threshold, overall, groups)


def _weighed(connection: duckdb.DuckDBPyConnection, given: Task, _: str) -> Weighed:
    scheme, sizes = prepared(connection, given.participants, given.persons, _nothing)
    return weighed(OnDuck(connection), scheme, sizes, Linkage(), _nothing)


def _weighed_encoded(connection: duckdb.DuckDBPyConnection, given: Task, hardening: str) -> Weighed:
    listed, held = _encoded(given, hardening)
    shared = prepare(connection, listed, held)
    kind, chance, family = encoded_scheme.scheme(OnDuck(connection), shared, hardening)
    return weighed(
        OnDuck(connection),
        kind,
        (listed.records.num_rows, held.records.num_rows),
        Linkage(),
        _nothing,
        lambda pairs: encoded_scheme.with_rarity(connection, pairs, held.encoding, chance),
        family=family,
    )


def _nothing(_: str) -> None:
    pass


if __name__ == "__main__":
    main(Path(sys.argv[1]))
