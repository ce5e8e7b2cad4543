"""How much noise a count gets, and how likely each amount is: as spread out as the conditions allow.

For a true count i the noise d is drawn so that its mean is 0 and its variance V, it is at most D either way, and
i + d is 0 or more than the smallest count that may be shown. Of all such distributions the one of most entropy is
used (Marley & Leaver 2011; Giessing 2016): p(d) ∝ exp(a·d + b·d²), a and b set by the two moments.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.special import softmax

from outcomelab.errors import UsageError

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_EXACT = 1e-12
_MOST_STEPS = 200


@dataclass(frozen=True)
class NoiseTable:
    """`upto`: row i, column D + d: the chance that a true count i gets noise of at most d. Counts above the last
    row use the last one. `most`, `variance`, `unseen`: the D, V and the largest count never shown."""

    upto: Floats
    most: int
    variance: float
    unseen: int

    def perturbed(self, counts: Counts, keys: Keys) -> Counts:
        """The counts with noise. In: counts (0 or more) and the cell keys, one each. The same count with the same
        key always gets the same noise; 0 stays 0."""
        rows = np.minimum(counts, len(self.upto) - 1)
        drawn = (keys >> np.uint64(11)).astype(np.float64) / 2.0**53  # all 64 bits would round up to 1
        noise = (drawn[:, None] >= self.upto[rows]).sum(axis=1) - self.most
        return np.asarray(counts + np.minimum(noise, self.most), dtype=np.int64)


@cache
def noise_table(most: int = 5, variance: float = 3.0, unseen: int = 2) -> NoiseTable:
    """The table for noise of at most `most` either way and this `variance`, that never leaves a count of 1 to
    `unseen`. Raises UsageError when no noise is like that for some count."""
    if most < 1 or variance <= 0 or unseen < 0:
        raise UsageError("Noise needs a largest amount of 1 or more, a variance above 0 and no negative counts.")
    rows = [_row(count, most, variance, unseen) for count in range(most + unseen + 2)]
    return NoiseTable(np.cumsum(rows, axis=1), most, variance, unseen)


def _row(count: int, most: int, variance: float, unseen: int) -> Floats:
    """The chance of each noise −D to D for one true count."""
    noise = np.arange(-most, most + 1)
    if count == 0:
        return np.asarray(noise == 0, dtype=np.float64)
    seen = count + noise
    allowed = (seen == 0) | (seen > unseen)
    chance: Floats = np.zeros(len(noise))
    chance[allowed] = _most_entropy(noise[allowed].astype(np.float64), variance, count)
    return chance


def _most_entropy(noise: Floats, variance: float, count: int) -> Floats:
    """Chances on the support `noise` with mean 0 and this variance, by Newton steps on the dual."""
    moments = np.stack([noise, noise**2])
    target = np.array([0.0, variance])
    dual = np.zeros(2)
    for _ in range(_MOST_STEPS):
        chance = np.asarray(softmax(dual @ moments), dtype=np.float64)
        gap = target - moments @ chance
        if np.abs(gap).max() < _EXACT * max(1.0, variance):
            return chance
        spread = (moments * chance) @ moments.T - np.outer(moments @ chance, moments @ chance)
        step = np.linalg.lstsq(spread, gap, rcond=None)[0]
        dual = dual + step / max(1.0, float(np.abs(step).max()))
    raise UsageError(
        f"No noise of variance {variance:g} and at most {noise.max():g} either way keeps a count of {count} right "
        "on average and out of sight. Allow for more noise, or for another variance."
    )
