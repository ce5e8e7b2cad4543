"""The scheme for two encoded lists, its chances counted in the register before anything is compared."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np

from outcomelab.engines.running import Running
from outcomelab.handovers.encoded import Encoding
from outcomelab.linkage.encoded.compare import (
    COMBINATIONS,
    GIVEN,
    RARE_FORENAME,
    RARE_SURNAME,
    Chance,
    family,
    name,
    others,
    parts,
)
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.relatives import Relatives, count, rate
from outcomelab.linkage.scheme import Agreement, Scheme
from outcomelab.linkage.score import Pairs

# What is expected of any register, and as how much of what is counted in this one (of 1, a register of
# thousands).
_EXPECTED = {"surname": 5e-4, "forename": 3e-3, "called": 4e-3}
_PEOPLE = 300
# Filters are wide, and of their levels few are sampled: the register tells the others.
_SAMPLED = 400_000


def scheme(running: Running, shared: frozenset[str], hardening: str) -> tuple[Scheme, Chance, Relatives]:
    """The scheme for the tables `participants` and `persons`, the chances of names behind it and the relatives
    among the persons.

    shared: the columns that somebody has on both sides.
    """
    kind = family("born" in shared)
    people = _value(running, "SELECT count(*) FROM persons")
    place = "born" if "born" in shared else "postcode"
    agreements = {what: Agreement(f"{what}_{place}", place) for what in _EXPECTED if f"{what}_{place}" in shared}
    found = {agreement: rate(running, agreement) for agreement in agreements.values()}
    rates = {
        what: _counted(found[agreements[what]], expected, people) if what in agreements else expected
        for what, expected in _EXPECTED.items()
    }
    relatives = count(running, kind, found)
    chance = Chance(**rates, namesakes=relatives.namesakes)
    a_sex = _value(running, "SELECT coalesce(min(sex), 0) FROM persons")
    rough = _value(
        running,
        "SELECT coalesce((SELECT born_month_day FROM persons WHERE born_month_day IS NOT NULL GROUP BY 1"
        " ORDER BY count(*) DESC, 1 LIMIT 1), 0)",
    )
    comparisons = [c for c in others(rough) if c.identifier in shared]
    if "ones" in shared:
        comparisons.insert(0, name(hardening, chance, a_sex))
    own = tuple(parts(*combination) for combination in COMBINATIONS)
    return Scheme(COMBINATIONS, tuple(comparisons), kind, _SAMPLED, own, GIVEN), chance, relatives


def with_rarity(connection: duckdb.DuckDBPyConnection, pairs: Pairs, register: Encoding, chance: Chance) -> Pairs:
    """`pairs` with the weight of rare names: how much rarer than on average the name is that a pair shares,
    where one name only is the same. The register tells it in classes (docs/encoding.md); without: unchanged."""
    if "name" not in pairs.levels or not register.surname_rarity or not register.forename_rarity:
        return pairs
    classes = connection.sql(
        "SELECT coalesce(surname_rarity, -1) AS surname, coalesce(forename_rarity, -1) AS forename"
        " FROM persons ORDER BY unique_id"
    ).fetchnumpy()
    bits = pairs.frequency["name"].copy()
    for levels, average, frequencies, column in (
        (RARE_SURNAME, chance.surname, register.surname_rarity, "surname"),
        (RARE_FORENAME, chance.forename, register.forename_rarity, "forename"),
    ):
        # The last place stands for a name without a class.
        rarer: Floats = np.append(np.log2(average / np.array(frequencies)), 0.0)
        there = np.isin(pairs.levels["name"], levels)
        bits[there] += rarer[classes[column][pairs.person[there] - 1]].astype(bits.dtype)
    return replace(pairs, frequency={**pairs.frequency, "name": bits})


def _counted(found: float, expected: float, people: int) -> float:
    return (found * people + expected * _PEOPLE) / (people + _PEOPLE)


def _value(running: Running, sql: str) -> int:
    return int(running.rows(sql)[0][0])
