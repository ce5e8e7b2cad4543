"""One outcome compared: both groups, the answer and other methods beside it; for all, and by subgroup."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.special import ndtr

from outcomelab.handovers.impact import Estimate, Group, OutcomeResult
from outcomelab.handovers.survival import Survival
from outcomelab.impact.among import difference_among, only_those
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.chosen import Chosen, Comparable
from outcomelab.impact.estimates import estimates, unadjusted
from outcomelab.impact.plan import Asked
from outcomelab.impact.survival.lives import EVENT
from outcomelab.impact.survival.survive import survival, timed


def compare(
    table: pa.Table,
    asked: Asked,
    people: Comparable,
    methods: tuple[Chosen, ...],
    took_part: Bools | None = None,
    curves: bool = True,
) -> OutcomeResult:
    """The outcome's result by the first of the `methods`, the others beside it. `took_part`: who of the whole
    table are participants, when what is unadjusted is of all of them. `curves`: of a time, also the rest."""
    if asked.among:
        return among(table, asked, people, methods)
    followed = timed(table, asked.column, asked.event, people, methods[0], took_part) if asked.event else None
    everyone = followed.amounts if followed else asked_values(table, asked)
    y = people.of(everyone)
    event = followed.lives.event == EVENT if followed else y > 0
    binary = asked.words.kind == "any"
    found = [estimate for chosen in methods for estimate in estimates(chosen, people, y, binary)]
    if took_part is not None:
        found = [unadjusted(everyone, took_part) if one.method == "unadjusted" else one for one in found]
    curve = survival(followed, people, methods[0], asked.words.unit) if followed and curves else None
    return _result(asked, people, methods[0], y, event, found, curve)


def among(table: pa.Table, asked: Asked, people: Comparable, methods: tuple[Chosen, ...]) -> OutcomeResult:
    """The same among those who had the outcome `asked.among`, by the first of the `methods` and within regions."""
    inside = people.of(_numbers(table, asked.among)) > 0
    y = people.of(_numbers(table, asked.column))
    event = people.of(_numbers(table, asked.event)) == EVENT if asked.event else y > 0
    compared = [only_those(one, inside) for one in methods if one is methods[0] or one.method == "regional"]
    return _result(asked, people, compared[0], y, event, [difference_among(one, y) for one in compared])


def _result(
    asked: Asked,
    people: Comparable,
    chosen: Chosen,
    y: Floats,
    event: Bools,
    found: list[Estimate],
    curve: Survival | None = None,
) -> OutcomeResult:
    """Both groups as the answer, `found` first, has `chosen` them; the other estimates beside it."""
    side = people.participant
    return OutcomeResult(
        words=asked.words,
        participants=group(y[side], event[side], chosen.weight[side]),
        comparison=group(y, event, chosen.others),
        effect=found[0],
        beside=tuple(found[1:]),
        survival=curve,
    )


def holm(outcomes: list[OutcomeResult]) -> tuple[OutcomeResult, ...]:
    """Holm's step-down adjustment (1979) over the outcomes that are not primary."""
    others = [o for o in outcomes if not o.words.primary]
    p_values = np.array([2 * ndtr(-abs(o.effect.estimate) / max(o.effect.se, 1e-300)) for o in others])
    adjusted: dict[str, float] = {}
    worst = 0.0
    for rank, place in enumerate(np.argsort(p_values, kind="stable")):
        worst = max(worst, min(1.0, (len(others) - rank) * float(p_values[place])))
        adjusted[others[place].name] = worst
    return tuple(replace(o, p_holm=adjusted.get(o.name)) for o in outcomes)


def asked_values(table: pa.Table, asked: Asked) -> Floats:
    """An outcome of everyone in the table, as numbers: 1 for those of its category, where it is a share."""
    if asked.category:
        return np.asarray(pc.equal(table[asked.column].cast(pa.string()), asked.category), dtype=np.float64)
    return _numbers(table, asked.column)


def _numbers(table: pa.Table, name: str) -> Floats:
    return np.asarray(table[name].cast(pa.float64()).to_numpy(), dtype=np.float64)


def group(y: Floats, event: Bools, weight: Floats) -> Group:
    """Those of one side, who alone have any `weight`: how many, how many with the `event`, their mean of `y`."""
    if not weight.any():
        return Group(0, 0, 0.0, 0.0, 0.0, 0.0)
    mean = float(np.average(y, weights=weight))
    shares = y * weight
    np.abs(shares, out=shares)
    whole, largest = float(shares.sum()), int(shares.argmax())
    first, shares[largest] = float(shares[largest]), 0.0
    return Group(
        persons=int(np.count_nonzero(weight)),
        with_outcome=int(np.count_nonzero(event & (weight > 0))),
        mean=mean,
        total=whole,
        largest=first / whole if whole else 0.0,
        two_largest=(first + float(shares.max())) / whole if whole else 0.0,
    )
