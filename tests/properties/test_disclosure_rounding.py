"""What must hold of every figure that leaves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from outcomelab.disclosure.flow import cleared_flow
from outcomelab.disclosure.rounding import nearest_ends, outward, percent, rounded, rounded_count
from outcomelab.disclosure.suppression import complementary
from outcomelab.handovers.flow import STEPS, FlowStep, Loss
from outcomelab.handovers.interval import Z95
from outcomelab.protocol.rules import DisclosureRules

RULES = DisclosureRules()
counts = st.integers(0, 100_000)


@given(counts, st.sampled_from([5, 10, 20]))
def test_a_rounded_count_is_a_multiple_of_the_base_and_near(count, base):
    shown = rounded_count(count, base)
    assert shown % base == 0
    assert abs(shown - count) <= base / 2


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(-3, 2))
def test_rounding_outward_never_narrows_an_interval(low, width, decimals):
    shown = outward(low, low + width, decimals)
    assert shown[0] <= low + 1e-6
    assert shown[1] >= low + width - 1e-6


@pytest.mark.parametrize("decimals", [0, 1, -2])
@pytest.mark.parametrize("se", [0.5, 0.75, 1.0, 1.5, 2.0, 4.0])  # in units of the last decimal
def test_an_interval_holds_the_truth_as_often_once_rounded(se, decimals):
    unit = 10.0**-decimals
    errors = se * norm.ppf((np.arange(400) + 0.5) / 400)
    held = 0
    for truth in (np.arange(25) + 0.5) / 25:  # wherever it lies between two figures that can be shown
        for estimate in truth + errors:
            low, high = nearest_ends(unit * (estimate - Z95 * se), unit * (estimate + Z95 * se), decimals)
            held += low <= unit * truth <= high
    assert 0.945 <= held / (25 * 400) <= 0.955


@given(st.floats(-1e4, 1e4), st.floats(0, 1e4), st.integers(-2, 2))
def test_the_ends_of_an_interval_never_meet_and_have_the_estimate_between_them(estimate, half, decimals):
    low, high = nearest_ends(estimate - half, estimate + half, decimals)
    assert low < high
    assert low <= rounded(estimate, decimals) <= high


@given(st.floats(-1e6, 1e6), st.integers(-3, 2))
def test_rounding_twice_is_rounding_once(value, decimals):
    once = rounded(value, decimals)
    assert rounded(once, decimals) == once
    assert abs(once - value) <= 0.5 * 10.0**-decimals + 1e-6


@given(st.integers(10, 5000).flatmap(lambda n: st.tuples(st.integers(10, n), st.just(n))))
def test_a_rate_depends_on_rounded_counts_alone(drawn):
    k, n = drawn
    assert percent(k, n, 5, 0) == percent(rounded_count(k, 5), rounded_count(n, 5), 5, 0)


@st.composite
def flows(draw):
    left = draw(st.integers(0, 300))
    steps = []
    for name in reversed(STEPS[1:]):
        reasons = draw(st.lists(st.integers(0, 40), max_size=4))
        steps.append(FlowStep(name, left, tuple(Loss(f"{name} {i}", n) for i, n in enumerate(reasons))))
        left += sum(reasons)
    return (FlowStep("submitted", left), *reversed(steps))


@given(flows())
def test_the_flow_shown_adds_up(flow):
    shown = cleared_flow(flow, RULES)
    left = shown[0].count
    for step in shown[1:]:
        left -= sum(loss.count or 0 for loss in step.lost)
        assert step.count is None or step.count == left
    assert [step.step for step in shown] == list(STEPS)
    assert shown[-1].count is not None


@given(flows())
def test_no_loss_below_the_threshold_can_be_had_from_the_flow(flow):
    shown = [step for step in cleared_flow(flow, RULES) if step.count is not None]
    for step in shown:
        assert all(loss.count is None or loss.count >= RULES.threshold for loss in step.lost)
        assert all(loss.count is None or loss.count % RULES.base == 0 for loss in step.lost)


@given(flows())
def test_every_count_of_the_flow_is_near_the_true_one(flow):
    # every loss and the last count round by up to 2; losses too few to show at the end are up to 9 persons
    roundings = 1 + sum(len(step.lost) for step in flow)
    for true, step in zip(flow, cleared_flow(flow, RULES), strict=True):
        assert step.count is None or abs(step.count - true.count) <= 2.5 * roundings + RULES.threshold - 1


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_parts_withheld_are_never_alone_nor_few(parts):
    hidden = complementary(parts, [part < 10 for part in parts], 10)
    inside = [part for part, hide in zip(parts, hidden, strict=True) if hide]
    assert all(part >= 10 for part, hide in zip(parts, hidden, strict=True) if not hide)
    assert not inside or all(hidden) or (len(inside) > 1 and sum(inside) >= 10)


def test_a_flow_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="does not add up"):
        cleared_flow((FlowStep("submitted", 100), FlowStep("readable", 90)), RULES)
