"""Curves that leave: on a grid, from rounded counts, no step of a few people."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.disclosure.outcomes import cleared_outcomes, cleared_subgroups
from outcomelab.disclosure.survival import cleared_survival
from outcomelab.disclosure.survival_grid import counts, shown_times, spacing
from outcomelab.handovers.impact import Estimate, Group, OutcomeResult, OutcomeWords
from outcomelab.handovers.survival import Contrast, Curve, HazardRatio, LogRank, Survival
from outcomelab.impact.survival.curve import curve
from outcomelab.impact.survival.lives import Lives
from outcomelab.protocol.rules import DisclosureRules

RULES = DisclosureRules()
HAZARD = HazardRatio(0.69146, 0.47638, 1.00281, -0.369, 0.19, True)


def group(persons, pace, seed=1, until=365.0, lost=0.0, weights=None):
    """People of whom each day about one in `pace` has the event; `lost` leave sight before the end."""
    draw = np.random.default_rng(seed)
    came = np.ceil(draw.exponential(pace, persons))
    seen = np.where(draw.random(persons) < lost, np.ceil(draw.uniform(1, until, persons)), until)
    event = (came <= seen).astype(np.int64)
    return curve(Lives(np.minimum(came, seen), event, np.ones(persons) if weights is None else weights), until)


def both(mine, others, until=365.0, unit="days"):
    nothing = Contrast(3.21987, 2.1, -0.9, 7.3)
    return Survival(unit, until, False, mine, others, nothing, LogRank(3.84, 0.05, False), HAZARD, HAZARD)


@pytest.fixture
def found():
    return both(group(400, 500), group(5000, 400, 2))


def steps(told, times):
    """Events between the points shown, before the first, and after the last."""
    at = counts(told, times).events
    return [later - earlier for earlier, later in zip((0, *at), (*at, told.events[-1]), strict=True)]


def test_points_stand_on_the_grid_or_at_the_end(found):
    times = shown_times((found,), RULES)
    assert times[-1] == 365
    assert all(time % 30 == 0 for time in times[:-1])


def test_groups_under_two_hundred_have_a_grid_of_ninety_days():
    small = both(group(199, 200), group(5000, 200, 2))
    assert all(time % 90 == 0 for time in shown_times((small,), RULES)[:-1])


@pytest.mark.parametrize(
    ("unit", "persons", "step"),
    [("days", 200, 30), ("days", 199, 90), ("weeks", 200, 5), ("weeks", 199, 13), ("months", 200, 1),
     ("months", 199, 3), ("years", 200, 1)],
)  # fmt: skip
def test_the_grid_is_as_wide_in_other_units(unit, persons, step):
    assert spacing(unit, persons) == step


@settings(max_examples=60, deadline=None)
@given(st.integers(30, 600), st.integers(30, 600), st.integers(50, 5000), st.floats(0, 0.9), st.integers(0, 10**6))
def test_every_step_holds_ten_events_and_every_point_ten_people(mine, others, pace, lost, seed):
    told = both(group(mine, pace, seed, lost=lost), group(others, pace, seed + 1, lost=lost))
    times = shown_times((told,), RULES)
    for side in (told.participants, told.comparison):
        inside = steps(side, times)
        ends = inside if not times or times[-1] < told.until else inside[:-1]
        assert not times or min(ends) >= 10
        assert all(left >= 10 for left in counts(side, times).left)


@settings(max_examples=40, deadline=None)
@given(st.integers(100, 900), st.integers(60, 1500), st.floats(0, 0.5), st.integers(0, 10**6))
def test_counts_are_multiples_and_shares_come_from_them(persons, pace, lost, seed):
    told = both(group(persons, pace, seed, lost=lost), group(2000, pace, seed + 1))
    for point in cleared_survival(told, RULES).points:
        for side, whole in ((point.participants, persons), (point.comparison, 2000)):
            rounded = 5 * math.floor(whole / 5 + 0.5)
            possible = {round(100 * (1 - k / rounded)) for k in range(0, rounded + 1, 5)}
            assert side.at_risk % 5 == 0
            assert side.without in possible or min(abs(side.without - one) for one in possible) <= 1
            assert 0 <= side.low <= side.without <= side.high <= 100
            assert 0 < side.without < 100


def test_a_person_more_or_less_changes_no_share_within_the_same_rounding():
    times = np.concatenate([np.repeat([20.0, 50.0, 80.0], 30), np.full(310, 365.0)])
    events = np.concatenate([np.ones(90), np.zeros(310)]).astype(np.int64)
    shown = []
    for extra in (0, 1, 2):
        more = events.copy()
        more[90 : 90 + extra] = 1
        at = times.copy()
        at[90 : 90 + extra] = 80.0
        mine = curve(Lives(at, more, np.ones(400)), 365.0)
        shown.append(cleared_survival(both(mine, mine), RULES).points[-1].participants)
    assert [(one.without, one.low, one.high) for one in shown] == [
        (shown[0].without, shown[0].low, shown[0].high)
    ] * 3


def test_the_ratio_has_three_figures_and_its_interval_is_rounded_outwards(found):
    ratio = cleared_survival(found, RULES).hazard_ratio
    assert (ratio.ratio, ratio.low, ratio.high) == (0.691, 0.476, 1.01)


def test_a_ratio_that_is_not_to_be_had_is_none(found):
    assert cleared_survival(replace(found, hazard=None), RULES).hazard_ratio is None


def test_no_raw_figure_is_anywhere(found):
    text = cleared_survival(found, RULES).model_dump_json()
    raw = [found.participants.restricted, found.participants.without[150], found.participants.se[150]]
    assert not [value for value in raw if f"{value:.4f}"[:6] in text]
    assert "logrank" not in text


def test_a_median_is_told_to_two_figures_where_half_had_it():
    told = cleared_survival(both(group(600, 200), group(5000, 300, 2)), RULES)
    raw = group(600, 200).median
    assert told.participants_median == float(f"{raw:.2g}")
    assert told.comparison_median is not None


def test_a_median_too_near_a_point_shown_is_not_told():
    days = np.concatenate([np.repeat(np.arange(1.0, 31.0), 3), np.repeat([31.0], 5), np.full(85, 60.0)])
    events = np.concatenate([np.ones(95), np.zeros(85)]).astype(np.int64)
    near = curve(Lives(np.tile(days, 2), np.tile(events, 2), np.ones(360)), 60.0)
    assert near.median == 30
    assert cleared_survival(both(near, near, 60.0), RULES).participants_median == 30
    later = replace(near, median=31.0)  # nobody had the event between it and the point at 60
    assert cleared_survival(both(later, later, 60.0), RULES).participants_median is None


def test_a_median_of_fewer_than_twenty_is_not_told():
    few = group(19, 20)
    assert cleared_survival(both(few, few), RULES).participants_median is None


def test_too_few_events_leave_no_curve_and_say_so():
    told = cleared_survival(both(group(100, 4000), group(100, 4000, 2)), RULES)
    assert told.points == ()
    assert "fewer than 10" in told.withheld


def result(told, level=""):
    words = OutcomeWords("days", "Days", "time-to-first", "days", primary=True)
    effect = Estimate("radius", 3.0, 2.0, -1.0, 7.0)
    sides = [
        Group(side.persons, side.events[-1], side.restricted, 0.0, 0.0, 0.0)
        for side in (told.participants, told.comparison)
    ]
    return OutcomeResult(words, *sides, effect, (), subgroup="area" if level else "", level=level, survival=told)


def test_a_withheld_time_has_no_curve(found):
    few = both(group(400, 9000), found.comparison)
    assert few.participants.events[-1] < 30
    assert cleared_outcomes((result(few),), RULES)[0].survival is None
    assert cleared_outcomes((result(found),), RULES)[0].survival.points


def joined(*curves: Curve) -> Curve:
    """The curve of several groups' people together, for counts alone."""
    times = sorted({time for one in curves for time in one.times})
    told = [counts(one, times) for one in curves]
    return replace(
        curves[0],
        persons=sum(one.persons for one in curves),
        times=tuple(times),
        events=tuple(map(sum, zip(*(one.events for one in told), strict=True))),
        at_risk=tuple(map(sum, zip(*(one.left for one in told), strict=True))),
        competing=(0,) * len(times),
        without=tuple(0.5 for _ in times),
        se=tuple(0.01 for _ in times),
        low=tuple(0.4 for _ in times),
        high=tuple(0.6 for _ in times),
    )


def test_subgroups_share_their_times_so_that_none_is_had_by_subtraction(findings):
    north, south = group(300, 300, 5), group(260, 700, 6)
    rest = group(60, 500, 7)
    others = group(5000, 400, 8)
    whole = both(joined(north, south, rest), others)
    levels = tuple(result(both(one, others), name) for one, name in ((north, "north"), (south, "south")))
    matched = replace(findings.impact.matched, matched=620, participants=620)
    impact = replace(findings.impact, outcomes=(result(whole),), subgroups=levels, matched=matched)
    shown = cleared_subgroups(impact, RULES)
    times = [tuple(point.time for point in one.survival.points) for one in shown]
    assert times[0] == times[1]
    assert all(step >= 10 for step in steps(rest, times[0])[:-1])
