"""Amounts of one person, worked out from a total by somebody who knows their own part of it, or by anybody."""

from __future__ import annotations

import numpy as np

from outcomelab.attacks.releases.asking import Labs
from outcomelab.attacks.releases.cells import cells, read
from outcomelab.attacks.releases.invented import Floats, invented
from outcomelab.attacks.releases.programs import Program
from outcomelab.handovers.cells import Amounts
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="contributors",
    knows="a table of amounts; the second largest contributor also knows their own",
    does="takes a cell's total for its two largest contributors; or takes their own part off it, for the largest",
    source="Cox 1981, Linear sensitivity measures in statistical disclosure control, J Stat Plan Inference 5(2)",
)
_BY = ("region", "offence")
_SKEW = 3.0  # of log amounts, so that some cells are one person's


def contributors(
    labs: Labs,
    tables: int,
    persons: int,
    seed: int,
    share: float = 0.9,
    p_percent: float = 10.0,
    costs: bool = False,
) -> tuple[Attempt, ...]:
    """So many tables of an amount by two traits: of the cells open to each attack, those in which it succeeds: a
    true amount is no more than so much below the most that the cell can hold: two persons' by 1 − `share` of the
    total, one person's by `p_percent` of it. `costs`: the amount is money."""
    open_to, succeeded = np.zeros(2, dtype=int), np.zeros(2, dtype=int)
    for number in range(tables):
        cohort = invented(persons, seed + number)
        rng = np.random.default_rng((seed, number))
        amount = np.round(np.exp(rng.normal(8, _SKEW, persons))).astype(np.float64)
        axes = {trait: cohort.traits[cohort.names.index(trait)] for trait in _BY}
        counts = cells(axes, amount, costs)
        shown = labs.new().table(counts)
        assert counts.amounts is not None  # noqa: S101 they were just made
        at_risk = _within(counts.amounts, counts.amounts.total.ravel(), share, p_percent)
        open_to += at_risk.sum(axis=1)
        if shown is None:
            continue
        found = read([shown], axes)
        size = found.sums.shape[1]
        program = Program(found.sums, np.full(size, 2 * amount.sum()), found.low, found.high)
        most = counts.amounts.total.ravel().copy()
        for place in np.flatnonzero(at_risk.any(axis=0)):
            most[place] = program.least(-1.0 * (np.arange(size) == place))[place]
        within = _within(counts.amounts, most, share, p_percent)
        succeeded += (at_risk & within).sum(axis=1)
    of = "costs" if costs else "an amount"
    return tuple(
        Attempt(
            attack=ATTACK,
            released=f"{tables} tables of {of} of {persons:,} persons by {len(_BY)} traits",
            measure=measure,
            success=100 * float(won) / max(int(tries), 1),
            guess=0.0,
            limit=0.0,
            tries=int(tries),
        )
        for measure, won, tries in zip(_MEASURES, succeeded, open_to, strict=True)
    )


def costs(labs: Labs, tables: int, persons: int, seed: int) -> tuple[Attempt, ...]:
    """The same of money, where nobody may come nearer than 15% to another's amount."""
    return contributors(labs, tables, persons, seed, p_percent=15.0, costs=True)


_MEASURES = (
    "cells whose total tells what their two largest have",
    "largest amounts that the second largest person can tell",
)


def _within(amounts: Amounts, total: Floats, share: float, p_percent: float) -> np.ndarray:
    """Which cells give away their two largest by `total` (first row), and the largest to the second (second)."""
    largest, second = amounts.largest.ravel(), amounts.second.ravel()
    held = largest > 0
    return np.array(
        [
            held & (largest + second > share * total),
            held & (total - second < (1 + p_percent / 100) * largest),
        ]
    )
