"""How the two records of probable matches agree, by identifier, in the parts that combinations ask for."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.groupings import Mask
from outcomelab.linkage.scheme import Part, Scheme
from outcomelab.linkage.score import upto
from outcomelab.linkage.weighed import Weighed

# A pair with less is nobody's match; more participants than these say no more (they are numbered in random order).
_LIKELY, ENOUGH = 0.01, 100_000

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Identifier:
    """Ways to agree on an identifier that probable matches show. state: of each match. agrees (states x parts):
    which parts agree; wrong: whether it is not the same on both sides."""

    state: Places
    agrees: Mask
    wrong: Mask


@dataclass(frozen=True)
class Agreeing:
    """Probable matches, one row each: `participant` (from 0), `weight` (their probability, shared out so that a
    participant has 1 at most) and `held`, which identifiers the person's record gives.

    Sets of given identifiers are numbers with a bit an identifier. listed: of each participant; register: of the
    holding's records, the sets and their shares. combinations: (identifier, part) places that agree together when
    a pair is compared. times: of each participant, how many records of the holding were found to be theirs.
    share: of the participants, how many were looked at.
    """

    identifiers: tuple[Identifier, ...]
    combinations: tuple[tuple[tuple[int, int], ...], ...]
    participant: Places
    weight: Floats
    held: Places
    listed: Places
    register: tuple[Places, Floats]
    times: Floats
    share: float


def agreeing(connection: duckdb.DuckDBPyConnection, found: Weighed, matches: Floats) -> Agreeing | None:
    """What probable matches among `participants` and `persons` show; `matches`: of each pair, shared out.

    Matches found only by holding one identifier against another (a surname against a forename) are left out.
    None where nothing is left.
    """
    scheme, pairs = found.scheme, found.pairs
    names = [name for name, _ in scheme.given if name in pairs.levels]
    combinations = [parts for parts in scheme.parts if parts and all(one.identifier in names for one in parts)]
    looked = min(found.listed, ENOUGH)
    rows = np.nonzero(found.probability[: upto(pairs, looked)] >= _LIKELY)[0]
    parts = {name: _distinct(combinations, name) for name in names}
    same, held = _agreements(connection, found, rows, [part for name in names for part in parts[name]], names)
    columns = dict(zip([part for name in names for part in parts[name]], same, strict=True))
    by_parts = np.zeros(len(rows), bool)
    for combination in combinations:
        by_parts |= np.logical_and.reduce([columns[part] for part in combination])
    if not by_parts.any():
        return None
    kept = rows[by_parts]
    return Agreeing(
        identifiers=tuple(
            _identifier([columns[part][by_parts] for part in parts[name]], pairs.levels[name][kept] > 0)
            for name in names
        ),
        combinations=tuple(
            tuple((names.index(part.identifier), parts[part.identifier].index(part)) for part in combination)
            for combination in combinations
        ),
        participant=(pairs.participant[kept] - 1).astype(np.intp),
        weight=matches[kept],
        held=held[by_parts],
        listed=_given(connection, "participants", scheme, names)[:looked],
        register=_shares(connection, scheme, names),
        times=np.bincount(pairs.participant - 1, found.probability, found.listed)[:looked].astype(np.float64),
        share=looked / found.listed,
    )


def _distinct(combinations: list[tuple[Part, ...]], name: str) -> list[Part]:
    return list(dict.fromkeys(part for parts in combinations for part in parts if part.identifier == name))


def _identifier(parts: list[Mask], wrong: Mask) -> Identifier:
    # Beside the states that were seen stands the one in which nothing agrees, whether it was seen or not.
    bits = 1 << np.arange(len(parts) + 1)[::-1]
    codes = sum((flag * bit for flag, bit in zip((*parts, wrong), bits, strict=True)), np.zeros(len(wrong), int))
    different, state = np.unique(np.append(codes, 1), return_inverse=True)
    states = (different[:, None] & bits) > 0
    return Identifier(state[:-1], states[:, :-1], states[:, -1])


def _agreements(
    connection: duckdb.DuckDBPyConnection, found: Weighed, rows: Places, parts: list[Part], names: list[str]
) -> tuple[list[Mask], Places]:
    """Of each of `rows`, whether each part agrees, and what the person's record gives."""
    ways = [way for part in parts for way in part.ways]
    lefts = {left: f"l{i}" for i, left in enumerate(dict.fromkeys(left for left, _ in ways))}
    rights = {right: f"r{i}" for i, right in enumerate(dict.fromkeys(right for _, right in ways))}
    told = ", ".join(f"({_same(part, lefts, rights)}) AS p{i}" for i, part in enumerate(parts))
    number = pa.array(np.arange(len(rows)))
    pair = {"nth": number, "a": found.pairs.participant[rows], "b": found.pairs.person[rows]}
    connection.register("likely", pa.table(pair))
    answer = connection.sql(
        f"SELECT held, {told} FROM likely"
        f" JOIN (SELECT unique_id AS a, {_columns(lefts)} FROM participants) AS l USING (a)"
        f" JOIN (SELECT unique_id AS b, {_mask(found.scheme, names)} AS held, {_columns(rights)}"
        "  FROM persons SEMI JOIN (SELECT b AS unique_id FROM likely) USING (unique_id)) AS r USING (b)"
        " ORDER BY nth"
    ).fetchnumpy()
    connection.unregister("likely")
    return [answer[f"p{i}"].astype(bool) for i in range(len(parts))], answer["held"].astype(np.intp)


def _same(part: Part, lefts: dict[str, str], rights: dict[str, str]) -> str:
    def each() -> Iterator[str]:
        for left, right in part.ways:
            one, other = lefts[left], rights[right]
            yield f"list_contains({one}, {other})" if left.startswith("unnest(") else f"{one} = {other}"

    return " OR ".join(f"coalesce({one}, false)" for one in each())


def _columns(named: dict[str, str]) -> str:
    return ", ".join(f"{column.removeprefix('unnest')} AS {name}" for column, name in named.items())


def _mask(scheme: Scheme, names: list[str]) -> str:
    columns = dict(scheme.given)
    return " + ".join(f"({columns[name]} IS NOT NULL)::INTEGER * {1 << i}" for i, name in enumerate(names))


def _given(connection: duckdb.DuckDBPyConnection, table: str, scheme: Scheme, names: list[str]) -> Places:
    query = f"SELECT {_mask(scheme, names)} AS given FROM {table} ORDER BY unique_id"
    given: Places = connection.sql(query).fetchnumpy()["given"].astype(np.intp)
    return given


def _shares(connection: duckdb.DuckDBPyConnection, scheme: Scheme, names: list[str]) -> tuple[Places, Floats]:
    counted = connection.sql(
        f"SELECT {_mask(scheme, names)} AS given, count(*) AS n FROM persons GROUP BY given ORDER BY given"
    ).fetchnumpy()
    return counted["given"].astype(np.intp), counted["n"] / counted["n"].sum()
