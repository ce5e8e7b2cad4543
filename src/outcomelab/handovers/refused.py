"""What the gate answers when a release may not leave: the same words always, and what would pass."""

from __future__ import annotations

from dataclasses import dataclass

TOO_MUCH = (
    "This release, put together with earlier ones, would say too much about too few people. "
    "It was not released, and that it was asked for is recorded."
)


@dataclass(frozen=True)
class Coarsening:
    """Less detail that passes where all of it does not.

    merge: for a subgroup, or a column of a table, levels shown together. withhold: subgroups, or columns, not
    shown at all. frozen: the number of the earlier release whose cohort, or people, are to be kept as they were.
    ordered: columns whose merged levels are neighbours, from the first to the last.
    """

    merge: tuple[tuple[str, tuple[str, ...]], ...] = ()
    withhold: tuple[str, ...] = ()
    frozen: int | None = None
    ordered: tuple[str, ...] = ()

    def and_(self, other: Coarsening) -> Coarsening:
        """Both: what this one leaves out stays out."""
        frozen = self.frozen if other.frozen is None else other.frozen
        ordered = tuple(dict.fromkeys((*self.ordered, *other.ordered)))
        return Coarsening((*self.merge, *other.merge), (*self.withhold, *other.withhold), frozen, ordered)

    @property
    def words(self) -> str:
        """What to do, in a sentence."""
        parts = [] if self.frozen is None else [f"keep the cohort as it was in release {self.frozen}"]
        parts += [f"show {' and '.join(levels)} of {name} together" for name, levels in self.merge]
        parts += [f"leave out the results by {name}" for name in self.withhold]
        return ", and ".join(parts)


@dataclass(frozen=True)
class Refused:
    """A release that may not leave. `reasons` are words only; which rule it was is for checkers, in the vault.
    `coarsening`: what would pass, None when nothing found does."""

    reasons: tuple[str, ...]
    coarsening: Coarsening | None = None

    def __str__(self) -> str:
        said = " ".join(self.reasons)
        return f"{said} What would pass: {self.coarsening.words}." if self.coarsening else said
