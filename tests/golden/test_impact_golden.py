"""The impact room against figures published by others. Each test names its source."""

from pathlib import Path

import causaldata
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import statsmodels.treatment.tests.results as teffects

from outcomelab.impact.chosen import Chosen
from outcomelab.impact.estimates import unpaired
from outcomelab.impact.evaluate import evaluate
from outcomelab.impact.matching import radius
from outcomelab.impact.matrix import Matrix, Number
from outcomelab.impact.nearest import nearest_again
from outcomelab.impact.propensity import expit, logistic, logit_scores


def standard(columns):
    values = np.column_stack(columns).astype(float)
    return Matrix(len(values), tuple(Number(held.copy(), held.mean(), held.std()) for held in values.T))


@pytest.fixture(scope="module")
def births():
    """Cattaneo (2010): birth weight and smoking mothers; Stata's `cattaneo2`, as statsmodels ships it."""
    return pd.read_csv(Path(teffects.__file__).parent / "cataneo2.csv")


def test_nearest_matching_with_ties_shared_gives_the_effect_stata_prints(births):
    # Stata 13 manual, teffects psmatch, example 2 with atet: -236.7848.
    smokes = births.mbsmoke_.to_numpy() == 1
    columns = [births[name] for name in ("mmarried_", "mage", "fbaby_", "medu")]
    scores = logit_scores(standard([*columns, births.mage**2]), smokes)
    match = nearest_again(expit(scores), smokes, np.zeros(len(scores), dtype=np.int64))
    weight = births.bweight.to_numpy(dtype=float)
    running = np.concatenate([[0.0], np.cumsum(weight[match.order])])
    alike = (running[match.last] - running[match.first]) / (match.last - match.first)
    assert (weight[match.rows] - alike).mean() == pytest.approx(-236.7848, abs=5e-5)


def test_logistic_regression_gives_the_coefficients_of_statsmodels(births):
    import statsmodels.api as sm

    matrix = standard([births[name] for name in ("mmarried_", "mage", "fbaby_", "medu")])
    y = births.mbsmoke_.to_numpy(dtype=float)
    theirs = (
        sm.Logit(y, sm.add_constant(matrix.take(np.arange(len(y))))).fit(disp=0, method="newton", tol=1e-12).params
    )
    assert logistic(matrix, y, np.ones(len(y))) == pytest.approx(theirs, abs=1e-8)


@pytest.mark.parametrize(
    ("n", "with_programme", "without", "low", "high"),
    [(72, 31, 43, 1.2, 22.8), (805, 18, 23, 2.3, 7.7), (3085, 19, 26, 5.6, 8.4)],
)
def test_the_unpaired_interval_is_the_one_the_justice_data_lab_publishes(n, with_programme, without, low, high):
    # Justice Data Lab reports print "1 to 23", "2 to 8" and "5 to 8" percentage points for these rates.
    pool = 100_000
    participant = np.arange(n + pool) < n
    y = np.concatenate([spread(n, with_programme), spread(pool, without)])
    match = radius(np.zeros(n + pool), participant, np.zeros(n + pool, dtype=np.int64), 1.0)
    weight = np.ones(n + pool)
    weight[match.order] = match.weight
    estimate = unpaired(Chosen("radius", "ATT", weight, participant, match), y)
    assert -100 * estimate.high == pytest.approx(low, abs=0.75)
    assert -100 * estimate.low == pytest.approx(high, abs=0.75)


def spread(n, percent):
    """n zeros and ones of which `percent` are ones."""
    return (np.arange(n) < round(n * percent / 100)).astype(float)


@pytest.fixture(scope="module")
def supported_work(make_protocol):
    """The NSW sample of Dehejia & Wahba (1999) with CPS-1, and a protocol of their eight covariates."""
    experiment = causaldata.nsw_mixtape.load_pandas().data
    others = causaldata.cps_mixtape.load_pandas().data
    numbers = ("age", "educ", "marr", "nodegree", "re74", "re75")
    protocol = make_protocol(numbers, ("ethnicity",), (("re78", "amount"),))

    def table(treat):
        people = pd.concat(
            [experiment[experiment.treat == treat].assign(participant=True), others.assign(participant=False)]
        )
        ethnicity = np.where(people.black == 1, "black", np.where(people.hisp == 1, "hispanic", "other"))
        columns = {name: pa.array(people[name].to_numpy(dtype=float)) for name in (*numbers, "re78")}
        return pa.table(
            {
                "participant": people.participant.to_numpy(dtype=bool),
                "ethnicity": pa.array(ethnicity.tolist()),
                **columns,
            }
        )

    return lambda treat: evaluate(table(treat), protocol)


def test_the_interval_for_the_programmes_participants_contains_the_experiments_1794(supported_work):
    # Dehejia & Wahba (1999), table 1: 6,349.14 - 4,554.80.
    effect = supported_work(1).outcomes[0].effect
    assert effect.low < 1794.34 < effect.high


def test_the_interval_for_the_randomised_controls_who_got_nothing_contains_zero(supported_work):
    result = supported_work(0).outcomes[0]
    assert result.effect.low < 0 < result.effect.high


def test_every_covariate_of_the_programmes_participants_is_balanced(supported_work):
    assert max(abs(row.smd_after) for row in supported_work(1).balance) < 0.1
