"""Graph matching: names are known by how alike they are to other names, and encodings keep likeness.

In the manner of Vidanage, Christen, Ranbaduge and Schnell (2020): one graph of encoded names, one of known
names, each name described by its own likenesses; the descriptions are matched. After that ours takes the
surest matches as anchors and describes each name by its likeness to the anchors, a few times over. Known names
are encoded with a key of the attacker's own, so both graphs measure likeness alike.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.bool_]
_NEIGHBOURS = 50
_ROUNDS = 6
_ANCHORS = 0.3


def guesses(secret: Bits, known: Bits, popular: tuple[Floats, Floats]) -> npt.NDArray[np.intp]:
    """For each row of `secret` (names × 1,024 bits) the row of `known` it is taken for.

    popular: how many people have each name, on either side.
    """
    here, there = _likeness(secret), _likeness(known)
    mine = _described(here, secret, popular[0])
    theirs = _described(there, known, popular[1])
    cost = _distance(mine, theirs)
    rows, places = linear_sum_assignment(cost)
    chosen = np.empty(len(secret), np.intp)
    chosen[rows] = places
    for step in range(_ROUNDS):
        sure = _margin(cost, chosen)
        anchors = np.argsort(-sure)[: int(len(secret) * min(0.9, _ANCHORS + 0.05 * step))]
        cost = _distance(_scaled(here[:, anchors]), _scaled(there[:, chosen[anchors]]))
        rows, places = linear_sum_assignment(cost)
        if (chosen[rows] == places).all():
            break
        chosen[rows] = places
    return chosen


def _likeness(bits: Bits) -> Floats:
    """How many bits two filters share, beyond what chance would give them, as a correlation."""
    likeness: Floats = np.corrcoef(bits.astype(np.float64))
    np.fill_diagonal(likeness, 0.0)
    return likeness


def _described(likeness: Floats, bits: Bits, popular: Floats) -> Floats:
    nearest = -np.sort(-likeness, axis=1)[:, :_NEIGHBOURS]
    # How alike one's neighbours are to theirs tells apart names with the same likenesses.
    order = np.argsort(-likeness, axis=1)[:, :5]
    second = nearest[order].mean(axis=1)
    own = np.column_stack([bits.sum(axis=1), np.log1p(popular), likeness.std(axis=1)])
    return _scaled(np.column_stack([nearest, second, np.repeat(own, 10, axis=1)]))


def _scaled(values: Floats) -> Floats:
    spread = values.std(axis=0)
    scaled: Floats = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return scaled


def _distance(one: Floats, other: Floats) -> Floats:
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :] - 2 * one @ other.T
    distance: Floats = np.maximum(squares, 0.0)
    return distance


def _margin(cost: Floats, chosen: npt.NDArray[np.intp]) -> Floats:
    """How much nearer the chosen one is than the nearest other."""
    own = cost[np.arange(len(cost)), chosen]
    rest = cost.copy()
    rest[np.arange(len(cost)), chosen] = np.inf
    margin: Floats = (rest.min(axis=1) - own) / (own + 1.0)
    return margin
