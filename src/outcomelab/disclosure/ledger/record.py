"""What the ledger's readable part says of a release: everything that was published, and of persons nothing."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from outcomelab import chain
from outcomelab.handovers.figure import Figure
from outcomelab.protocol.rules import DisclosureRules

Act = Literal["released", "refused", "headline"]


class Interval(Figure):
    """What a published figure leaves open: from `low` to `high`, both included."""

    low: float
    high: float


class Told(Figure):
    """One outcome of a population. `definition` is the same for the same outcome whatever a study calls it.

    `with_outcome`: how many persons can have had it, None where nothing is implied; `without`: how many at least
    had it not, by the rules, and `without_at_most`, where that is known; `value`: the published figure.
    """

    name: str
    label: str
    definition: str
    with_outcome: Interval | None = None
    without: int = 0
    without_at_most: int | None = None
    value: Interval | None = None


class Population(Figure):
    """Persons published about. `persons`: how many they can be; None where no count is out."""

    role: Literal["cohort", "whole", "part"]
    name: str
    persons: Interval | None = None
    told: tuple[Told, ...] = ()


class Spent(Figure):
    """A headline, which was published with noise: `count` is what came out, and `rho` what each of its persons
    paid for it (zCDP) out of the budget of `year`."""

    outcome: str
    label: str
    definition: str
    count: int
    rho: float
    year: int


class StudyNames(Figure):
    """Which study a release is of."""

    title: str
    programme: str
    provider: str
    agreement: str
    protocol_sha256: str


class Entry(Figure):
    """A line of the ledger: a release, a headline with noise, or a refusal (of which nothing more is said here).

    shares_persons_with: earlier releases that have persons in common. mark: the release as the vault knows it, to
    tell when the same one is made again. vault: SHA-256 of the entry's file in the vault. previous, hash: the
    chain; `hash` is of everything else in the entry.
    """

    number: int
    act: Act
    on: dt.date
    holding: str
    study: StudyNames
    rules: DisclosureRules
    checked_by: str
    populations: tuple[Population, ...] = ()
    shares_persons_with: tuple[int, ...] = ()
    mark: str
    spent: Spent | None = None
    vault: str
    previous: str
    hash: str = ""

    def chained(self) -> Entry:
        """The entry with its hash."""
        return self.model_copy(update={"hash": chain.digest(self.model_dump(mode="json"))})

    def line(self) -> str:
        """The entry as it stands in the file."""
        return chain.line(self.model_dump(mode="json"))
