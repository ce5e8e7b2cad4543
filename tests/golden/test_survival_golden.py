"""Times to a first event against published figures, R and lifelines. Each test names its source."""

import numpy as np
import pytest
from lifelines.datasets import load_rossi

from outcomelab.impact.survival.cox import cox
from outcomelab.impact.survival.curve import curve
from outcomelab.impact.survival.lives import Lives
from outcomelab.impact.survival.logrank import log_rank

MEN = load_rossi()
AID = MEN.fin.to_numpy() == 1
WEEKS = MEN.week.to_numpy(dtype=float)
# weights and endings for R below: w = 1 + prio modulo 3; those under 22 had event 2; a fifth was lost halfway
WEIGHTS = 1.0 + MEN.prio.to_numpy() % 3
LOST = MEN.age.to_numpy() % 5 == 0
ENDED = np.where(LOST, np.ceil(WEEKS / 2), WEEKS)
ENDINGS = np.where((MEN.arrest == 1) & (MEN.age < 22), 2, np.where(LOST & (WEEKS == 52), 0, MEN.arrest))


def trial(weights=None):
    return Lives(WEEKS, MEN.arrest.to_numpy(dtype=np.int64), np.ones(432) if weights is None else weights)


def at(told, weeks, *columns):
    places = np.searchsorted(told.times, weeks, "right") - 1
    return [np.array(getattr(told, column))[places] for column in columns]


def test_rossis_curves_end_where_the_trial_did():
    # Rossi, Berk & Lenihan (1980): 48 of 216 with aid were arrested within 52 weeks, 66 of 216 without.
    aided, others = (curve(trial().among(side), 52.0) for side in (AID, ~AID))
    assert (aided.events[-1], others.events[-1]) == (48, 66)
    assert (aided.without[-1], others.without[-1]) == pytest.approx((0.7778, 0.6944), abs=5e-5)


def test_rossis_difference_in_mean_weeks_without_arrest():
    # R, survival: summary(survfit(Surv(week, arrest) ~ fin), rmean = 52): 46.875 and 44.833,
    # standard errors .7933 and .9177; difference 2.0417, 1.2130.
    aided, others = (curve(trial().among(side), 52.0) for side in (AID, ~AID))
    assert aided.restricted - others.restricted == pytest.approx(2.0417, abs=5e-5)
    assert np.hypot(aided.restricted_se, others.restricted_se) == pytest.approx(1.2130, abs=5e-5)


def test_rossis_log_rank_statistic():
    # R: survdiff(Surv(week, arrest) ~ fin): chi-squared 3.8376, p = .0501.
    found = log_rank(trial(), AID)
    assert (found.statistic, found.p_value) == pytest.approx((3.8376, 0.0501), abs=5e-5)


def test_rossis_hazard_ratio_is_allisons():
    # Allison (1995), output 5.1 and Fox (2002): fin −.3794, standard error .1914, ties by Efron.
    names = ("fin", "age", "race", "wexp", "mar", "paro", "prio")
    fitted = cox(MEN[list(names)].to_numpy(dtype=float) / 10, trial())
    found = (fitted.log_ratios[0] / 10, np.sqrt(fitted.covariance[0, 0]) / 10)
    assert found == pytest.approx((-0.3794, 0.1914), abs=5e-5)


def test_a_weighted_curve_and_its_robust_interval_are_those_of_r():
    # R 4.2.2, survival 3.5-3: survfit(Surv(week, arrest) ~ 1, subset = fin == 0, weights = w, robust = TRUE,
    # conf.type = "log-log"), summary at 13, 26, 52 weeks; residuals(type = "auc") for the mean.
    others = curve(trial(WEIGHTS).among(~AID), 52.0)
    without, se, low, high = at(others, (13, 26, 52), "without", "se", "low", "high")
    assert without == pytest.approx([0.951724138, 0.857471264, 0.696551724], abs=1e-9)
    assert se == pytest.approx([0.0156971538, 0.0255461805, 0.0336426086], abs=1e-9)
    assert low == pytest.approx([0.909285166, 0.798680571, 0.625112506], abs=1e-8)
    assert high == pytest.approx([0.974583411, 0.900159978, 0.757049996], abs=1e-8)
    assert (others.restricted, others.restricted_se) == pytest.approx((45.0505747, 0.957091452), abs=1e-7)


def test_weighted_incidence_beside_a_competing_event_is_that_of_r():
    # R: survfit(Surv(t, factor(ev, 0:2)) ~ 1, subset = fin == 0, weights = w, robust = TRUE), pstate[, 2].
    others = curve(Lives(ENDED, ENDINGS.astype(np.int64), WEIGHTS).among(~AID), 52.0)
    without, se = at(others, (13, 26, 52), "without", "se")
    assert 1 - without == pytest.approx([0.0367816092, 0.0873563218, 0.1625760649], abs=1e-9)
    assert se == pytest.approx([0.01458966443, 0.02060523732, 0.02948909524], abs=1e-9)


def test_a_mean_with_people_lost_early_is_that_of_r():
    # R: survfit(Surv(t, ev == 1) ~ 1), summary(rmean = 52): 48.368489913, standard error 0.514815382.
    found = curve(Lives(ENDED, (ENDINGS == 1).astype(np.int64), np.ones(432)), 52.0)
    assert (found.restricted, found.restricted_se) == pytest.approx((48.368489913, 0.514815382), abs=1e-8)


def test_a_weighted_hazard_ratio_with_ties_is_that_of_r():
    # R: coxph(Surv(week, arrest) ~ fin + age, weights = w, robust = TRUE), coefficients and robust se.
    fitted = cox(MEN[["fin", "age"]].to_numpy(dtype=float), trial(WEIGHTS))
    assert fitted.log_ratios == pytest.approx([-0.3313526838, -0.0722951113], abs=1e-9)
    assert np.sqrt(np.diag(fitted.covariance)) == pytest.approx([0.2029965786, 0.0275810558], abs=1e-9)
