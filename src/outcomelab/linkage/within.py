"""A list compared with itself: how probable it is that two of its records are one person.

The levels, their m and their u are the scheme's (Fellegi and Sunter 1969). Two things differ from linking two
lists. Nothing says that a record has at most one other, so each pair is judged by itself. And duplicates are
rare: too few to learn every level's m from, and family so much commoner that learning would take brothers
for duplicates. So m stays as the scheme has it, and only how many duplicates a record has is learned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.engines.on_duck import OnDuck
from outcomelab.linkage import candidates, relatives
from outcomelab.linkage.compare import CLEAR
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.never_compared import never_compared
from outcomelab.linkage.relatives import Relatives
from outcomelab.linkage.rows import as_list, numbered
from outcomelab.linkage.scheme import Scheme
from outcomelab.linkage.score import Numbers, Pairs, score
from outcomelab.linkage.tables import prepare
from outcomelab.linkage.train import different_people

# Duplicates a record has, to start from; counted as much as this many records.
_DUPLICATES, _START = 0.01, 10.0
_ROUNDS, _STILL = 50, 1e-6
# A pair that shares one value and no second is worth comparing only where the value is nobody else's.
_ALONE = "service_number"
# Levels on which two forenames are two names rather than two ways to write or say one.
_TWO_NAMES = ("a letter", "close", "differs")
# A forename that this many people bear, and a hundredth as many as bear the other, is no misspelling of it.
_BORNE, _OF_THE_OTHER = 3, 0.01

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Within:
    """Pairs of a list's rows (from 0, first and second) and the probability that they are one person.
    missed: how many pairs of one person were probably never compared, or taken for twins."""

    first: Numbers
    second: Numbers
    probability: Floats
    missed: float


def compare_within(connection: duckdb.DuckDBPyConnection, persons: pa.Table, called: str) -> Within:
    """Compare a list, by PERSONS_IDENTIFIERS, with itself; `called` names it in a message.

    Raises LinkageError when its identifiers cannot tell people apart; SplinkException and duckdb.Error, for
    the front door to keep in.
    """
    rows = numbered(persons)
    shared = prepare(connection, as_list(rows), rows, (called, called))
    # One record has one number on both sides, so that no pair is taken twice, or is a record with itself.
    connection.execute(
        "CREATE OR REPLACE TABLE participants AS SELECT r.unique_id, l.* EXCLUDE (unique_id)"
        " FROM participants AS l JOIN persons AS r USING (key) ORDER BY r.unique_id"
    )
    scheme = replace(
        CLEAR,
        combinations=tuple(c for c in CLEAR.combinations if len(c[0]) > 1 or c[0] == (_ALONE,)),
        comparisons=tuple(c for c in CLEAR.comparisons if c.identifier in shared),
    )
    found = candidates.find(OnDuck(connection), scheme.combinations, within=True)
    if not found.pairs:
        none = np.empty(0, np.int32)
        return Within(none, none, np.empty(0), 0.0)
    pairs = score(OnDuck(connection), scheme, rows.num_rows, rows.num_rows)
    probability, ruled_out = _probability(connection, pairs, scheme, rows.num_rows)
    missed = never_compared(pairs, probability) + ruled_out
    row = connection.sql("SELECT key FROM persons ORDER BY unique_id").fetchnumpy()["key"].astype(np.int32)
    return Within(row[pairs.participant - 1], row[pairs.person - 1], probability, missed)


def _probability(
    connection: duckdb.DuckDBPyConnection, pairs: Pairs, scheme: Scheme, records: int
) -> tuple[Floats, float]:
    """The probability of each pair, and how many pairs that are no twins were probably taken for such."""
    counted = relatives.count(OnDuck(connection), scheme.family)
    agreement = sum(
        np.append(np.log2([level.m for level in c.levels]), 0.0)[pairs.levels[c.name]] for c in scheme.comparisons
    )
    possible = ~_two_names(connection, pairs)
    duplicates, family = _DUPLICATES, counted
    taken = probability = np.zeros(len(pairs.person))
    for _ in range(_ROUNDS):
        chance = _different_people(pairs, scheme, family, records)
        weight = np.log2(duplicates / records) + agreement - chance
        taken = 1 / (1 + np.exp2(np.clip(-weight, -500, 500)))
        before, probability = probability, np.where(possible, taken, 0.0)
        duplicates = (2 * probability.sum() + _DUPLICATES * _START) / (records + _START)
        family = _without_duplicates(counted, pairs, probability, records)
        if np.abs(probability - before).max(initial=0.0) < _STILL:
            break
    return probability, float(taken[~possible].sum())


def _different_people(pairs: Pairs, scheme: Scheme, family: Relatives, records: int) -> Floats:
    """As in linkage, but twins never have one name, not even by chance: parents see to that. Linkage can do
    without, since its pairs have rivals; here most duplicates would pass for such twins."""
    chance = different_people(pairs, scheme.comparisons, family, records)
    if not {"born", "forename"} <= set(pairs.levels):
        return chance
    no_twins = replace(family, twins=np.finfo(np.float64).tiny)
    otherwise = different_people(pairs, scheme.comparisons, no_twins, records)
    return np.where((pairs.levels["born"] == 0) & (pairs.levels["forename"] == 0), otherwise, chance)


def _without_duplicates(counted: Relatives, pairs: Pairs, probability: Floats, records: int) -> Relatives:
    """Relatives less the duplicates among them: whoever is there twice was counted as a twin with one name."""
    if not counted.number:
        return counted
    families = counted.number * records
    own = np.where(pairs.relatives, probability, 0.0)
    left = max(families - 2 * own.sum(), families * 0.01)

    def rate(counted_rate: float, name: str, least: float) -> float:
        agree = own[pairs.levels[name] == 0].sum() if name in pairs.levels else 0.0
        return float(max((counted_rate * families - 2 * float(agree)) / left, least))

    return replace(
        counted,
        number=left / records,
        twins=rate(counted.twins, "born", relatives.TWINS / 2),
        namesakes=rate(counted.namesakes, "forename", relatives.NAMESAKES / 2),
    )


def _two_names(connection: duckdb.DuckDBPyConnection, pairs: Pairs) -> Flags:
    """Pairs that share a date of birth and bear two forenames that other people bear too: twins, wherever they
    live now, whom parents often give names a letter or two apart, some of which the list of nicknames holds
    for one (Mary and Marie). A service number that agrees says otherwise."""
    if "born" not in pairs.levels or "forename" not in pairs.levels:
        return np.zeros(len(pairs.person), bool)
    borne = connection.sql(
        "SELECT count(forename_1) OVER (PARTITION BY forename_1) AS n FROM persons ORDER BY unique_id"
    ).fetchnumpy()["n"]
    one, two = borne[pairs.participant - 1], borne[pairs.person - 1]
    fewer, more = np.minimum(one, two), np.maximum(one, two)
    twins: Flags = (pairs.levels["born"] == 0) & (fewer >= _BORNE) & (fewer >= _OF_THE_OTHER * more)
    if _ALONE in pairs.levels:
        twins &= pairs.levels[_ALONE] != 0
    nicknames = twins & _on(pairs, ("nickname",))
    twins &= _on(pairs, _TWO_NAMES)
    twins[nicknames] = _alike(connection, pairs.participant[nicknames], pairs.person[nicknames])
    return twins


def _on(pairs: Pairs, labels: tuple[str, ...]) -> Flags:
    levels = next(comparison.levels for comparison in CLEAR.comparisons if comparison.name == "forename")
    return np.array([*(level.label in labels for level in levels), False])[pairs.levels["forename"]]


def _alike(connection: duckdb.DuckDBPyConnection, first: Numbers, second: Numbers) -> Flags:
    """Whether the forenames of each pair are spelled no more than two letters apart."""
    nth = np.arange(len(first), dtype=np.int32)
    connection.register("nicknamed", pa.table({"nth": nth, "a": first, "b": second}))
    found = connection.sql(
        "SELECT damerau_levenshtein(l.forename_1, r.forename_1) <= 2 AS alike FROM nicknamed"
        " JOIN persons AS l ON a = l.unique_id JOIN persons AS r ON b = r.unique_id ORDER BY nth"
    ).fetchnumpy()["alike"]
    connection.unregister("nicknamed")
    return found.astype(bool)
