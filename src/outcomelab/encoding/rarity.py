"""How common names are in a register, told in classes of at least 50 names (docs/encoding.md, “Rarity”)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from outcomelab.encoding.values import Texts

FEWEST_PEOPLE = 100_000
_FEWEST_NAMES = 50


@dataclass(frozen=True)
class Rarity:
    """`classes`: for each record the class of its name, 0 the commonest, −1 without a name. `frequencies`: each
    class's mean frequency, weighted by people: the share of those who have a name at all."""

    classes: npt.NDArray[np.int16] = field(repr=False)
    frequencies: tuple[float, ...]


def rarity(names: Texts) -> Rarity:
    """The classes of the names of a register."""
    places = names.places[names.places >= 0]
    counts = np.bincount(places, minlength=len(names.distinct))
    there = np.flatnonzero(counts).tolist()
    order = sorted(there, key=lambda place: (-counts[place], names.distinct[place]))
    falling = counts[order]
    starts = class_starts(falling)
    which = np.zeros(len(falling), np.int16)
    which[starts[1:]] = 1
    of_name = np.full(len(counts) + 1, -1, np.int16)
    of_name[order] = np.cumsum(which)
    squares = np.add.reduceat(falling.astype(np.float64) ** 2, starts) if len(falling) else np.zeros(0)
    people = np.add.reduceat(falling, starts) if len(falling) else np.ones(0)
    return Rarity(of_name[names.places], tuple((squares / people / max(len(places), 1)).tolist()))


def class_starts(falling: npt.NDArray[np.int64]) -> list[int]:
    """Where classes start among names in falling order of frequency: where a class has 50 names and the next
    is less than half as common as the class's first."""
    starts = [0] if len(falling) else []
    while starts:
        rest = np.flatnonzero(2 * falling[starts[-1] + _FEWEST_NAMES :] < falling[starts[-1]])
        if not len(rest):
            break
        starts.append(starts[-1] + _FEWEST_NAMES + int(rest[0]))
    return starts
