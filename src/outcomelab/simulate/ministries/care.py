"""What the health ministry records: contacts with codes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import number
from outcomelab.simulate.ministries.possible import Possible
from outcomelab.simulate.people import People
from outcomelab.simulate.settings import Simulation

CONTACTS = ("general practice", "emergency", "mental health", "addiction", "admission")
_COMMON = np.array([0.72, 0.13, 0.07, 0.02, 0.06])
_A_YEAR = 365.25


def contacts(them: People, world: Simulation, rng: np.random.Generator) -> Possible:
    """All contacts with health services that anybody may have."""
    most = world.most("contacts")
    start, end = number(world.other_from), number(world.until)
    since = np.maximum(start, them.born)
    years = np.maximum(np.minimum(end, them.died) - since, 0) / _A_YEAR
    rate = 0.55 * np.exp(0.012 * (them.age_on(start) - 40) + 0.15 * them.deprivation + 0.2 * them.hidden)
    person = np.repeat(np.arange(len(them), dtype=np.int32), rng.poisson(rate * most * years))
    day = (since[person] + rng.random(len(person)) * years[person] * _A_YEAR).astype(np.int32)
    order = np.argsort(person.astype(np.int64) * 2**20 + day - start)
    kind = rng.choice(len(CONTACTS), len(person), p=_COMMON)
    # People whose hidden trait is high come to mental health and addiction services more than others.
    elsewhere = (kind == 0) & (rng.random(len(person)) < 0.08 * np.clip(them.hidden[person], 0, 3))
    codes: npt.NDArray[np.int8] = np.where(elsewhere, rng.integers(2, 4, len(person)), kind).astype(np.int8)
    drawn = rng.random(len(person), np.float32)
    return Possible(person[order].astype(np.int32), day[order], codes, drawn, most)
