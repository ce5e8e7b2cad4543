"""Who lives with whom, how old they are, when they die and marry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import NEVER

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
_Ages = npt.NDArray[np.float64]
Kind = TypeVar("Kind", bound=np.generic)

_SIZES = np.array([0.30, 0.33, 0.16, 0.14, 0.07])  # households of one to five
_A_YEAR = 365.25
_MARRY = 0.12  # of women who are 18 to 45 at some time
_MARRIED = (18, 45)  # years of age
_PARENT = (16, 45)


@dataclass(frozen=True)
class Households:
    """Of each person (n) the place of the first of their household, its `head`, and their own `place` in it: 0 the
    head, 1 their partner, from 2 on the children of both."""

    head: npt.NDArray[np.int64]
    place: npt.NDArray[np.int64]

    @property
    def partner(self) -> npt.NDArray[np.int64]:
        """Of each child the place of the head's partner, of whoever is none something."""
        return np.minimum(self.head + 1, len(self.head) - 1)

    def shared(self, value: npt.NDArray[Kind], share: float, rng: np.random.Generator) -> npt.NDArray[Kind]:
        """The value of the household's head for a `share` of people, their own for the others."""
        if share >= 1:
            return value[self.head]
        return np.where(rng.random(len(value)) < share, value[self.head], value)


def households(size: int, rng: np.random.Generator) -> Households:
    """`size` persons in households."""
    sizes = rng.choice(5, size, p=_SIZES) + 1
    upto = np.cumsum(sizes)
    sizes = sizes[: int(np.searchsorted(upto, size)) + 1]
    begins = np.cumsum(sizes) - sizes
    head = np.repeat(begins, sizes)[:size]
    return Households(head, np.arange(size) - head)


@dataclass(frozen=True)
class Drawn:
    """What settles how old people are (n each): ages of heads and partners, a number in 0 to 1 for children."""

    adult: _Ages
    child: _Ages


def ages(them: Households, rng: np.random.Generator) -> Drawn:
    """Ages of heads of households and of partners of about that age; what settles the children's."""
    size = len(them.head)
    head = np.minimum(rng.gamma(3.0, 7.0, size) + 18, 100)[them.head]
    partner = np.clip(head + rng.normal(0, 3, size), 18, 100)
    return Drawn(np.where(them.place == 0, head, partner), rng.random(size))


def born_and_died(
    them: Households, drawn: Drawn, start: int, end: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """The days of birth and of death. Ages are those of the day `start`; children came when both parents were 16
    to 45 or so, or come until a year before `end`, while both live."""
    hazard = rng.exponential(size=len(them.head))
    parents = (them.head, them.partner)
    younger, older = (of(*(drawn.adult[parent] for parent in parents)) for of in (np.minimum, np.maximum))
    left = _years_left(drawn.adult, hazard)
    both_live = np.minimum(*(left[parent] for parent in parents))
    oldest = younger - _PARENT[0]
    youngest = np.maximum(older - _PARENT[1], -np.minimum((end - start) / _A_YEAR - 1, both_live))
    child = youngest + drawn.child * np.maximum(
        np.minimum(oldest, 18) - youngest, np.minimum(oldest - youngest, 1)
    )
    age = np.where(them.place < 2, drawn.adult, child)
    left = _years_left(np.maximum(age, 0), hazard) - np.minimum(age, 0)
    born, died = (np.asarray(start + years * _A_YEAR, np.int32) for years in (-age, left))
    return born, died


def _years_left(age: _Ages, hazard: _Ages) -> _Ages:
    """Years to live from an age, by Gompertz's law of mortality (1825): hazard 5e-5 · exp(.09 · age) a year."""
    return np.asarray(np.log1p(hazard * 0.09 / (5e-5 * np.exp(0.09 * age))) / 0.09)


def weddings(woman: Bools, born: Ints, died: Ints, start: int, end: int, rng: np.random.Generator) -> Ints:
    """The day on which some women marry, between 18 and 45; NEVER for the others."""
    since = np.maximum(born + int(_MARRIED[0] * _A_YEAR) + 1, start)
    until = np.minimum(np.minimum(born + int(_MARRIED[1] * _A_YEAR), died), end)
    marries = woman & (until > since) & (rng.random(len(born)) < _MARRY)
    day = since + (rng.random(len(born)) * np.maximum(until - since, 0)).astype(np.int32)
    return np.where(marries, day, NEVER).astype(np.int32)
