"""Pairs of published sets that differ by too few persons: subtracting one from the other tells of those few."""

from __future__ import annotations

import numpy as np

from outcomelab.disclosure.gate.bits import Ints, Words, distinct, shared, sizes
from outcomelab.disclosure.gate.known import Populations


def differing_by_few(new: Populations, past: Populations, threshold: int) -> tuple[int, ...]:
    """Which `new` populations differ from another, published earlier or beside them, by 1 to `threshold` − 1
    persons (the symmetric difference).

    Cohorts are held against cohorts, and populations of whom outcomes are told against one another. There the
    rest of a larger published population counts as published too: it comes by subtraction.
    """
    refused: set[int] = set()
    for roles in (("cohort",), ("whole", "part")):
        mine = [place for place, one in enumerate(new.about) if one.role in roles]
        some, others = new.role(*roles), past.role(*roles)
        if some.about:
            found = np.flatnonzero(_few_apart(some, others, threshold, complements=roles != ("cohort",)))
            refused.update(mine[int(place)] for place in found)
    return tuple(sorted(refused))


def _few_apart(new: Populations, past: Populations, threshold: int, *, complements: bool) -> np.ndarray:
    both = new.with_(past)
    size, common = sizes(both.words), shared(new.words, both.words)
    apart = size[: len(new.about), None] + size[None, :] - 2 * common
    refused = ((apart > 0) & (apart < threshold)).any(axis=1)
    if complements:
        refused |= _by_what_is_left(both, size, common, len(new.about), threshold)
    return np.asarray(refused)


def _by_what_is_left(both: Populations, size: Ints, common: Ints, new: int, threshold: int) -> np.ndarray:
    """Whether what is left of a larger population P, once a part A is taken away, differs by few from a set B.

    |(P∖A) △ B| = |P| − |A| + |B| − 2 (|B∩P| − |A∩B|) for A inside P. One of the three is new; that one is refused.
    """
    refused = np.zeros(new, dtype=np.bool_)
    whole = np.flatnonzero([one.role == "whole" for one in both.about])
    with_whole = _shared(both.words, whole)
    everyone = np.arange(len(size))
    for place, larger in enumerate(whole):
        inside = with_whole[place] == size
        inside[larger] = False
        parts = np.flatnonzero(inside)
        pairs = [(parts[parts < new], everyone), (parts[parts >= new], everyone[:new])]
        for some, others in [(parts, everyone)] if larger < new else pairs:
            # The rest and B can be as near as this only when B covers what A leaves.
            least = size[larger] - size[some, None] + size[others] - 2 * with_whole[place][others]
            overlap = np.maximum(0, size[some, None] + with_whole[place][others] - size[larger])
            for row, column in zip(*np.nonzero(least + 2 * overlap < threshold), strict=True):
                trio = {int(larger), int(some[row]), int(others[column])}
                if len(trio) < 3:
                    continue
                covered = _overlap(both.words, common, new, int(some[row]), int(others[column]))
                if 0 < int(least[row, column]) + 2 * covered < threshold:
                    refused[[one for one in trio if one < new]] = True
    return refused


def _shared(words: Words, whole: Ints) -> Ints:
    """How many persons the sets `whole` share with every set, each set worked out once."""
    first, place = distinct(words)
    some, of_whole = np.unique(place[whole], return_inverse=True)
    return shared(words[first[some]], words[first])[of_whole][:, place]


def _overlap(words: Words, common: Ints, new: int, one: int, other: int) -> int:
    if one < new:
        return int(common[one, other])
    if other < new:
        return int(common[other, one])
    return int(np.bitwise_count(words[one] & words[other]).sum())
