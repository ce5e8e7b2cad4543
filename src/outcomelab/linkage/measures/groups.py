"""Linkage in numbers for each group of participants, from what is expected of each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from outcomelab.handovers.linkage import LinkageGroup
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.groupings import Grouping, Mask
from outcomelab.linkage.measures.never_compared import shared_out

_SOMEBODY = 0.5  # fewer expected matches than this: nobody could be found
_HELD = ("age band", "sex")  # what a link rate is adjusted for


@dataclass(frozen=True)
class Outlook:
    """For each participant, in order of their numbers: `linked`; `right`, the probability of the link kept;
    `compared`, the matches expected among those compared with them; `found`, how these were found
    (`never_compared.found_by_participant`); `unlinkable`, whether no perfect copy could be linked. missed: matches
    expected of all that were never compared."""

    linked: Mask
    right: Floats
    compared: Floats
    found: Floats
    missed: float
    unlinkable: Mask

    def group(self, name: str, level: str, members: Mask, missed: float) -> LinkageGroup:
        """The numbers of one group, of whose matches `missed` were never compared."""
        count, could = int(self.linked[members].sum()), float(self.compared[members].sum()) + missed
        found = float(self.right[members].sum())
        return LinkageGroup(
            group=name,
            level=level,
            participants=int(members.sum()),
            linked=count,
            precision=found / count if count else None,
            recall=min(found / could, 1.0) if could >= _SOMEBODY else None,
            missed=max(could - found, 0.0),
            unlinkable=int(self.unlinkable[members].sum()),
        )


def by_group(outlook: Outlook, parts: Sequence[Grouping]) -> Iterator[LinkageGroup]:
    """Every level of every grouping, with its link rate adjusted for age band and sex where they are known."""
    for grouping in parts:
        held = [other for other in parts if other.name in _HELD and other.name != grouping.name]
        rates = adjusted(outlook.linked, grouping, held) if held else None
        levels = len(grouping.levels)
        people, compared = (np.bincount(grouping.place, each, levels) for each in (None, outlook.compared))
        room = np.maximum(people - compared, 0.0)
        missed = shared_out(outlook.missed, outlook.found, grouping.place, room)
        for number, level in enumerate(grouping.levels):
            told = outlook.group(grouping.name, level, grouping.members(number), float(missed[number]))
            rate = None if rates is None else float(rates[number])
            yield LinkageGroup(**(vars(told) | {"adjusted": rate, "given": grouping.given}))


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
