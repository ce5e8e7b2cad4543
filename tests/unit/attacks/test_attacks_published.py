"""What one release of real persons is put to succeeds where a release is not protected."""

import numpy as np
import pytest

from outcomelab.attacks.releases.asking import Question
from outcomelab.attacks.releases.invented import invented
from outcomelab.attacks.releases.published import attempts

PERSONS = 400


@pytest.fixture
def released(labs):
    """A cleared release about everybody and all but three of them, and who those are."""
    cohort = invented(PERSONS, 5)
    everyone = np.ones(PERSONS, dtype=bool)
    most = everyone.copy()
    most[:3] = False
    by = {"sex": cohort.levels("sex")}
    figures = labs.new().ask(cohort, Question(everyone, by)).figures
    return cohort, figures, everyone, {"sex": {figures.subgroups[0].level: most}}


def succeeded(figures, everyone, by):
    return {one.attack.name for one in attempts(figures, everyone, by) if not one.holds}


def exact(figure, count, of):
    return figure.model_copy(
        update={"participants_value": round(100 * count / of, 5), "decimals": 5, "withheld": ""}
    )


def test_what_is_cleared_withstands_them(released):
    _, figures, everyone, _ = released
    assert not succeeded(figures, everyone, {})


def test_exact_rates_give_the_few_between_them_away(released):
    cohort, figures, everyone, by = released
    [most] = by["sex"].values()
    whole = exact(figures.outcomes[0], cohort.outcome.sum(), PERSONS)
    part = exact(figures.subgroups[0], cohort.outcome[most].sum(), most.sum())
    laxer = figures.rules.model_copy(update={"base": 1})
    told = figures.model_copy(update={"outcomes": (whole,), "subgroups": (part,), "rules": laxer})
    assert "differencing" in succeeded(told, everyone, by)


def test_a_rate_of_none_tells_of_everybody(released):
    _, figures, everyone, _ = released
    laxer = figures.rules.model_copy(update={"base": 1, "threshold": 0})
    none = figures.model_copy(update={"outcomes": (exact(figures.outcomes[0], 0, PERSONS),), "subgroups": ()})
    assert {"homogeneity", "decoding"} <= succeeded(none.model_copy(update={"rules": laxer}), everyone, {})


def test_a_loss_of_five_is_a_loss_of_few(released):
    _, figures, everyone, _ = released
    step = figures.flow[0].model_copy(update={"count": 5})
    assert succeeded(figures.model_copy(update={"flow": (step,)}), everyone, {}) == {"uniqueness"}


def test_a_curve_that_falls_by_one_person_dates_an_event(labs):
    cohort = invented(PERSONS, 6)
    everyone = np.ones(PERSONS, dtype=bool)
    figures = labs.new().ask(cohort, Question(everyone, kind="time-to-first")).figures
    assert not succeeded(figures, everyone, {})
    [outcome] = figures.outcomes
    points = outcome.survival.points
    falls = points[0].model_copy(
        update={"participants": points[0].participants.model_copy(update={"without": 100 - 100 / PERSONS})}
    )
    curve = outcome.survival.model_copy(update={"points": (falls,), "decimals": 3})
    laxer = figures.rules.model_copy(update={"base": 1})
    told = figures.model_copy(
        update={"outcomes": (outcome.model_copy(update={"survival": curve}),), "rules": laxer}
    )
    assert succeeded(told, everyone, {}) == {"event dates"}
