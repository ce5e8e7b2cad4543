"""From whom was compared with whom to the difference in an outcome, each method with its own standard error."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import stdtrit

from outcomelab.handovers.impact import Estimate
from outcomelab.impact.alike import Alike, alike_effect
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.chosen import Chosen, Comparable
from outcomelab.impact.effect import expected_without, interval, leverages, linear_fit, matched_effect
from outcomelab.impact.matching import Match
from outcomelab.impact.nearest import Pairs
from outcomelab.impact.propensity import expit

_ENOUGH = 10  # people compared with, in effect, for each column of a regression that has curves


def estimates(chosen: Chosen, people: Comparable, y: Floats, binary: bool) -> tuple[Estimate, ...]:
    """The differences in `y` (n, of everyone comparable) by the method `chosen`: its own first, for radius
    matching the unpaired t interval after it, for the nearest with replacement the bias-corrected one."""
    found: tuple[Estimate, ...]
    if isinstance(chosen.match, Match) and chosen.method in ("radius", "regional"):
        found = (_within_reach(chosen, chosen.match, people, y, binary),)
        if chosen.method == "radius":
            found = (*found, unpaired(chosen, y))
    elif chosen.match is not None:
        residual = y - expected_without(chosen.others, people.matrix, y, binary)
        adjusted = _difference("nearest-adjusted", chosen.match, residual)
        found = (_difference("nearest", chosen.match, y), adjusted)
    elif chosen.pairs is not None:
        found = (_paired(chosen, chosen.pairs, y),)
    elif chosen.method == "unadjusted":
        found = (unadjusted(y, people.participant),)
    elif chosen.method == "ebal":
        found = (_balanced(chosen, people, y),)
    else:
        found = (_weighted(chosen, people, y),)
    everyone, matched, effective = int(people.participant.sum()), chosen.matched, chosen.effective
    return tuple(replace(one, participants=everyone, matched=matched, effective=effective) for one in found)


def _within_reach(chosen: Chosen, match: Match, people: Comparable, y: Floats, binary: bool) -> Estimate:
    enough = chosen.effective > _ENOUGH * people.bent.width
    matrix = people.bent if enough else people.matrix
    expected = expected_without(chosen.others, matrix, y, binary)
    leverage = leverages(chosen.others, matrix, expected, binary)
    return matched_effect(chosen.method, match, y - expected, leverage)


def _difference(method: str, match: Match | Alike, residual: Floats) -> Estimate:
    if isinstance(match, Alike):
        return alike_effect(method, match, residual)
    return matched_effect(method, match, residual)


def unadjusted(y: Floats, participant: Bools) -> Estimate:
    """Participants less everyone else, as they are: Welch's interval, whose standard error is a regression's HC2
    (MacKinnon & White 1985); beside it the pooled one of the two-sample t test, and HC3."""
    everyone = Chosen("unadjusted", "raw", np.ones(len(y)), participant)
    plain = unpaired(everyone, y)
    sides = y[participant], y[~participant]
    squares = sum(float(((side - side.mean()) ** 2).sum()) for side in sides)
    sizes = sum(1 / len(side) for side in sides)
    pooled = float(np.sqrt(squares / max(len(y) - 2, 1) * sizes))
    others = {"pooled": pooled, "HC3": _hc3(everyone, y)}
    n = everyone.matched
    found = replace(plain, method="unadjusted", estimand="raw", other_se=others)
    return replace(found, participants=n, matched=n, effective=everyone.effective)


def _hc3(chosen: Chosen, y: Floats) -> float:
    """Standard error of a weighted difference of means as a regression's HC3 (MacKinnon & White 1985)."""
    total = np.where(
        chosen.participant, chosen.weight[chosen.participant].sum(), chosen.weight[~chosen.participant].sum()
    )
    moves = _means(chosen, y)[1] / np.maximum(1 - chosen.weight / total, 1e-12)
    return float(np.sqrt((moves**2).sum()))


def unpaired(chosen: Chosen, y: Floats) -> Estimate:
    """Welch's t interval of the matched groups as if they were two samples, the comparison group counted at its
    effective size: how the Justice Data Lab's published intervals behave."""
    mine = y[chosen.participant & (chosen.weight > 0)]
    weight = chosen.others
    whole, size = float(weight.sum()), chosen.effective
    mean = float(weight @ y) / whole
    away = y - mean
    away *= away
    spread = float(weight @ away) / whole * size / max(size - 1, 1.0)
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
    clustered = interval("nearest", difference, factor * float((together**2).sum()))
    return replace(clustered, other_se={"HC3": _hc3(chosen, y)})


def _balanced(chosen: Chosen, people: Comparable, y: Floats) -> Estimate:
    """Entropy balancing is a regression too (Zhao & Percival 2017): what the pool's weighted regression leaves
    carries the variance."""
    difference, _ = _means(chosen, y)
    left = y - linear_fit(people.matrix, y, chosen.others)
    return interval("ebal", difference, float((_means(chosen, left)[1] ** 2).sum()))


def _weighted(chosen: Chosen, people: Comparable, y: Floats) -> Estimate:
    """The score was estimated, which makes weighting more precise than it looks: what moves the difference is
    projected off the logistic regression's own scores (Lunceford & Davidian 2004, section 3)."""
    difference, moves = _means(chosen, y)
    gap = people.participant - expit(people.scores)
    gram, slope = people.matrix.gram(gap**2), people.matrix.sums(gap * moves)
    explained = float(slope @ np.linalg.lstsq(gram, slope, rcond=None)[0])
    return interval(chosen.method, difference, float((moves**2).sum()) - explained, chosen.estimand)
