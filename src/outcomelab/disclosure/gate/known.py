"""What is known of persons' outcomes from figures that are out: counts over sets of persons, as intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from outcomelab.disclosure.gate.bits import Bools, Words, sizes

Role = Literal["cohort", "whole", "part"]
Ends = tuple[float, float]


@dataclass(frozen=True)
class About:
    """A population that was or is to be published.

    release: its number in the ledger, 0 for the new one. role: `cohort` (everyone of the study who was found),
    `whole` (everyone of whom outcomes are told), `part` (a level of a subgroup). told: for each outcome by its
    definition, the least and the most persons who can have had it; no entry where nothing is told.
    """

    release: int
    study: str
    role: Role
    name: str
    told: Mapping[str, Ends] = field(default_factory=dict)


@dataclass(frozen=True)
class Populations:
    """`about` each population, and their persons: `words` (populations × words of bits)."""

    about: tuple[About, ...]
    words: Words = field(repr=False)
    persons: int

    def only(self, chosen: Bools | list[bool]) -> Populations:
        """Some of them."""
        keep = np.flatnonzero(np.asarray(chosen, dtype=np.bool_))
        return Populations(tuple(self.about[i] for i in keep), self.words[keep], self.persons)

    def role(self, *roles: Role) -> Populations:
        """Those that play one of these roles."""
        return self.only([one.role in roles for one in self.about])

    def telling(self, outcome: str) -> Populations:
        """Those of which something is told of an outcome."""
        return self.only([outcome in one.told for one in self.about])

    def untold(self, outcome: str, chosen: Bools) -> Populations:
        """The same, of which the `chosen` say nothing of an outcome: that anybody or nobody can have had it."""
        persons = sizes(self.words)
        about = tuple(
            replace(one, told={**one.told, outcome: (0.0, float(all_))}) if quiet else one
            for one, all_, quiet in zip(self.about, persons, chosen, strict=True)
        )
        return Populations(about, self.words, self.persons)

    def with_(self, others: Populations) -> Populations:
        """Both, over the same persons."""
        return Populations(self.about + others.about, np.vstack([self.words, others.words]), self.persons)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome told of, once."""
        return tuple(dict.fromkeys(outcome for one in self.about for outcome in one.told))
