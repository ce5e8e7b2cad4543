"""The noise that OpenDP draws: as much as was paid for, no less and no more."""

import numpy as np
import pytest
from scipy import stats

from outcomelab.disclosure.privacy import noise
from outcomelab.errors import UsageError

DRAWS = 20_000


@pytest.mark.parametrize("rho", [0.02, 0.1, 2.0])
def test_its_variance_is_that_of_the_discrete_gaussian_that_was_paid_for(rho):
    drawn = np.array([noise.noisy(40, rho) for _ in range(DRAWS)])
    scale = noise.scale_of(rho)
    values = np.arange(-60, 61)
    weights = np.exp(-(values**2) / (2 * scale**2))
    variance = float(values**2 @ weights / weights.sum())
    # both would miss by chance once in a million runs
    assert abs(drawn.mean() - 40) < stats.norm.isf(5e-7) * np.sqrt(variance / DRAWS)
    fourth = float(values**4 @ weights / weights.sum())
    assert abs(drawn.var() - variance) < stats.norm.isf(5e-7) * np.sqrt((fourth - variance**2) / DRAWS)


def test_two_answers_to_one_count_differ():
    assert len({noise.noisy(40, 0.02) for _ in range(50)}) > 1


def test_without_the_extra_a_sentence_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(noise, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'outcomelab\[privacy\]'"):
        noise.noisy(40, 0.1)
