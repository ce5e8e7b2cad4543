"""Bit-pattern mining: which bits of the name filters come together, and so belong to one word.

In the manner of Christen, Ranbaduge, Vatsalan and Schnell (2018): bits that are set together far more often than
chance are grown into a pattern, and the pattern's frequency tells what it stands for. Theirs finds bigrams and
puts names together from them; ours grows greedily, from the most excessive pair of bits, until a whole word is
pinned down, and tells words by their frequency and number of bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Bits = npt.NDArray[np.bool_]
LOOKED_FOR = 60
_BITS, _A_BIGRAM = 1024, 38
# A bit belongs to a pattern when nearly every record with the pattern has it.
_SURE = 0.995
_FEWEST_BITS = 60


@dataclass(frozen=True)
class Pattern:
    """`bits`: places that belong together; `records`: which records have them all."""

    bits: npt.NDArray[np.intp]
    records: Bits


def patterns(filters: Bits) -> list[Pattern]:
    """Up to `LOOKED_FOR` patterns of the filters (records × 1,024), from the most excessive pair of bits down."""
    single = filters.mean(axis=0)
    floats = filters.astype(np.float32)
    together = (floats.T @ floats) / len(filters)
    spread = np.sqrt(np.outer(single * (1 - single), single * (1 - single)))
    excess = np.divide(together - np.outer(single, single), spread, out=np.zeros_like(together), where=spread > 0)
    np.fill_diagonal(excess, 0.0)
    found: list[Pattern] = []
    for _ in range(LOOKED_FOR * 3):
        one, other = np.unravel_index(int(excess.argmax()), excess.shape)
        if excess[one, other] <= 0:
            break
        pattern = _grown(filters, np.array([one, other]))
        excess[np.ix_(pattern.bits, pattern.bits)] = 0.0
        excess[one, other] = excess[other, one] = 0.0
        if len(pattern.bits) >= _FEWEST_BITS:
            found.append(pattern)
        if len(found) == LOOKED_FOR:
            break
    return found


def _grown(filters: Bits, start: npt.NDArray[np.intp]) -> Pattern:
    records: Bits = np.asarray(filters[:, start].all(axis=1))
    while records.any():
        share = filters[records].mean(axis=0)
        bits = np.nonzero(share >= _SURE)[0]
        unsure = np.where(share < _SURE, share, 0.0)
        likeliest = int(unsure.argmax())
        # Bits that three quarters of these records share are taken in one by one: each narrows to the word.
        if unsure[likeliest] < 0.75:
            return Pattern(bits, records)
        records = records & filters[:, likeliest]
    return Pattern(start, records)


def assigned(
    found: list[Pattern], frequencies: npt.NDArray[np.float64], bigrams: npt.NDArray[np.intp]
) -> list[tuple[Pattern, int]]:
    """Patterns with the word each is taken for: as frequent among known people, and of as many bits as a word of
    so many bigrams sets. Every word is taken once, at the least total misfit; patterns beyond the number of words
    are taken for none."""
    shares = np.array([pattern.records.mean() for pattern in found])
    sizes = np.array([len(pattern.bits) for pattern in found])
    expected = _BITS * (1 - np.exp(-_A_BIGRAM * bigrams / _BITS))
    misfit = np.abs(np.log(shares[:, None]) - np.log(frequencies[None, :])) / 0.1
    misfit += np.abs(sizes[:, None] - expected[None, :]) / 10.0
    return [(found[pattern], int(word)) for pattern, word in zip(*linear_sum_assignment(misfit), strict=True)]
