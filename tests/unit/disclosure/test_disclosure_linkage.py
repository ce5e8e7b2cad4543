"""Linkage quality as it may be shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.disclosure.linkage import cleared_linkage
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.linkage import (
    AtThreshold,
    Clerical,
    HeldGroup,
    KnownShare,
    LinkageGroup,
    LinkageReport,
)
from outcomelab.protocol.gaps import Rate, widest_gap
from outcomelab.protocol.rules import DisclosureRules

RULES = DisclosureRules()


def site(level, participants, linked):
    return LinkageGroup("site", level, participants, linked, 0.99, 0.95, given=True)


@pytest.fixture
def report():
    overall = LinkageGroup("everybody", "everybody", 240, 200, 0.99, 0.96, missed=8.3, unlinkable=12)
    return LinkageReport(0.91, overall, (), FlowStep("linked", 200))


def test_words_of_the_list_that_few_share_are_never_shown(report):
    groups = (site("Ann’s group", 3, 2), site("north", 120, 100), site("south", 100, 85), site("Zed’s", 17, 13))
    shown = cleared_linkage(replace(report, groups=(*groups[:3], replace(groups[3], participants=8))), RULES)
    assert [one.level for one in shown.groups] == ["north", "south", "other"]
    assert "Ann" not in shown.model_dump_json()


def test_a_few_others_are_hidden_among_the_smallest_group(report):
    shown = cleared_linkage(
        replace(report, groups=(site("Ann’s", 3, 2), site("north", 130, 110), site("south", 107, 88))), RULES
    )
    assert [one.level for one in shown.groups] == ["north", "south or other"]


def test_missed_and_unlinkable_are_rounded_or_not_said(report):
    overall = cleared_linkage(report, RULES).overall
    assert (overall.missed, overall.unlinkable_percent) == (None, 4.0)  # 10 of 240
    few = replace(report, overall=replace(report.overall, unlinkable=9, missed=23.4))
    overall = cleared_linkage(few, RULES).overall
    assert (overall.missed, overall.unlinkable_percent) == (25, None)


def test_linked_and_unlinked_use_the_same_levels_as_the_groups(report):
    groups = (
        LinkageGroup("age band", "18–24", 80, 60, 0.99, 0.9),
        LinkageGroup("age band", "25–34", 83, 78, 0.99, 0.9),
        LinkageGroup("age band", "35–44", 77, 62, 0.99, 0.9),
    )
    shown = cleared_linkage(replace(report, groups=groups), RULES)
    told = [one.level for one in shown.groups if one.linked_percent is not None]
    assert [one.level for one in shown.known] == [*told, "all others"]


def test_an_identifier_is_compared_only_where_every_cell_is_large_enough(report):
    known = (
        KnownShare("postcode", "given", 170, 20), KnownShare("postcode", "not given", 30, 20),
        KnownShare("service number", "given", 195, 35), KnownShare("service number", "not given", 5, 5),
    )  # fmt: skip
    [told] = cleared_linkage(replace(report, known=known), RULES).known
    assert (told.variable, told.linked_percent, told.unlinked_percent) == ("postcode", 85.0, 50.0)
    assert told.smd == pytest.approx(0.35 / ((0.85 * 0.15 + 0.25) / 2) ** 0.5, abs=0.005)


@given(st.lists(st.integers(0, 300), min_size=7, max_size=7), st.integers(0, 6), st.integers(0, 60))
def test_no_two_numbers_of_links_are_a_few_persons_apart(links, place, absent):
    links = sorted(links, reverse=True)
    people = links[0] + absent
    rows = tuple(
        AtThreshold(t, n, abs(n - links[place]), 0.99, 0.9)
        for t, n in zip((0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999), links, strict=True)
    )
    overall = LinkageGroup("everybody", "everybody", people, links[place], 0.99, 0.9)
    report = LinkageReport(rows[place].threshold, overall, (), FlowStep("linked", links[place]), thresholds=rows)
    shown = cleared_linkage(report, RULES).thresholds
    raw = [row.links for row in rows]
    numbers = sorted({one.links for one in shown if one.links is not None})
    assert all(more - fewer >= 10 for fewer, more in pairwise(numbers))
    assert [one.threshold for one in shown] == [row.threshold for row in rows]
    assert all(one.links is None for one, n in zip(shown, raw, strict=True) if min(n, people - n) < 10)


def test_a_change_of_a_few_links_looks_like_none(report):
    rows = tuple(AtThreshold(t, n, abs(n - 200), 0.99, 0.9) for t, n in ((0.5, 204), (0.95, 200), (0.999, 150)))
    shown = cleared_linkage(replace(report, thresholds=rows), RULES).thresholds
    assert [(one.links, one.changed) for one in shown] == [(200, None), (200, None), (150, 50)]


def test_small_groups_that_only_the_records_know_are_merged(report):
    held = (
        HeldGroup("ethnicity", "a", 4, 4.1, 3.9),
        HeldGroup("ethnicity", "b", 96, 99.0, 95.0),
        HeldGroup("ethnicity", "c", 100, 104.0, 99.0),
    )
    shown = cleared_linkage(replace(report, held=held), RULES).held
    assert [(one.level, one.linked) for one in shown] == [("a or b", 100), ("c", 100)]


def test_a_gap_between_groups_that_only_the_records_know_is_a_warning(report):
    held = (HeldGroup("ethnicity", "a", 800, 1_000.0, 795.0), HeldGroup("ethnicity", "b", 950, 1_000.0, 945.0))
    [told] = cleared_linkage(replace(report, held=held), RULES).warnings
    assert "ethnicity" in told


def test_a_review_is_shown_in_whole_per_cent_and_outward(report):
    clerical = Clerical(
        "x" * 64, 203, 9_000, 4, 0.961, (0.9123, 0.8561, 0.9685), (0.9871, 0.9663, 0.9957), (3.0, 0.0, 9.0), None
    )
    told = cleared_linkage(replace(report, clerical=clerical), RULES).clerical
    assert (told.pairs, told.agreement_percent, told.kappa.low, told.precision_percent.low) == (
        205,
        96.0,
        0.85,
        96.0,
    )
    assert told.precision_percent.high == 100.0


def test_no_raw_number_of_linkage_leaves(report):
    shown = cleared_linkage(replace(report, overall=replace(report.overall, participants=243, linked=207)), RULES)
    assert not {"243", "207", "8.3"} & set(shown.model_dump_json().replace(",", " ").replace(":", " ").split())


def test_a_gap_of_five_points_or_less_is_none():
    assert widest_gap([Rate("a", 0.90, 100_000), Rate("b", 0.95, 100_000)]) is None


def test_a_wide_gap_in_small_groups_is_none():
    assert widest_gap([Rate("a", 0.80, 15), Rate("b", 1.0, 15)]) is None


def test_a_wide_gap_in_large_groups_names_the_lower_first():
    gap = widest_gap([Rate("a", 0.95, 900), Rate("b", 0.80, 900), Rate("c", 0.5, 2)])
    assert gap is not None
    assert [rate.level for rate in gap] == ["b", "a"]
