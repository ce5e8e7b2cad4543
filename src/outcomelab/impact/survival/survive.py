"""The door of this room: a time to a first event in participants and the people they are compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from outcomelab.handovers.interval import Z95
from outcomelab.handovers.survival import Contrast, HazardRatio, Survival
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.chosen import Chosen, Comparable
from outcomelab.impact.survival.cox import cox
from outcomelab.impact.survival.curve import curve
from outcomelab.impact.survival.lives import COMPETING, Lives, events, times
from outcomelab.impact.survival.logrank import log_rank
from outcomelab.impact.survival.pseudo import pseudo_observations

_MOST_ADJUSTED = 2_000_000  # persons, whose covariates are held in memory several times over


@dataclass(frozen=True)
class Timed:
    """A time to a first event: `lives` of everyone comparable (n, everybody weighing 1), the horizon `until`, and
    the `amounts` that the estimators compare: for each row of the table their time without the event up to the
    horizon, as a pseudo-observation of their side."""

    lives: Lives
    until: float
    amounts: Floats


def timed(
    table: pa.Table, time: str, event: str, people: Comparable, chosen: Chosen, took_part: Bools | None = None
) -> Timed:
    """The columns `time` and `event` of everyone comparable. The horizon is the longest time at which both groups,
    as `chosen`, still have someone who is followed. With `took_part` (who of the table's rows are participants)
    the sides are all rows, otherwise those comparable, and the rest of the amounts 0.

    Raises ImpactError, naming the column, for times or events that are none.
    """
    followed, ended = times(table, time), events(table, event)
    everyone = Lives(followed, ended, np.ones(len(followed)))
    lives = Lives(people.of(followed), people.of(ended), np.ones(len(people.rows)))
    used = chosen.weight > 0
    until = float(min(lives.time[used & side].max() for side in (people.participant, ~people.participant)))
    if took_part is None:
        sides = [people.rows[people.participant], people.rows[~people.participant]]
    else:
        sides = [np.flatnonzero(took_part), np.flatnonzero(~took_part)]
    amounts = np.zeros(len(followed))
    for side in sides:
        amounts[side] = pseudo_observations(everyone.among(side), until)
    return Timed(lives, until, amounts)


def survival(timed: Timed, people: Comparable, chosen: Chosen, unit: str) -> Survival:
    """Both groups as `chosen`, compared up to the horizon."""
    used = np.flatnonzero(chosen.weight > 0)
    lives = Lives(timed.lives.time[used], timed.lives.event[used], chosen.weight[used])
    participant = people.participant[used]
    mine, others = (curve(lives.among(side), timed.until) for side in (participant, ~participant))
    ended = np.minimum(lives.time, timed.until)
    within = Lives(ended, np.where(lives.time > timed.until, 0, lives.event), lives.weight)
    group = participant.astype(np.float64)[:, None]
    difference = mine.restricted - others.restricted
    se = float(np.hypot(mine.restricted_se, others.restricted_se))
    return Survival(
        unit=unit,
        until=timed.until,
        competing=bool((lives.event == COMPETING).any()),
        participants=mine,
        comparison=others,
        restricted=Contrast(difference, se, difference - Z95 * se, difference + Z95 * se),
        logrank=log_rank(within, participant),
        hazard=_ratio(group, within),
        adjusted=_adjusted(group, people, used, within),
    )


def _adjusted(group: Floats, people: Comparable, used: Ints, lives: Lives) -> HazardRatio | None:
    """The hazard ratio with the covariates that vary among those used; None without any, or of too many people."""
    if not people.matrix.width or len(used) > _MOST_ADJUSTED:
        return None
    x = people.matrix.take(used)
    return _ratio(np.hstack([group, x[:, np.ptp(x, axis=0) > 0]]), lives)


def _ratio(x: Floats, lives: Lives) -> HazardRatio | None:
    """The hazard ratio of the first column."""
    fitted = cox(x, lives)
    if fitted is None:
        return None
    log, se = float(fitted.log_ratios[0]), float(np.sqrt(fitted.covariance[0, 0]))
    low, high = np.exp([log - Z95 * se, log + Z95 * se])
    return HazardRatio(float(np.exp(log)), float(low), float(high), log, se, not lives.alike)
