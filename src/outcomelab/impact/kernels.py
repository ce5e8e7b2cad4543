"""The loops over everybody, compiled: one pass over the rows each, no copies."""

from __future__ import annotations

import numpy as np
from numba import njit

# mypy: disable-error-code="no-untyped-def,untyped-decorator"


_FREELY = {"contract", "reassoc", "nsz"}  # sums in any order, so that several rows are reckoned at once


@njit(cache=True, fastmath=_FREELY)
def add_numbers(total, a, b, c, d, mean, slope):  # pragma: no cover compiled
    """Add to each row's `total` its four values' distances from their means, times their slopes."""
    mean_a, mean_b, mean_c, mean_d = mean
    by_a, by_b, by_c, by_d = slope[0], slope[1], slope[2], slope[3]
    for i in range(len(total)):
        first = by_a * (a[i] - mean_a) + by_b * (b[i] - mean_b)
        total[i] += first + by_c * (c[i] - mean_c) + by_d * (d[i] - mean_d)


@njit(cache=True, fastmath=_FREELY)
def sum_numbers(value, a, b, c, d, mean):  # pragma: no cover compiled
    """Of four columns the sums over rows of `value` times the distance of their number from the mean."""
    mean_a, mean_b, mean_c, mean_d = mean
    of_a, of_b, of_c, of_d = 0.0, 0.0, 0.0, 0.0
    for i in range(len(value)):
        of_a += value[i] * (a[i] - mean_a)
        of_b += value[i] * (b[i] - mean_b)
        of_c += value[i] * (c[i] - mean_c)
        of_d += value[i] * (d[i] - mean_d)
    return of_a, of_b, of_c, of_d


@njit(cache=True)
def bend(held, low, by, length):  # pragma: no cover compiled
    """Of each value 0 up to `low`, from there on the square of how far it is beyond (times `by`), and from
    `length` of that on the tangent."""
    found = np.empty(len(held))
    for i in range(len(held)):
        away = (held[i] - low) * by
        near = away if away > 0.0 else 0.0
        near = near if near < length else length
        found[i] = near * (2.0 * away - near)
    return found


@njit(cache=True)
def add_cells(total, codes, amounts):  # pragma: no cover compiled
    """Add to each row's `total` the amount of its code."""
    for i in range(len(total)):
        total[i] += amounts[codes[i]]


@njit(cache=True)
def sum_cells(value, codes, found):  # pragma: no cover compiled
    """Add each row's `value` to what is `found` of its code."""
    for i in range(len(value)):
        found[codes[i]] += value[i]


@njit(cache=True)
def spread_out(values, participant, weight, origin, low, high, bins):  # pragma: no cover compiled
    """Of one column, for participants, pool, participants weighted, pool weighted: the sum of weights, the mean,
    the mean squared distance from it (4 × 3); and how much lies in each of `bins` equal bins from `low` to `high`
    (4 × bins). `origin` is some value in the midst of them, which keeps the squares exact."""
    total = np.zeros((4, 3))
    found = np.zeros((4, bins))
    scale = bins / (high - low) if high > low else 0.0
    for i in range(len(values)):
        side = 0 if participant[i] else 1
        away = values[i] - origin
        place = min(max(int((values[i] - low) * scale), 0), bins - 1)
        total[side, 0] += 1.0
        total[side, 1] += away
        total[side, 2] += away * away
        found[side, place] += 1.0
        w = weight[i]
        if w != 0.0:
            total[side + 2, 0] += w
            total[side + 2, 1] += w * away
            total[side + 2, 2] += w * away * away
            found[side + 2, place] += w
    for row in range(4):
        size = max(total[row, 0], 1e-300)
        mean = total[row, 1] / size
        total[row, 1] = origin + mean
        total[row, 2] = max(total[row, 2] / size - mean * mean, 0.0)
    return total, found


@njit(cache=True)
def level_sums(codes, participant, weight, levels):  # pragma: no cover compiled
    """Of each level of a category (`codes` 0 and up): how many participants and pool it has, their weights, and
    how many of each have any weight. Out: 6 × `levels`."""
    found = np.zeros((6, levels))
    for i in range(len(codes)):
        side = 0 if participant[i] else 1
        found[side, codes[i]] += 1.0
        if weight[i] > 0.0:
            found[side + 2, codes[i]] += weight[i]
            found[side + 4, codes[i]] += 1.0
    return found


@njit(cache=True)
def binned(values, participant, weight, low, high, bins):  # pragma: no cover compiled
    """How many participants, pool, and of each those with any weight, lie in each of `bins` equal bins from `low`
    to `high` (4 × bins); and the weight of the pool there."""
    persons, weights = np.zeros((4, bins)), np.zeros(bins)
    scale = bins / (high - low)
    for i in range(len(values)):
        place = int((values[i] - low) * scale)
        place = min(max(place, 0), bins - 1)
        side = 0 if participant[i] else 1
        persons[side, place] += 1.0
        if weight[i] > 0.0:
            persons[side + 2, place] += 1.0
            weights[place] += weight[i] * side
    return persons, weights


@njit(cache=True)
def reuse_variance(value, running, score, stratum, weight, squares, own, neighbours):  # pragma: no cover compiled
    """Σ (K² − Σw²) σ̂² over rows sorted by stratum and score that have a `weight` K; `squares` are their Σw².

    σ̂² is J / (J + 1) times the squared distance of a row's `value` to the mean of its J nearest on the score in
    its stratum, over `own` (of each row, or of none); J is `neighbours`, and more where more are as near as the
    last of those. `running` are the values' running sums, from 0."""
    found = 0.0
    for here in range(len(value)):
        if weight[here] == 0.0:
            continue
        low, high = here, here + 1  # the stretch taken so far, itself included
        far = 0.0
        while high - low - 1 < neighbours:
            below = score[here] - score[low - 1] if low > 0 and stratum[low - 1] == stratum[here] else np.inf
            above = score[high] - score[here] if high < len(score) and stratum[high] == stratum[here] else np.inf
            if below == np.inf and above == np.inf:
                break
            if below <= above:
                far, low = below, low - 1
            else:
                far, high = above, high + 1
        far = far * (1 + 1e-9) + 1e-12  # as near as makes no difference
        if high - low > 1:
            # those tied beyond the last one are found by halving: there can be very many
            if low > 0 and stratum[low - 1] == stratum[here] and score[here] - score[low - 1] <= far:
                left, right = 0, low
                while left < right:
                    middle = (left + right) // 2
                    if stratum[middle] == stratum[here] and score[here] - score[middle] <= far:
                        right = middle
                    else:
                        left = middle + 1
                low = left
            if high < len(score) and stratum[high] == stratum[here] and score[high] - score[here] <= far:
                left, right = high, len(score)
                while left < right:
                    middle = (left + right) // 2
                    if stratum[middle] == stratum[here] and score[middle] - score[here] <= far:
                        left = middle + 1
                    else:
                        right = middle
                high = left
        others = high - low - 1
        if others > 0:
            mean = (running[high] - running[low] - value[here]) / others
            noise = others / (others + 1) * (value[here] - mean) ** 2
            found += (weight[here] ** 2 - squares[here]) * (noise / own[here] if len(own) else noise)
    return found
