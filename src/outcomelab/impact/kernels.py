"""The loops over everybody, compiled: one pass over the rows each, no copies."""

from __future__ import annotations

import numpy as np
from numba import njit

# mypy: disable-error-code="no-untyped-def,untyped-decorator"


@njit(cache=True, fastmath={"contract", "reassoc", "nsz"})
def slope(values, y, weight, beta):  # pragma: no cover compiled
    """Gradient (p + 1) of the weighted log likelihood of a logistic regression at `beta`, intercept first."""
    n, p = values.shape
    found = np.zeros(p + 1)
    for i in range(n):
        w = weight[i]
        if w == 0.0:
            continue
        eta = beta[0]
        for j in range(p):
            eta += values[i, j] * beta[j + 1]
        left = w * (y[i] - 1.0 / (1.0 + np.exp(-eta)))
        found[0] += left
        for j in range(p):
            found[j + 1] += left * values[i, j]
    return found


@njit(cache=True, fastmath={"contract", "reassoc", "nsz"})
def product(values, beta):  # pragma: no cover compiled
    """beta[0] + values @ beta[1:] for every row."""
    n, p = values.shape
    found = np.empty(n)
    for i in range(n):
        eta = beta[0]
        for j in range(p):
            eta += values[i, j] * beta[j + 1]
        found[i] = eta
    return found


@njit(cache=True)
def seen(values):  # pragma: no cover compiled
    """How many values are finite, their sum, and whether all of them are 0 or 1."""
    known, total, binary = 0, 0.0, True
    for value in values:
        if np.isfinite(value):
            known += 1
            total += value
            binary = binary and (value == 0.0 or value == 1.0)
    return known, total, binary


@njit(cache=True)
def moments(values):  # pragma: no cover compiled
    """Mean and standard deviation (over n) of a column; exactly 0 where all are the same."""
    mean, low, high = 0.0, np.inf, -np.inf
    for value in values:
        mean += value
        low, high = min(low, value), max(high, value)
    mean /= len(values)
    if low == high:
        return low, 0.0
    square = 0.0
    for value in values:
        square += (value - mean) ** 2
    return mean, np.sqrt(square / len(values))


@njit(cache=True)
def sums(values, participant, weight, origin):  # pragma: no cover compiled
    """Of one column: for participants and pool, without and with weights, the sum of weights, the mean, and the
    mean squared distance from it. Out: 4 × 3, participants, pool, participants weighted, pool weighted. `origin`
    is some value in the midst of them, which keeps the squares exact."""
    total = np.zeros((4, 3))
    for i in range(len(values)):
        side = 0 if participant[i] else 1
        away = values[i] - origin
        total[side, 0] += 1.0
        total[side, 1] += away
        total[side, 2] += away * away
        w = weight[i]
        total[side + 2, 0] += w
        total[side + 2, 1] += w * away
        total[side + 2, 2] += w * away * away
    for row in range(4):
        size = max(total[row, 0], 1e-300)
        mean = total[row, 1] / size
        total[row, 1] = origin + mean
        total[row, 2] = max(total[row, 2] / size - mean * mean, 0.0)
    return total


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
    """How much of each of the four groups of `sums` lies in each of `bins` equal bins from `low` to `high`."""
    found = np.zeros((4, bins))
    scale = bins / (high - low)
    for i in range(len(values)):
        place = int((values[i] - low) * scale)
        place = min(max(place, 0), bins - 1)
        side = 0 if participant[i] else 1
        found[side, place] += 1.0
        found[side + 2, place] += weight[i]
    return found


@njit(cache=True)
def neighbour_noise(value, score, stratum, used, neighbours):  # pragma: no cover compiled
    """For each of the `used` places of rows sorted by stratum and score: J / (J + 1) times the squared distance of
    its value to the mean of its J nearest on the score in its stratum; J is `neighbours`, and more where more are
    as near as the last of those."""
    running = np.zeros(len(value) + 1)
    for i in range(len(value)):
        running[i + 1] = running[i] + value[i]
    noise = np.zeros(len(used))
    for number in range(len(used)):
        here = used[number]
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
            noise[number] = others / (others + 1) * (value[here] - mean) ** 2
    return noise
