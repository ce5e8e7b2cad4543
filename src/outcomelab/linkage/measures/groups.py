"""Linkage in numbers for each group of participants, from what is expected of each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from outcomelab.handovers.linkage import LinkageGroup
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.groupings import Grouping, Mask
from outcomelab.linkage.measures.missed import Missed
from outcomelab.linkage.measures.shared_out import shared_out

_SOMEBODY = 0.5  # fewer expected matches than this: nobody could be found
_HELD = ("age band", "sex")  # what a link rate is adjusted for


@dataclass(frozen=True)
class Outlook:
    """For each participant, in order of their numbers: `linked`; `right`, the probability of the link kept; and
    `unlinkable`, whether no perfect copy could be linked. missed: matches that no link made."""

    linked: Mask
    right: Floats
    unlinkable: Mask
    missed: Missed

    def group(self, name: str, level: str, members: Mask, missed: float) -> LinkageGroup:
        """The numbers of one group, of whose matches `missed` were not linked."""
        count, found = int(self.linked[members].sum()), float(self.right[members].sum())
        return LinkageGroup(
            group=name,
            level=level,
            participants=int(members.sum()),
            linked=count,
            precision=found / count if count else None,
            recall=found / (found + missed) if found + missed >= _SOMEBODY else None,
            missed=missed,
            unlinkable=int(self.unlinkable[members].sum()),
        )


def by_group(outlook: Outlook, parts: Sequence[Grouping]) -> Iterator[LinkageGroup]:
    """Every level of every grouping, with its link rate adjusted for age band and sex where they are known. What
    the levels missed is, all together, what everybody did."""
    for grouping in parts:
        held = [other for other in parts if other.name in _HELD and other.name != grouping.name]
        rates = adjusted(outlook.linked, grouping, held) if held else None
        missed = _missed(outlook, grouping)
        for number, level in enumerate(grouping.levels):
            told = outlook.group(grouping.name, level, grouping.members(number), float(missed[number]))
            rate = None if rates is None else float(rates[number])
            yield LinkageGroup(**(vars(told) | {"adjusted": rate, "given": grouping.given}))


def _missed(outlook: Outlook, grouping: Grouping) -> Floats:
    people, right = (np.bincount(grouping.place, each, len(grouping.levels)) for each in (None, outlook.right))
    unlinked, never = outlook.missed.by_level(grouping)
    room = np.maximum(people - right, 0.0)
    compared = shared_out(outlook.missed.unlinked, unlinked, room)
    return compared + shared_out(outlook.missed.never, never, room - compared)


def adjusted(linked: Mask, grouping: Grouping, held: Sequence[Grouping]) -> Floats:
    """The share linked at each level of `grouping` if every level had everybody's mix of what is `held`.

    A linear probability model of being linked, with an indicator a level, and its means with the mix of
    everybody (regression standardisation; Lane and Nelder 1982). Kept within 0 and 1.
    """
    own = _indicators(grouping)
    others = np.hstack([_indicators(one)[:, 1:] for one in held])
    others = others - others.mean(axis=0)
    design = np.hstack([own, others])
    coefficients = np.linalg.lstsq(design.T @ design, design.T @ linked.astype(np.float64), rcond=1e-9)[0]
    rates: Floats = np.clip(coefficients[: own.shape[1]], 0.0, 1.0)
    return rates


def _indicators(grouping: Grouping) -> Floats:
    indicators: Floats = (grouping.place[:, None] == np.arange(len(grouping.levels))).astype(np.float64)
    return indicators
