"""What linkage asks of an engine, over generated lists: in the clear and encoded."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from tests.unit.linkage.conftest import invent

from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.engines.running import Running
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.encoded import Encoded
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.linkage import candidates, relatives, same_side, tables
from outcomelab.linkage.compare import CLEAR
from outcomelab.linkage.encoded.compare import PLAIN
from outcomelab.linkage.engine import SIDES
from outcomelab.linkage.levels import levels_query, rated
from outcomelab.linkage.scheme import Scheme
from outcomelab.linkage.score import as_pairs
from outcomelab.linkage.train import learn

# Words that are alike in every way a comparison knows. Of those that are alike and not the same, none has an odd
# number of letters out of place: such are known to differ (docs/spark.md).
SURNAMES = (
    "Hansen",
    "Hanson",
    "Hasnen",
    "Johansen",
    "Johannesen",
    "Olsen",
    "Olsen Hansen",
    "Li",
    "O'Brien",
    "Anna",
)
FORENAMES = (
    "Anna",
    "Ana",
    "Anna Maria",
    "A",
    "Elizabeth",
    "Liz",
    "Marie",
    "Marit",
    "Katarina",
    "Katrine",
    "Hansen",
)
BORN = tuple(
    dt.date(*day)
    for day in (
        *((2000, 2, 29), (2000, 2, 28), (2000, 2, 11), (2000, 3, 31), (1999, 3, 31), (1970, 3, 31)),
        *((1999, 1, 1), (2001, 7, 4), (2001, 4, 7)),
    )
)
VALUES = {
    "surname": SURNAMES,
    "forename": FORENAMES,
    "date_of_birth": BORN,
    "born_also": BORN,  # of a list, where 4.7. may be 7.4.
    "sex": ("F", "M"),
    "postcode": ("27101", "27110", "27111"),
    "service_number": ("AB123456C", "AB123465C", "AB12345C"),
}
People = dict[str, list[Any]]
# Nobody on one of these lists is like anybody on the other.
STRANGERS = (
    {"surname": ["Hansen"], "forename": ["Anna"], "date_of_birth": [BORN[0]], "sex": ["F"], "postcode": ["27101"]},
    {"surname": ["Li"], "forename": ["Ole"], "date_of_birth": [BORN[7]], "sex": ["M"], "postcode": ["27111"]},
)


def made_up(seed: int, size: int = 60) -> People:
    """People of whom a seventh of everything is unknown, many of them alike and some the same; of the first two
    one is written as the other, with the names the wrong way about."""
    draw = np.random.default_rng(seed)
    people = {
        name: [None if unknown else values[at] for at, unknown in zip(*drawn, strict=True)]
        for name, values in VALUES.items()
        for drawn in [(draw.integers(0, len(values), size), draw.random(size) < 1 / 7)]
    }
    people["surname"][:2] = people["forename"][1::-1] = ["Hansen", "Anna"]
    people["date_of_birth"][:2] = BORN[:1] * 2
    return people


KEY = ProjectKey("made-up", bytes(32))
ANY = -1e6  # bits: no pair is left out


def in_the_clear(connection: duckdb.DuckDBPyConnection, sides: tuple[pa.Table, pa.Table]) -> Scheme:
    """Make the tables `participants` and `persons` of two lists, and tell how they are compared."""
    shared = tables.prepare(connection, *sides)
    return replace(CLEAR, comparisons=tuple(c for c in CLEAR.comparisons if c.identifier in shared))


def encoded(listed: People, held: People) -> list[Encoded]:
    """The same people, and a hundred others, encoded: of those forty are on both lists."""
    others = invent(100, 46, seed=5)
    return [
        encode(pa.concat_tables([table, more.set_column(0, more.schema[0], added)]), KEY, PLAIN)
        for table, more in zip(lists(listed, held), (others.participants, others.persons), strict=True)
        for added in [pc.add(more[0], 1_000_000).cast(more.schema[0].type)]
    ]


def lists(listed: People, held: People) -> tuple[pa.Table, pa.Table]:
    """People as a list of participants and one of persons, numbered from 1."""
    return _table(listed, COHORT_IDENTIFIERS), _table(held, PERSONS_IDENTIFIERS)


def _table(people: People, schema: pa.Schema) -> pa.Table:
    size = len(people["surname"])
    known = {schema.names[0]: list(range(1, size + 1)), **people}
    return pa.table([pa.array(known.get(each.name, [None] * size), each.type) for each in schema], schema=schema)


def asked(running: Running, compared: Scheme, sizes: tuple[int, int], *, several: bool) -> dict[str, Any]:
    """What linkage asks of an engine at work on `participants` and `persons` of these `sizes`, beside Splink:
    relatives, pairs, their levels, and, with `several`, rivals for one record compared with each other."""
    family = relatives.count(running, compared.family)
    found = candidates.find(running, compared.combinations)
    for side, size in zip(SIDES, sizes, strict=True):
        rates = np.linspace(0.01, 1, size, dtype=np.float32)
        columns = {f"rate_{name}": rates for name in rated(compared.comparisons)}
        running.hand_in(
            f"{side}_rates", pa.table({"unique_id": np.arange(1, size + 1, dtype=np.int32), **columns})
        )
    chance = {c.name: np.array([level.u for level in c.levels]) for c in compared.comparisons}
    query = levels_query(running, compared, chance, sizes[1], hopeless=ANY)
    pairs = as_pairs(running.columns(query.format(low=1, high=sizes[1])), compared, chance)
    told = {"relatives": asdict(family), "found": asdict(found), "pairs": asdict(pairs)}
    if several:
        model = learn(pairs, compared.comparisons, family, *sizes)
        # Every level has been asked for above: two comparisons of them are enough, and a third of the time.
        few = replace(compared, comparisons=compared.comparisons[1:3])
        again, others = same_side.find(running, few, pairs, model, family, sizes)
        told |= {"again": asdict(again), "other relatives": asdict(others)}
    return told


def require_alike(there: Any, here: Any, what: str = "") -> None:
    """Fail where two answers differ: in a number with a fraction by more than its sixth digit."""
    if isinstance(here, dict):
        assert there.keys() == here.keys()
        for name in here:
            require_alike(there[name], here[name], f"{what} {name}")
    elif np.asarray(here).dtype.kind == "f":
        np.testing.assert_allclose(there, here, rtol=1e-5, atol=1e-5, err_msg=what)
    else:
        np.testing.assert_array_equal(there, here, err_msg=what)
