"""Overlap and the unmatched as they may be shown: no bin, no level of a few people."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from outcomelab.disclosure.comparison import protect_comparison
from outcomelab.disclosure.overlap import cleared_overlap
from outcomelab.disclosure.unmatched import cleared_unmatched
from outcomelab.handovers.impact import Estimate, Matched
from outcomelab.handovers.overlap import Densities, Overlap, UnmatchedRow
from outcomelab.protocol.rules import DisclosureRules

RULES = DisclosureRules()
FEW = st.integers(0, 60)


@st.composite
def densities(draw, unmatched=FEW, most=20):
    bins = draw(st.integers(1, most))
    matched, comparison, lost, unused = (
        tuple(draw(st.lists(some, min_size=bins, max_size=bins))) for some in (FEW, FEW, unmatched, FEW)
    )
    weight = [share / max(sum(comparison), 1) for share in comparison]
    participants = tuple(map(sum, zip(matched, lost, strict=True)))
    pool = tuple(map(sum, zip(comparison, unused, strict=True)))
    edges = tuple(k / 4 for k in range(bins + 1))
    return Densities(edges, participants, pool, matched, comparison, tuple(weight))


def overlap_of(spread, largest=0.004, top=0.2, tied=0.0):
    return Overlap(spread, 0.9, largest, top, tied)


def sizes(spread):
    return Matched(
        sum(spread.participants), sum(spread.matched), sum(spread.pool), sum(spread.comparison), 100.0, 0.2
    )


def merged(spread, figures):
    """The persons in each bin shown, of each group."""
    places = [spread.edges.index(one.low) for one in figures.bins] + [len(spread.weight)]
    groups = (spread.participants, spread.pool, spread.matched, spread.comparison)
    return [[sum(group[first:last]) for group in groups] for first, last in pairwise(places)]


@given(densities())
def test_no_bin_holds_few_and_no_two_differ_by_few(spread):
    found = cleared_overlap(overlap_of(spread), sizes(spread), RULES)
    assume(found.bins)
    for participants, pool, matched, comparison in merged(spread, found):
        assert min(participants, pool, matched, comparison) >= RULES.threshold
        told_apart = sum(spread.participants) - sum(spread.matched) >= RULES.threshold
        assert not told_apart or participants == matched or participants - matched >= RULES.threshold


@given(densities())
def test_the_bins_shown_are_side_by_side_and_hold_everyone(spread):
    found = cleared_overlap(overlap_of(spread), sizes(spread), RULES)
    assert bool(found.bins) != bool(found.withheld)
    assume(found.bins)
    assert [one.high for one in found.bins[:-1]] == [one.low for one in found.bins[1:]]
    assert (found.bins[0].low, found.bins[-1].high) == (spread.edges[0], spread.edges[-1])
    assert sum(map(sum, merged(spread, found))) == sum(
        map(sum, (spread.participants, spread.pool, spread.matched, spread.comparison))
    )


@given(densities(unmatched=st.integers(0, 2), most=8))
def test_where_all_but_a_few_were_matched_nothing_tells_how_many(spread):
    assume(sum(spread.participants) - sum(spread.matched) < RULES.threshold)
    found = cleared_overlap(overlap_of(spread), sizes(spread), RULES)
    assert found.in_reach_percent is None
    assert [one.participants_percent for one in found.bins] == [one.matched_percent for one in found.bins]


EVEN = Densities(
    (0.0, 1.0, 2.0, 3.0), (40, 60, 50), (400, 300, 300), (30, 50, 40), (300, 300, 280), (0.3, 0.4, 0.3)
)


@pytest.mark.parametrize(
    ("share", "band"), [(0.004, "under 1%"), (0.03, "1% to 5%"), (0.07, "5% to 10%"), (0.4, "10% or more")]
)
def test_whoever_counts_most_is_a_band(share, band):
    assert cleared_overlap(overlap_of(EVEN, largest=share), sizes(EVEN), RULES).largest_weight == band


def test_the_share_of_those_who_count_most_needs_enough_of_them():
    assert cleared_overlap(overlap_of(EVEN), sizes(EVEN), RULES).top_percent == 20
    few = replace(sizes(EVEN), comparison=180)
    assert cleared_overlap(overlap_of(EVEN), few, RULES).top_percent is None


def row(level, unmatched, matched, lost=40, kept=200):
    u, m = unmatched / lost, matched / kept
    return UnmatchedRow("region", level, True, unmatched, matched, u, m, 0.5, (u - m) / 0.5)


LABELS = {"region": "Region", "age": "Age"}
SIDES = Matched(240, 200, 3000, 900, 400.0, 0.2)


def test_levels_of_few_unmatched_are_merged():
    rows = (row("north", 15, 120), row("south", 20, 60), row("west", 3, 10), row("east", 2, 10))
    found = cleared_unmatched(rows, SIDES, LABELS, RULES)
    assert [line.level for line in found] == ["south", "all other"]
    assert found[0].unmatched_percent == 50


def test_a_number_shows_its_distance_and_no_mean():
    age = UnmatchedRow("age", "", False, 40, 200, 44.123, 31.2, 8.0, 1.6154)
    (line,) = cleared_unmatched((age,), SIDES, LABELS, RULES)
    assert (line.smd, line.unmatched_percent, line.matched_percent) == (1.62, None, None)


def test_few_unmatched_are_not_told_of():
    rows = (row("north", 5, 120, lost=9), row("south", 4, 80, lost=9))
    assert cleared_unmatched(rows, Matched(209, 200, 3000, 900, 400.0, 0.2), LABELS, RULES) == ()


def test_a_method_more_than_a_standard_error_away_is_flagged_and_said(findings, outcome):
    far = Estimate("ebal", outcome.effect.estimate + 1.2 * outcome.effect.se, 0.03, -0.1, 0.03)
    near = Estimate("nearest", outcome.effect.estimate - 0.9 * outcome.effect.se, 0.03, -0.15, -0.03)
    impact = replace(findings.impact, outcomes=(replace(outcome, beside=(far, near)),))
    figures = protect_comparison(impact, RULES).figures
    assert figures.outcomes[0].apart == ("ebal",)
    assert len(figures.matching.notes) == 1
    assert "more than one standard error away" in figures.matching.notes[0]


def test_a_withheld_outcome_flags_nothing(findings, outcome):
    far = replace(outcome.effect, method="ebal", estimate=0.5)
    few = replace(outcome, beside=(far,), participants=replace(outcome.participants, with_outcome=4))
    figures = protect_comparison(replace(findings.impact, outcomes=(few,)), RULES).figures
    assert figures.outcomes[0].apart == ()
    assert figures.matching.notes == ()


def test_the_balance_table_has_the_pool_and_of_numbers_how_spread_out_they_are(findings):
    age, *levels = findings.impact.balance
    spread = replace(age, variance_ratio_after=1.2345, ks_before=0.31415, ks_after=0.02718)
    cleared = protect_comparison(replace(findings.impact, balance=(spread, *levels)), RULES).figures.balance
    assert (cleared[0].variance_ratio, cleared[0].ks_before, cleared[0].ks_after) == (1.2, 0.31, 0.03)
    assert cleared[0].pool_percent is None
    assert [line.pool_percent for line in cleared[1:]] == [50, 50]
    assert {line.ks_after for line in cleared[1:]} == {None}
