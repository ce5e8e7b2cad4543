"""Choosing a threshold and a clear best, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from outcomelab.linkage.decide import best_rival, threshold_for


@pytest.mark.parametrize(
    ("probability", "precision", "threshold"),
    [
        ([0.999, 0.99, 0.99], 0.99, 0.5),  # all of them together are precise enough
        ([1.0, 1.0, 0.98, 0.6], 0.99, 0.98),  # (1 + 1 + .98) / 3 = .993; with .6 it is .895
        ([1.0, 0.9, 0.9], 0.96, 1.0),  # equal ones stay or go together: all three are .933
        ([0.8, 0.7], 0.99, 0.99),  # nothing is good enough
        ([0.4, 0.2], 0.99, 0.5),  # nothing even reaches the lowest threshold
        ([], 0.99, 0.5),
    ],
)
def test_the_threshold_is_the_lowest_that_keeps_the_mean_up(probability, precision, threshold):
    assert threshold_for(np.array(probability), precision) == threshold


def test_the_best_rival_is_the_best_of_the_others():
    group, value = np.array([1, 1, 1, 2, 3, 3]), np.array([0.9, 0.2, 0.5, 0.7, 0.4, 0.4])
    assert best_rival(group, value).tolist() == [0.5, 0.9, 0.9, 0.0, 0.4, 0.4]
