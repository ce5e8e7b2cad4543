"""From pairs to persons: records that hang together are one, unless two of them contradict each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from outcomelab.linkage.levels import Floats
from outcomelab.linkage.score import Numbers

# Two records of one person less probable than this contradict each other.
_CONTRADICTS = 0.1
# Nobody is in a register so often: a contradiction in a cluster as large puts all of it apart.
_LARGE = 20

Flags = npt.NDArray[np.bool_]


def clusters(first: Numbers, second: Numbers, probability: Floats, threshold: float, records: int) -> Numbers:
    """A number for each of `records` rows, the same for the rows that are one person.

    Rows joined by a pair of at least `threshold` hang together, and with them whoever hangs together with
    either. That chains strangers: one vague record resembles two clear ones that have nothing in common. So
    every pair within a cluster must be possible: where one has a probability below 0.1, or was not even
    worth comparing, the cluster's weakest pairs are cut, until nothing in it contradicts anything else. The
    order of rows does not matter: pairs that are equally weak are cut together.
    """
    joined = probability >= threshold
    possible = probability >= _CONTRADICTS
    labels = _components(first[joined], second[joined], records)
    while True:
        bad = _contradicted(first[possible], second[possible], labels, records)
        doubted = joined & bad[labels[first]] if bad.any() else np.zeros(len(joined), bool)
        if not doubted.any():
            return labels
        joined = joined & ~_weakest(labels[first], probability, doubted, labels)
        labels = _components(first[joined], second[joined], records)


def _components(first: Numbers, second: Numbers, records: int) -> Numbers:
    graph = coo_array((np.ones(len(first), np.int8), (first, second)), shape=(records, records))
    labels: Numbers = connected_components(graph, directed=False)[1].astype(np.int32)
    return labels


def _contradicted(first: Numbers, second: Numbers, labels: Numbers, records: int) -> Flags:
    """For each cluster, whether fewer pairs in it are possible than there are pairs in it."""
    size = np.bincount(labels, minlength=records).astype(np.int64)
    inside = labels[first] == labels[second]
    possible = np.bincount(labels[first][inside], minlength=records)
    flags: Flags = possible < size * (size - 1) // 2
    return flags


def _weakest(cluster: Numbers, probability: Floats, doubted: Flags, labels: Numbers) -> Flags:
    """The weakest of the doubted pairs of each cluster; of a large cluster, all."""
    least = np.full(len(labels), np.inf)
    np.minimum.at(least, cluster[doubted], probability[doubted])
    large = np.bincount(labels, minlength=len(labels)) > _LARGE
    flags: Flags = doubted & ((probability <= least[cluster]) | large[cluster])
    return flags
