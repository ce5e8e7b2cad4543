"""Matches of each group that were compared and not linked."""

from types import SimpleNamespace

import numpy as np
import pytest

from outcomelab.linkage.measures.own_rates import unlinked

GROUP = np.repeat([0, 1], 200)  # of 400 participants, the first half of each group held


def found(participant, probability, kept):
    levels = {"surname": np.zeros(len(participant), np.int64)}
    return SimpleNamespace(
        probability=np.asarray(probability, float),
        pairs=SimpleNamespace(participant=np.asarray(participant) + 1, levels=levels),
        model=SimpleNamespace(m={"surname": np.array([0.9, 0.1])}, share=0.5),
        decision=SimpleNamespace(kept=np.asarray(kept)),
    )


def test_whoever_is_held_twice_and_linked_once_is_no_match_that_was_missed():
    twice, doubtful = np.repeat(np.arange(100), 2), np.arange(200, 300)
    probability = [1 - 1e-9] * 200 + [1 - 1e-9] * 90 + [0.4] * 10
    kept = [*range(0, 200, 2), *range(200, 290)]
    first, second = unlinked(found([*twice, *doubtful], probability, kept), GROUP, 2)
    assert first == pytest.approx(0.0, abs=0.01)
    assert 2.0 < second < 6.0
