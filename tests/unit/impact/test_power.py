"""What a study could see, against statsmodels, against simulation, and in words."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep
from statsmodels.stats.rates import power_poisson_diff_2indep
from typer.testing import CliRunner

from outcomelab import power
from outcomelab.cli.app import app
from outcomelab.cli.main import main  # noqa: F401 registers the commands
from outcomelab.errors import ImpactError
from outcomelab.impact.power.chance import of_counts, of_means, of_rates


@pytest.mark.parametrize(("without", "reached", "mine", "others"), [(0.35, 0.27, 200, 1000), (0.1, 0.2, 60, 60)])
def test_two_rates_are_statsmodels(without, reached, mine, others):
    theirs = power_proportions_2indep(reached - without, without, mine, others / mine, 0.05, return_results=False)
    assert of_rates(without, reached, mine, others, 0.05) == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize(("difference", "mine", "others"), [(0.2, 200, 1000), (-0.5, 40, 40), (0.0, 50, 90)])
def test_two_means_are_statsmodels(difference, mine, others):
    theirs = TTestIndPower().power(abs(difference), mine, 0.05, ratio=others / mine)
    assert of_means(7 * difference, 7.0, mine, others, 0.05) == pytest.approx(theirs, abs=1e-9)


def test_two_counts_are_statsmodels():
    theirs = power_poisson_diff_2indep(
        1.1, 1.4, 200, nobs_ratio=3, alpha=0.05, method_var="score", return_results=False
    )
    assert of_counts(1.4, 1.1, 0.0, 200, 600, 0.05) == pytest.approx(theirs, abs=1e-6)


def test_cohens_sixty_four_in_each_group():
    """Cohen 1988, table 2.4.1: d = 0.5, two-sided 0.05, power 0.8: 64 in each group."""
    assert power(mean=0.0, sd=1.0, effect=0.5).needed == 64


def test_fleiss_example_without_continuity():
    """Two rates of 60% and 70%, 0.05 and 0.8: 356 in each group (Fleiss, Levin & Paik 2003, section 4.2)."""
    assert power(rate=0.6, effect=0.1).needed in (356, 357)


@pytest.mark.parametrize(
    ("asked", "draw"),
    [
        ({"rate": 0.35}, lambda rng, mean, size: (rng.random(size) < mean).astype(float)),
        ({"mean": 10.0, "sd": 4.0}, lambda rng, mean, size: rng.normal(mean, 4.0, size)),
        ({"events": 1.5, "dispersion": 0.6}, lambda rng, mean, size: rng.negative_binomial(
            1 / 0.6, 1 / (1 + 0.6 * mean), size)),
    ],
    ids=["rate", "mean", "count"],
)  # fmt: skip
def test_the_smallest_difference_is_seen_four_times_in_five(asked, draw):
    rng = np.random.default_rng(11)
    seen = power(200, ratio=3, **asked).seen[0]
    base = next(iter(asked.values()))
    mine, others = (draw(rng, mean, (4000, n)) for mean, n in ((base + seen.lower, 200), (base, 600)))
    se = np.sqrt(mine.var(axis=1, ddof=1) / 200 + others.var(axis=1, ddof=1) / 600)
    assert (np.abs(mine.mean(axis=1) - others.mean(axis=1)) > 1.96 * se).mean() == pytest.approx(0.8, abs=0.035)


def test_wrong_links_hide_part_of_a_difference():
    clear, blurred = power(300, rate=0.3, ratio=2), power(300, rate=0.3, ratio=2, links_right=0.8)
    assert blurred.seen[0].lower == pytest.approx(clear.seen[0].lower / 0.8)


def test_a_design_effect_and_a_match_rate_take_people_away():
    less = power(300, rate=0.3, ratio=4, match_rate=0.9, design_effect=2).seen[0]
    assert (less.compared, less.comparison) == (270, 540)


@settings(deadline=None)
@given(st.floats(0.05, 0.95), st.integers(40, 5000), st.floats(1, 20))
def test_the_participants_needed_are_those_who_see_it(rate, participants, ratio):
    seen = power(participants, rate=rate, ratio=ratio).seen[0]
    for end in (seen.lower, seen.higher):
        if end is not None:
            assert abs(power(rate=rate, ratio=ratio, effect=end * (1 + 1e-9)).needed - participants) <= 1


@settings(deadline=None)
@given(st.integers(40, 3000))
def test_more_participants_see_less(participants):
    fewer, more = power(participants, events=2.0, pool=9000), power(2 * participants, events=2.0, pool=9000)
    assert abs(more.seen[0].lower) < abs(fewer.seen[0].lower)


@settings(deadline=None)
@given(st.floats(-1e4, 1e6), st.floats(0.01, 1e5), st.integers(20, 10**6), st.floats(0.1, 50))
def test_a_mean_always_has_an_answer(mean, sd, participants, ratio):
    seen = power(participants, mean=mean, sd=sd, ratio=ratio).seen[0]
    assert seen.lower == pytest.approx(-seen.higher)


def test_too_small_a_pool_is_told():
    assert power(rate=0.3, effect=-0.02, pool=200).needed is None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"participants": 200}, "Say one"),
        ({"participants": 200, "rate": 0.3, "mean": 2.0, "sd": 1.0}, "Say one"),
        ({"rate": 0.3}, "how many participants"),
        ({"participants": 200, "rate": 35}, "between 0 and 1"),
        ({"participants": 200, "mean": 3.0}, "standard deviation"),
        ({"participants": 200, "rate": 0.3, "pool": 500, "ratio": 2}, "not both"),
        ({"rate": 0.3, "effect": -0.4}, "possible"),
        ({"participants": 200, "rate": 0.3, "match_rate": 1.2}, "match rate is a share"),
        ({"participants": 3, "rate": 0.3}, "20 or more"),
        ({"participants": 200, "rate": 0.3, "design_effect": 0.5}, "design effect"),
    ],
)
def test_what_cannot_be_is_refused_in_words(asked, told):
    with pytest.raises(ImpactError, match=told):
        power(**asked)


def test_the_command_says_it_and_writes_it(tmp_path):
    file = tmp_path / "power.json"
    asked = ["power", "--participants", "200", "--rate", "35%", "--pool", "20000", "--effect", "-8%"]
    ran = CliRunner().invoke(app, [*asked, "--json", str(file)])
    assert ran.exit_code == 0, ran.output
    written = json.loads(file.read_text())
    assert f"{100 * abs(written['seen'][0]['lower']):.1f} fewer" in ran.output
    assert f"about {written['needed']:,} participants are needed" in ran.output


def test_the_command_tells_what_is_no_number():
    ran = CliRunner().invoke(app, ["power", "--participants", "200", "--rate", "a third"])
    assert "--rate is a number" in str(ran.exception)


@pytest.mark.parametrize("events", [1e-9, 1.4, 1e9, 1e12])
def test_what_many_or_few_events_would_show_is_found_at_any_scale(events):
    (first, *_) = power(300, events=events).seen
    assert first.higher is None or 0 < first.higher <= 100 * events


@given(st.floats(-9, 12), st.floats(-9, 12))
@settings(max_examples=25, deadline=None)
def test_the_smallest_difference_of_means_goes_with_their_spread(ten_to, spread):
    (one, *_) = power(300, mean=10.0**ten_to, sd=10.0**spread).seen
    (unit, *_) = power(300, mean=0.0, sd=1.0).seen
    assert one.higher / 10.0**spread == pytest.approx(unit.higher, rel=1e-6)
