"""Which pairs become links: each other's best by a margin, above a threshold set without knowing the truth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from outcomelab.linkage.levels import Floats
from outcomelab.linkage.score import Numbers, Pairs
from outcomelab.linkage.train import Model, without_other_participants

# Below an even chance a link is more likely wrong than right, whatever precision is asked for; F1 is
# highest there too, when probabilities are true (Lipton, Elkan and Naryanaswamy 2014).
LOWEST = 0.5
# A rival with at least half the best one's probability leaves no clear best.
_MARGIN = 2.0
# Somebody whose candidates together fall short of this has probably no record in the holding.
_POSSIBLE = 0.1


class Fate(IntEnum):
    """What became of a participant."""

    LINKED = 0
    NOBODY = 1
    UNCERTAIN = 2
    TIED = 3
    TAKEN = 4


@dataclass(frozen=True)
class Decision:
    """kept: indices of the pairs that are links. clear: indices of those that could be at some threshold, not
    under `LOWEST`. threshold: the least probability a link may have. fates: a `Fate` for each participant, in
    order of their numbers."""

    kept: Numbers
    clear: Numbers
    threshold: float
    fates: npt.NDArray[np.int8]


def decide(pairs: Pairs, model: Model, precision: float, listed: int, *, repeats: bool = False) -> Decision:
    """Keep links so that their mean probability, which estimates precision, is at least `precision`.

    `repeats`: several participants may be linked to one person, who was listed several times.
    """
    probability, again = model.probability, model.again
    if again is None:
        clear = probability >= _MARGIN * best_rival(pairs.participant, probability)
        if not repeats:
            clear &= probability >= _MARGIN * best_rival(pairs.person, probability)
    else:
        clear = first_of_each(pairs.participant, probability)
        clear &= probability >= _MARGIN * again.persons.against(probability)
        clear &= probability >= _MARGIN * again.participants.against(probability)
    threshold = threshold_for(probability[clear], precision)
    kept = np.nonzero(clear & (probability >= threshold))[0].astype(np.int32)
    fates = _unlinked(pairs, model, threshold, listed)
    fates[pairs.participant[kept] - 1] = Fate.LINKED
    possible = np.nonzero(clear & (probability >= LOWEST))[0].astype(np.int32)
    return Decision(kept, possible, threshold, fates)


def threshold_for(probability: Floats, precision: float) -> float:
    """The lowest threshold, not under `LOWEST`, above which the mean of `probability` is `precision` or more.

    `precision` itself when there is none: nothing is then above it.
    """
    falling = np.sort(probability[probability >= LOWEST])[::-1]
    mean = np.cumsum(falling) / np.arange(1, len(falling) + 1)
    # Equal probabilities are kept or refused together.
    last_of_equals = np.append(falling[1:] < falling[:-1], True)[: len(falling)]
    enough = np.nonzero(last_of_equals & (mean >= precision))[0]
    if not len(enough):
        return LOWEST if not len(falling) else precision
    return LOWEST if enough[-1] == len(falling) - 1 else float(falling[enough[-1]])


def best_rival(group: Numbers, value: Floats) -> Floats:
    """For each element the highest `value`, none of them below 0, among the others of its `group`; 0 where there
    is no other."""
    best = np.zeros(int(group.max(initial=-1)) + 1)
    second = best.copy()
    np.maximum.at(best, group, value)
    leads = value == best[group]
    np.maximum.at(second, group[~leads], value[~leads])
    alone = np.bincount(group[leads], minlength=len(best)) == 1
    rival: Floats = np.where(leads & alone[group], second[group], best[group])
    return rival


def first_of_each(group: Numbers, value: Floats) -> npt.NDArray[np.bool_]:
    """Whether an element has the highest `value` of its `group`, and is the first of those that have."""
    order = np.lexsort((-value, group))
    first = np.zeros(len(group), bool)
    first[order[np.append(True, group[order][1:] != group[order][:-1])[: len(group)]]] = True
    return first


def _unlinked(pairs: Pairs, model: Model, threshold: float, listed: int) -> npt.NDArray[np.int8]:
    """Why each participant would not be linked."""
    alone = without_other_participants(pairs, model.weight, model.again)
    together = np.bincount(pairs.participant - 1, alone, minlength=listed)
    rival = best_rival(pairs.participant, alone) if model.again is None else model.again.persons.against(alone)
    clear = (alone >= threshold) & (alone >= _MARGIN * rival)
    fates = np.full(listed, Fate.NOBODY, np.int8)
    fates[together >= _POSSIBLE] = Fate.UNCERTAIN
    fates[together >= threshold] = Fate.TIED
    fates[pairs.participant[clear] - 1] = Fate.TAKEN
    return fates
