"""What the programme does to each of its participants, by the subgroups they are in."""

from __future__ import annotations

import numpy as np

from outcomelab.simulate.names import GROUPS
from outcomelab.simulate.people import Bools, Floats, Ints, People
from outcomelab.simulate.settings import KINDS, Effects

_YOUNG = 25  # years
_DEPRIVED = 0.8  # the ministries' last fifth or so


def ratios(them: People, places: Ints, index: Ints, effects: Effects) -> dict[str, Floats]:
    """By kind of outcome, how many times as high the programme makes its rate, chance or level for each person
    (n): 1 for everyone but the participants at `places`, whose subgroups are those of the day they start."""
    found = {}
    for kind in KINDS:
        ratio = np.ones(len(them), np.float32)
        ratio[places] = getattr(effects, kind)
        found[kind] = ratio
    inside = subgroups(them, index) if effects.subgroups else {}
    for name, others in effects.subgroups.items():
        mine = places[inside[name][places]]
        for kind in KINDS:
            found[kind][mine] *= getattr(others, kind)
    return found


def subgroups(them: People, index: Ints) -> dict[str, Bools]:
    """Who is in which subgroup on the day `index`, by its name in the settings."""
    young = them.age_on(index) < _YOUNG
    traits: dict[str, Bools] = {
        "women": them.woman,
        "men": ~them.woman,
        "under-25": young,
        "25-and-over": ~young,
        "deprived": np.asarray(them.deprivation > _DEPRIVED),
    }
    groups: dict[str, Bools] = {group: np.asarray(them.group == code) for code, (group, _, _) in enumerate(GROUPS)}
    return traits | groups
