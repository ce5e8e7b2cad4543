"""Finding a holding's persons among those on the spine, each side with every way it was ever written down.

Who stands for a person that was written down in several ways? All of the ways do. A person's latest or fullest
record is often the one with the new surname, while the holding at hand still has the old one; so every distinct
spelling is compared with every other, and the best pair of spellings counts for the pair of persons. The rest is
linkage as ever: one-to-one, learned, with a threshold from the estimated precision.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb
import numpy as np
import pyarrow as pa

from outcomelab.engines.on_duck import OnDuck
from outcomelab.linkage import candidates, relatives
from outcomelab.linkage.compare import CLEAR
from outcomelab.linkage.decide import decide
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.never_compared import never_compared
from outcomelab.linkage.relatives import Relatives
from outcomelab.linkage.rows import as_list, numbered
from outcomelab.linkage.scheme import Scheme
from outcomelab.linkage.score import Numbers, Pairs, score
from outcomelab.linkage.tables import prepare
from outcomelab.linkage.train import different_people, learn
from outcomelab.protocol.model import Linkage

CALLED = ("the holding", "the spine")


@dataclass(frozen=True)
class Side:
    """One side: `spellings` (a table with the identifiers' columns) and whose each is (persons from 0)."""

    spellings: pa.Table
    person: Numbers
    persons: int


@dataclass(frozen=True)
class Found:
    """Links kept: `listed` and `held` are the persons' numbers, `probability` that of the link. `findable`:
    how many matches there are by estimate, those never compared among them."""

    listed: Numbers
    held: Numbers
    probability: Floats
    findable: float


NOBODY = Found(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0), 0.0)


def find_persons(connection: duckdb.DuckDBPyConnection, listed: Side, held: Side, rule: Linkage) -> Found:
    """Link the persons of `listed` one-to-one to those of `held`.

    Raises LinkageError when the identifiers that both have cannot tell people apart; SplinkException and
    duckdb.Error, for the front door to keep in.
    """
    rows = numbered(listed.spellings), numbered(held.spellings)
    shared = prepare(connection, as_list(rows[0]), rows[1], CALLED)
    found = candidates.find(OnDuck(connection), CLEAR.combinations)
    if not found.pairs:
        return NOBODY
    scheme = replace(CLEAR, comparisons=tuple(c for c in CLEAR.comparisons if c.identifier in shared))
    spelled = score(OnDuck(connection), scheme, rows[0].num_rows, rows[1].num_rows)
    persons = _whose(connection, "participants", listed), _whose(connection, "persons", held)
    _keep_one_each(connection, persons[1])
    family = relatives.count(OnDuck(connection), scheme.family)
    pairs = best_spellings(spelled, persons, scheme, family, held.persons)
    model = learn(pairs, scheme.comparisons, family, listed.persons, held.persons)
    kept = decide(pairs, model, rule.precision, listed.persons).kept
    return Found(
        listed=pairs.participant[kept] - 1,
        held=pairs.person[kept] - 1,
        probability=model.probability[kept],
        findable=float(model.probability.sum()) + never_compared(pairs, model.probability),
    )


def best_spellings(
    pairs: Pairs, persons: tuple[Numbers, Numbers], scheme: Scheme, family: Relatives, held: int
) -> Pairs:
    """Of all pairs of spellings of two persons the one that says most, numbered by person (from 1).

    `persons`: whose the spelling of each number is, on either side. What a pair says is weighed by the
    levels' own m; of equals the first, in an order that follows from content, is taken.
    """
    weight = -different_people(pairs, scheme.comparisons, family, held)
    for comparison in scheme.comparisons:
        agreement = np.append(np.log2([level.m for level in comparison.levels]), 0.0)
        weight = weight + agreement[pairs.levels[comparison.name]]
    participant, person = persons[0][pairs.participant - 1] + 1, persons[1][pairs.person - 1] + 1
    order = np.lexsort((-weight, person, participant))
    same = (participant[order][1:] == participant[order][:-1]) & (person[order][1:] == person[order][:-1])
    best = order[np.append(True, ~same)]
    return Pairs(
        participant=participant[best].astype(np.int32),
        person=person[best].astype(np.int32),
        found_by=pairs.found_by[best],
        ways=pairs.ways[best],
        levels={name: values[best] for name, values in pairs.levels.items()},
        frequency={name: values[best] for name, values in pairs.frequency.items()},
        relatives=pairs.relatives[best],
        chance=pairs.chance,
    )


def _whose(connection: duckdb.DuckDBPyConnection, table: str, side: Side) -> Numbers:
    place = connection.sql(f"SELECT key FROM {table} ORDER BY unique_id").fetchnumpy()["key"]
    whose: Numbers = side.person[place.astype(np.int64)]
    return whose


def _keep_one_each(connection: duckdb.DuckDBPyConnection, person: Numbers) -> None:
    """Leave one spelling a person in the table `persons`: relatives are counted among people, and a person's
    other spelling would pass for a twin."""
    _, first = np.unique(person, return_index=True)
    connection.register("first_ones", pa.table({"unique_id": pa.array(first + 1, pa.int32())}))
    connection.execute("DELETE FROM persons WHERE unique_id NOT IN (SELECT unique_id FROM first_ones)")
    connection.unregister("first_ones")
