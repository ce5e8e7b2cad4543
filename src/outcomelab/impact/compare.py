"""One outcome compared: both groups, the default estimate and others beside it; for all, and by subgroup."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import norm

from outcomelab.handovers.impact import Estimate, Group, OutcomeResult
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.beside import entropy_balancing, overlap_weights, unpaired
from outcomelab.impact.effect import matched_effect
from outcomelab.impact.matching import Match, enough, radius
from outcomelab.impact.plan import Asked


@dataclass(frozen=True)
class Comparable:
    """Everyone who can be compared: their `rows` of the analysis table, the design `matrix`, who is a
    `participant`, their `scores` and exact `strata`."""

    rows: Ints
    matrix: Floats
    participant: Bools
    scores: Floats
    strata: Ints


def compare(
    table: pa.Table, asked: Asked, people: Comparable, match: Match, second: Match | None = None
) -> OutcomeResult:
    """The outcome's result by `match`; with `second`, a nearest match, the other methods beside it."""
    y = asked_values(table, asked)[people.rows]
    event = _numbers(table, asked.event)[people.rows] if asked.event else y
    binary = asked.words.kind == "any"
    beside: list[Estimate | None] = []
    if second is not None:
        beside = [
            unpaired(match, y),
            matched_effect("nearest-1-1", second, people.matrix, y, binary),
            entropy_balancing(people.matrix, people.participant, y),
            overlap_weights(people.matrix, people.participant, y, people.scores),
        ]
    return OutcomeResult(
        words=asked.words,
        participants=_group(y[match.rows], event[match.rows], np.ones(len(match.rows))),
        comparison=_group(y[match.order], event[match.order], match.weight),
        effect=matched_effect("radius", match, people.matrix, y, binary),
        beside=tuple(estimate for estimate in beside if estimate is not None),
    )


def holm(outcomes: list[OutcomeResult]) -> tuple[OutcomeResult, ...]:
    """Holm's step-down adjustment (1979) over the outcomes that are not primary."""
    others = [o for o in outcomes if not o.words.primary]
    p_values = np.array([2 * norm.sf(abs(o.effect.estimate) / max(o.effect.se, 1e-300)) for o in others])
    adjusted: dict[str, float] = {}
    worst = 0.0
    for rank, place in enumerate(np.argsort(p_values, kind="stable")):
        worst = max(worst, min(1.0, (len(others) - rank) * float(p_values[place])))
        adjusted[others[place].name] = worst
    return tuple(replace(o, p_holm=adjusted.get(o.name)) for o in outcomes)


def subgroups(
    table: pa.Table, names: tuple[str, ...], primary: Asked, people: Comparable, width: float
) -> tuple[OutcomeResult, ...]:
    """The primary outcome within each level of the subgroups `names`: like compared with like of one level.

    Levels with too few persons for a standard error are left out.
    """
    found: list[OutcomeResult] = []
    for name in names:
        column = _levels(table[name].combine_chunks()).take(pa.array(people.rows))
        for level in sorted(value for value in column.unique().to_pylist() if value is not None):
            inside = np.asarray(pc.fill_null(pc.equal(column, level), False))
            among = Comparable(
                people.rows[inside],
                people.matrix[inside],
                people.participant[inside],
                people.scores[inside],
                people.strata[inside],
            )
            match = radius(among.scores, among.participant, among.strata, width)
            if enough(match):
                found.append(replace(compare(table, primary, among, match), subgroup=name, level=level))
    return tuple(found)


def _levels(column: pa.Array) -> pa.Array:
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.greater(column, 0), "yes", "no")
    return column.cast(pa.string())


def asked_values(table: pa.Table, asked: Asked) -> Floats:
    """An outcome of everyone in the table, as numbers: 1 for those of its category, where it is a share."""
    if asked.category:
        return np.asarray(pc.equal(table[asked.column].cast(pa.string()), asked.category), dtype=np.float64)
    return _numbers(table, asked.column)


def _numbers(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].cast(pa.float64()).to_numpy(), dtype=np.float64)


def _group(y: Floats, event: Floats, weight: Floats) -> Group:
    used = weight > 0
    y, event, weight = y[used], event[used], weight[used]
    shares = np.sort(np.abs(y * weight))[::-1]
    whole = float(shares.sum())
    return Group(
        persons=len(y),
        with_outcome=int((event > 0).sum()),
        mean=float(np.average(y, weights=weight)),
        total=whole,
        largest=float(shares[0]) / whole if whole else 0.0,
        two_largest=float(shares[:2].sum()) / whole if whole else 0.0,
    )
