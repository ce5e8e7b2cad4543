"""Where people live, and when they move."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import NEVER

Ints = npt.NDArray[np.int32]

AREAS = 400
REGION = 10_000  # postcodes
_A_YEAR = 365.25
_MOVES_A_YEAR = 0.09


def homes(
    head: npt.NDArray[np.int64],
    area: npt.NDArray[np.int64],
    born: Ints,
    died: Ints,
    start: int,
    end: int,
    rng: np.random.Generator,
) -> tuple[Ints, Ints]:
    """The days on which each one moves (n × 2, NEVER where they don't) and the postcodes they live at (n × 3):
    with the `head` of their household, from the home they are born into to the one they die in."""
    size = len(head)
    years = (end - start) / _A_YEAR
    stays = -np.log1p(-rng.random((size, 2))) / (_MOVES_A_YEAR * (1 + (years > 10)))
    moved = np.cumsum(stays, axis=1) * _A_YEAR + start
    moved = np.minimum(moved, NEVER).astype(np.int32)
    moved[:, 1] = np.maximum(moved[:, 1], moved[:, 0] + 1)
    codes = np.stack([area, rng.integers(0, AREAS, size), rng.integers(0, AREAS, size)], axis=1)
    # A postcode has some forty homes; those of an area share the first three digits or so.
    postcodes = (REGION + codes * 200 + rng.integers(0, 200, (size, 3))).astype(np.int32)
    moved, postcodes = moved[head], postcodes[head]
    for _ in range(2):  # moves of the household before somebody was born are none of theirs
        late = np.flatnonzero(moved[:, 0] <= born)
        moved[late] = np.stack([moved[late, 1], np.full(len(late), NEVER)], axis=1)
        postcodes[late] = np.roll(postcodes[late], -1, axis=1)
    return np.where(moved < died[:, None], moved, NEVER).astype(np.int32), postcodes
