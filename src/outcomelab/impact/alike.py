"""Who is compared with whom when each participant gets the nearest k of the pool on the covariates themselves.

Distance is Euclidean over covariates in standard deviations of everyone, or Mahalanobis' with everyone's
covariances. Within exact strata, with replacement; all who are as near as the k-th share (Abadie & Imbens 2006,
section 2.2).

People of the pool who are alike in everything stand at one point, so that ties, however many, cost nothing. Points
are found with a k-d tree in each stratum (Maneewongvatana & Mount 1999; SciPy's).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from outcomelab.handovers.impact import Estimate
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.effect import interval
from outcomelab.impact.matrix import Matrix
from outcomelab.impact.plan import Distance

_NEIGHBOURS = 4


@dataclass(frozen=True)
class Near:
    """m pairs of `who` and a `point` near them."""

    who: Ints
    point: Ints


@dataclass(frozen=True)
class Alike:
    """The `rows` of participants matched. `near`: their comparisons, `who` a place in `rows`; everyone of the pool
    at the pair's point counts `share` (m) in that comparison. `point_of`: of each of n rows, where it stands,
    −1 for participants. `around`: of each point compared with, those nearest to it, for the outcome's noise."""

    rows: Ints
    near: Near
    share: Floats
    point_of: Ints
    around: Near

    @property
    def points(self) -> int:
        """How many points the pool stands at."""
        return int(self.point_of.max()) + 1

    @property
    def weight(self) -> Floats:
        """Of each of n rows: what it counts for in all comparisons together (K_c); 0 for participants."""
        found = np.zeros(len(self.point_of))
        pool = self.point_of >= 0
        found[pool] = np.bincount(self.near.point, self.share, self.points)[self.point_of[pool]]
        return found


def alike(
    matrix: Matrix,
    participant: Bools,
    strata: Ints,
    distance: Distance,
    ratio: int = 1,
    caliper: float | None = None,
) -> Alike:
    """Compare each participant with the nearest `ratio` of the pool on the standardised covariates (`matrix`,
    n × p). `caliper`: the farthest that counts, as a distance; None for no limit."""
    pool, mine = np.flatnonzero(~participant), np.flatnonzero(participant)
    standing, inverse = np.unique(np.column_stack([strata[pool], matrix.take(pool)]), axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    counts = np.bincount(inverse, minlength=len(standing))
    axes = _axes(matrix, distance)
    points, wanted = standing[:, 1:] @ axes, matrix.take(mine) @ axes
    reach = np.inf if caliper is None else caliper
    found = _within(standing[:, 0], strata[mine], points, counts, wanted, ratio, reach)
    size = np.bincount(found.who, counts[found.point], len(mine))
    matched = np.flatnonzero(size)
    place = np.cumsum(size > 0) - 1
    point_of = np.full(len(matrix), -1, dtype=np.int64)
    point_of[pool] = inverse
    used = np.unique(found.point)
    close = _within(
        standing[:, 0], standing[used, 0], points, counts, points[used], _NEIGHBOURS + 1, np.inf
    )  # itself and its neighbours
    return Alike(
        mine[matched],
        Near(place[found.who], found.point),
        1.0 / size[found.who],
        point_of,
        Near(used[close.who], close.point),
    )


def _axes(matrix: Matrix, distance: Distance) -> Floats:
    """What turns standardised columns into those in which the distance is a straight line (p × p)."""
    if distance == "euclidean":
        return np.eye(matrix.width)
    correlation = matrix.gram(np.ones(len(matrix)))[1:, 1:] / len(matrix)
    return np.asarray(np.linalg.inv(np.linalg.cholesky(correlation)).T)


def _within(
    standing: Floats, asking: Ints, points: Floats, counts: Ints, wanted: Floats, ratio: int, reach: float
) -> Near:
    """Of each row wanted the points of its stratum at which the `ratio` nearest people are, and all as near."""
    who: list[Ints] = [np.zeros(0, dtype=np.int64)]
    point: list[Ints] = [np.zeros(0, dtype=np.int64)]
    for stratum in np.unique(asking):
        inside, rows = np.flatnonzero(standing == stratum), np.flatnonzero(asking == stratum)
        if not len(inside):
            continue
        tree = cKDTree(points[inside])
        apart, order = tree.query(wanted[rows], np.arange(1, min(ratio, len(inside)) + 1))
        enough = counts[inside][order].cumsum(axis=1) >= ratio
        enough[:, -1] = True
        far = np.minimum(apart[np.arange(len(rows)), enough.argmax(axis=1)], reach)
        near = tree.query_ball_point(wanted[rows], far * (1 + 1e-9) + 1e-12, return_sorted=True)
        who.append(np.repeat(rows, [len(one) for one in near]))
        point.append(inside[np.concatenate(near).astype(np.int64)])
    return Near(np.concatenate(who), np.concatenate(point))


def alike_effect(method: str, match: Alike, residual: Floats) -> Estimate:
    """The matched difference in `residual` (n), with the variance of `effect.matched_effect`; σ̂² is told by each
    one's four neighbours on the covariates."""
    pool = np.flatnonzero(match.point_of >= 0)
    at = match.point_of[pool]
    total = np.bincount(at, residual[pool], match.points)
    counts = np.bincount(at, minlength=match.points)
    near, around = match.near, match.around
    compared = np.bincount(near.who, match.share * total[near.point], len(match.rows))
    difference = residual[match.rows] - compared
    estimate = float(difference.mean())
    weight = np.bincount(near.point, match.share, match.points)
    reuse = weight**2 - np.bincount(near.point, match.share**2, match.points)
    used = weight[at] > 0
    mine, at = residual[pool][used], at[used]
    others = (np.bincount(around.who, counts[around.point], match.points) - 1)[at]
    mean = (np.bincount(around.who, total[around.point], match.points)[at] - mine) / np.maximum(others, 1)
    noise = others / (others + 1) * (mine - mean) ** 2
    variance = (((difference - estimate) ** 2).sum() + (reuse[at] * noise).sum()) / len(match.rows) ** 2
    return interval(method, estimate, float(variance))
