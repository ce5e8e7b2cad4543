"""From whom was compared with whom to the difference in an outcome, each method with its own standard error."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import stdtrit

from outcomelab.handovers.impact import Estimate
from outcomelab.impact.arrays import Floats
from outcomelab.impact.chosen import Chosen, Comparable
from outcomelab.impact.effect import expected_without, interval, linear_fit, matched_effect
from outcomelab.impact.nearest import Pairs
from outcomelab.impact.propensity import expit


def estimates(chosen: Chosen, people: Comparable, y: Floats, binary: bool) -> tuple[Estimate, ...]:
    """The differences in `y` (n, of everyone comparable) by the method `chosen`: its own first, for radius
    matching the unpaired t interval after it."""
    found: tuple[Estimate, ...]
    if chosen.method == "radius" and chosen.match is not None:
        residual = y - expected_without(chosen.match, people.matrix, y, binary)
        found = (matched_effect("radius", chosen.match, residual), unpaired(chosen, y))
    elif chosen.match is not None:
        found = (matched_effect("nearest", chosen.match, y),)
    elif chosen.pairs is not None:
        found = (_paired(chosen, chosen.pairs, y),)
    elif chosen.method == "ebal":
        found = (_balanced(chosen, people, y),)
    else:
        found = (_weighted(chosen, people, y),)
    everyone, matched, effective = int(people.participant.sum()), chosen.matched, chosen.effective
    return tuple(replace(one, participants=everyone, matched=matched, effective=effective) for one in found)


def unpaired(chosen: Chosen, y: Floats) -> Estimate:
    """Welch's t interval of the matched groups as if they were two samples, the comparison group counted at its
    effective size: how the Justice Data Lab's published intervals behave."""
    mine = y[chosen.participant & (chosen.weight > 0)]
    weight = chosen.weight[~chosen.participant]
    weight = weight / weight.sum()
    others = y[~chosen.participant]
    mean = float(weight @ others)
    size = chosen.effective
    spread = float(weight @ (others - mean) ** 2) * size / max(size - 1, 1.0)
    parts = (float(mine.var(ddof=1)) / len(mine), spread / size)
    estimate, variance = float(mine.mean()) - mean, sum(parts)
    freedom = variance**2 / max(parts[0] ** 2 / (len(mine) - 1) + parts[1] ** 2 / max(size - 1, 1.0), 1e-300)
    se = float(np.sqrt(variance))
    reach = float(stdtrit(max(freedom, 1.0), 0.975)) * se
    return Estimate("unpaired-t", estimate, se, estimate - reach, estimate + reach)


def _means(chosen: Chosen, y: Floats) -> tuple[float, Floats]:
    """The difference of weighted means, and what each of the n persons moves it by: w (y − mean) ÷ Σ w."""
    moves = np.zeros(len(y))
    difference = 0.0
    for side, sign in ((chosen.participant, 1.0), (~chosen.participant, -1.0)):
        share = chosen.weight[side] / chosen.weight[side].sum()
        mean = float(share @ y[side])
        difference += sign * mean
        moves[side] = sign * share * (y[side] - mean)
    return difference, moves


def _paired(chosen: Chosen, pairs: Pairs, y: Floats) -> Estimate:
    """Standard error clustered by participant and their comparisons (Abadie & Spiess 2022), with the usual
    small-sample factor for G clusters, N persons and two means."""
    difference, moves = _means(chosen, y)
    set_of = np.zeros(len(y), dtype=np.int64)
    set_of[pairs.participant] = pairs.participant
    set_of[pairs.pool] = pairs.participant
    used = chosen.weight > 0
    persons, sets = int(used.sum()), chosen.matched
    together = np.bincount(set_of[used], moves[used])
    factor = sets / max(sets - 1, 1) * (persons - 1) / max(persons - 2, 1)
    return interval("nearest", difference, factor * float((together**2).sum()))


def _balanced(chosen: Chosen, people: Comparable, y: Floats) -> Estimate:
    """Entropy balancing is a regression too (Zhao & Percival 2017): what the pool's weighted regression leaves
    carries the variance."""
    difference, _ = _means(chosen, y)
    left = y - linear_fit(people.matrix, y, np.where(people.participant, 0.0, chosen.weight))
    return interval("ebal", difference, float((_means(chosen, left)[1] ** 2).sum()))


def _weighted(chosen: Chosen, people: Comparable, y: Floats) -> Estimate:
    """The score was estimated, which makes weighting more precise than it looks: what moves the difference is
    projected off the logistic regression's own scores (Lunceford & Davidian 2004, section 3)."""
    difference, moves = _means(chosen, y)
    gap = people.participant - expit(people.scores)
    width = people.matrix.width + 1
    gram, slope = np.zeros((width, width)), np.zeros(width)
    for place, block in people.matrix.blocks():
        full = np.column_stack([np.ones(len(block)), block]) * gap[place][:, None]
        gram += full.T @ full
        slope += full.T @ moves[place]
    explained = float(slope @ np.linalg.lstsq(gram, slope, rcond=None)[0])
    return interval(chosen.method, difference, float((moves**2).sum()) - explained, chosen.estimand)
