"""Values that a protocol asks for, so that some made-up people meet its conditions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.handovers.holding import Column
from outcomelab.protocol.model import Condition, Protocol, Range, Where

Asked = Mapping[tuple[str, str], tuple[Condition, ...]]
NOTHING: Asked = {}
_HALF = 0.5  # of the rows have a value that is asked for, the others any
_FARTHEST = 10.0**15  # of the ends of a range: no column comes near it


def asked_by(protocol: Protocol) -> Asked:
    """Every condition of a protocol, by table and column."""
    found: dict[tuple[str, str], tuple[Condition, ...]] = {}
    for table, where in _conditions(protocol):
        for column, condition in where.items():
            found[table, column] = (*found.get((table, column), ()), condition)
    return found


def with_asked(made: pa.Array, column: Column, asked: tuple[Condition, ...], rng: np.random.Generator) -> pa.Array:
    """A made-up column in which half the rows that are not missing have a value that is asked for, or one just
    past it. One with codes of its own, of days or of truths is as it was: there every value comes up by itself."""
    wanted = tuple(dict.fromkeys(value for one in asked for value in _values(one, column)))
    if not wanted or column.categories or column.role in ("person", "identifier"):
        return made
    chosen = pa.array(wanted, made.type).take(pa.array(rng.integers(0, len(wanted), len(made))))
    instead = pc.and_(pa.array(rng.random(len(made)) < _HALF), pc.is_valid(made))
    return pc.if_else(instead, chosen, made)


def _conditions(protocol: Protocol) -> Iterator[tuple[str, Where]]:
    persons, index = protocol.holding.persons, protocol.index
    if index.table:
        yield index.table, index.where
    yield from ((persons, one.where) for one in protocol.eligible)
    yield from ((one.table or persons, one.where) for one in protocol.covariates)
    for outcome in protocol.outcomes:
        yield from ((outcome.table, where) for where in (outcome.where, outcome.first, outcome.graver))


def _values(condition: Condition, column: Column) -> Iterator[str | float]:
    """What is asked for; of a range of numbers its ends, and the numbers just past them."""
    if not isinstance(condition, Range):
        values = condition if isinstance(condition, tuple) else (condition,)
        if column.type == "string":
            yield from map(str, values)
        elif column.type in ("integer", "number"):
            yield from (one for one in values if isinstance(one, int | float))
    elif column.type in ("integer", "number"):
        for end, past in ((condition.min, -1), (condition.max, 1)):
            if isinstance(end, int | float) and abs(end) <= _FARTHEST:
                inner = (math.ceil(end) if past < 0 else math.floor(end)) if column.type == "integer" else end
                yield from (inner, inner + past)
