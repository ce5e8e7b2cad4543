"""Each way of choosing whom participants are compared with, once for all outcomes: matches, pairs or weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from outcomelab.impact.alike import Alike, alike
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.curves import bent
from outcomelab.impact.matching import Match, caliper_width, radius
from outcomelab.impact.matrix import Matrix
from outcomelab.impact.nearest import Pairs, nearest_again, nearest_once
from outcomelab.impact.plan import RADIUS_CALIPER, Method, Plan
from outcomelab.impact.propensity import expit
from outcomelab.impact.weights import entropy_balancing, odds, overlap

Array = TypeVar("Array", Floats, Ints, Bools)


@dataclass(frozen=True)
class Comparable:
    """Everyone who can be compared: their `rows` of the analysis table, the design `matrix`, who is a
    `participant`, their `scores` (log odds), exact `strata`, and what settles ties: the `key` and the `rest` of
    what each row holds (see `lots`)."""

    rows: Ints
    matrix: Matrix
    participant: Bools
    scores: Floats
    strata: Ints
    key: Ints
    rest: Ints

    @cached_property
    def bent(self) -> Matrix:
        """The design with curves for its numbers, for what an outcome is expected to be."""
        return bent(self.matrix, self.participant)

    def of(self, everyone: Array) -> Array:
        """Their values, of those of all rows of the table."""
        return everyone if len(self.rows) == len(everyone) else everyone[self.rows]

    def among(self, inside: Bools) -> Comparable:
        """Those of them who are `inside`."""
        places = np.flatnonzero(inside)
        return Comparable(
            self.rows[places],
            self.matrix.among(places),
            self.participant[places],
            self.scores[places],
            self.strata[places],
            self.key[places],
            self.rest[places],
        )


@dataclass(frozen=True)
class Chosen:
    """`weight` of everyone comparable (n): participants left out and people not compared with have 0, and both
    sides sum to the participants matched, but for those `unadjusted`. `match` or `pairs` where there are any."""

    method: Method
    estimand: str
    weight: Floats
    participant: Bools
    match: Match | Alike | None = None
    pairs: Pairs | None = None

    @property
    def matched(self) -> int:
        """Participants with someone to compare with."""
        return int(np.count_nonzero((self.weight > 0) & self.participant))

    @property
    def compared(self) -> int:
        """People of the pool they are compared with."""
        return int(np.count_nonzero((self.weight > 0) & ~self.participant))

    @cached_property
    def others(self) -> Floats:
        """The comparison weights (n): participants have 0."""
        return np.where(self.participant, 0.0, self.weight)

    @cached_property
    def effective(self) -> float:
        """Kish's effective sample size of the comparison weights."""
        return float(self.others.sum() ** 2 / (self.others @ self.others)) if self.others.any() else 0.0


def choose(method: Method, people: Comparable, plan: Plan, caliper: float | None = None) -> Chosen | None:
    """Whom participants are compared with, by one method. None where the method finds nobody.

    `caliper` in place of the plan's, in standard deviations.
    """
    wide = plan.caliper if caliper is None else caliper
    if method == "radius":
        return matched_within(people, width(people, wide))
    if method == "unadjusted":
        return Chosen(method, "raw", np.ones(len(people.rows)), people.participant)
    if method == "nearest" and plan.distance != "score":
        return _alike(people, plan, wide)
    if method == "nearest":
        return _nearest(people, plan, wide)
    if method == "ebal":
        balanced = entropy_balancing(people.matrix, people.participant)
        return None if balanced is None else Chosen(method, "ATT", balanced, people.participant)
    if method == "overlap":
        return Chosen(method, "ATO", overlap(people.scores, people.participant), people.participant)
    return Chosen(method, "ATT", odds(people.scores, people.participant), people.participant)


def width(people: Comparable, caliper: float | None) -> float:
    """The caliper of radius matching on the log odds."""
    return caliper_width(people.scores, people.participant, RADIUS_CALIPER if caliper is None else caliper)


def matched_within(people: Comparable, reach: float) -> Chosen | None:
    """Radius matching within `reach` on the log odds."""
    return _of_match("radius", people, radius(people.scores, people.participant, people.strata, reach))


def within_region(people: Comparable, strata: Ints, reach: float) -> Chosen | None:
    """The same among people of one region: `strata` (n) are those of the exact covariates and the region."""
    of_region = replace(people, strata=strata)
    return _of_match("regional", of_region, radius(people.scores, people.participant, strata, reach))


def _nearest(people: Comparable, plan: Plan, caliper: float | None) -> Chosen | None:
    chance = expit(people.scores)
    if plan.replace:
        match = nearest_again(chance, people.participant, people.strata, plan.ratio, caliper)
        return _of_match("nearest", people, match)
    ties = people.key, people.rest
    pairs = nearest_once(chance, people.participant, people.strata, *ties, plan.ratio, caliper)
    if not len(pairs.pool):
        return None
    weight = np.zeros(len(people.rows))
    weight[pairs.participant] = 1.0
    weight[pairs.pool] = pairs.weight
    return Chosen("nearest", "ATT", weight, people.participant, pairs=pairs)


def _alike(people: Comparable, plan: Plan, caliper: float | None) -> Chosen | None:
    if not people.matrix.width:  # all are alike, or what they differ in was left out
        return None
    found = alike(people.matrix, people.participant, people.strata, plan.distance, plan.ratio, caliper)
    if not len(found.rows):
        return None
    weight = found.weight
    weight[found.rows] = 1.0
    return Chosen("nearest", "ATT", weight, people.participant, match=found)


def _of_match(method: Method, people: Comparable, match: Match) -> Chosen | None:
    if not len(match.rows):
        return None
    weight = np.zeros(len(people.rows))
    weight[match.rows] = 1.0
    weight[match.order] = match.weight
    return Chosen(method, "ATT", weight, people.participant, match=match)
