"""A provider learns, before anything is sent, what so many people could show and whether a report could at all."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.errors import ImpactError, UsageError
from outcomelab.impact.power.power import power as computed
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.queries import power
from outcomelab.service.queries.power import Allowances, Expected

RULES = DisclosureRules()
PLAIN = Allowances(match_rate=1, ratio=1, design_effect=1, links_right=1)


def test_the_smallest_effect_is_told_in_plain_words_for_the_number_given_and_for_others():
    told = power.previewed(214, Expected(rate=0.4), RULES, 60)
    first = told.seen[0]
    assert first.fall.sentence == "With 214 people, a fall from 40 to 29 in 100 would be seen in 4 studies of 5."
    assert first.rise.sentence == "With 214 people, a rise from 40 to 52 in 100 would be seen in 4 studies of 5."
    assert [one.participants for one in told.seen] == [214, 107, 428, 856]
    assert told.allowed_for.sentence == (
        "Allowed for: 90 in 100 participants are found and matched, each is compared with 10 people who count "
        "as 5, and 2 in 100 links are wrong."
    )
    assert told.anything


def test_small_effects_are_told_in_a_thousand_amounts_and_events_in_their_unit():
    (first, *_) = power.previewed(60_000, Expected(rate=0.02), RULES, 60).seen
    assert first.fall.sentence.startswith("With 60,000 people, a fall from 20 to 18 in 1,000 would be seen")
    (first, *_) = power.previewed(300, Expected(events=1.4), RULES, 60).seen
    assert "a fall from 1.4 to 1.1" in first.fall.sentence
    assert "events a person" in first.fall.sentence
    (first, *_) = power.previewed(300, Expected(mean=6000, sd=7000), RULES, 60).seen
    assert "a rise from 6,000 to 7," in first.rise.sentence
    (first, *_) = power.previewed(60, Expected(rate=0.01), RULES, 60).seen
    assert first.fall.sentence == "With 60 people, not even a fall to none would be seen in 4 studies of 5."


@pytest.mark.parametrize("far", [1e300, -1e300, 1e-310, math.inf, math.nan])
def test_a_number_that_nothing_comes_to_is_said_to_be_none(far):
    for expected in (Expected(events=far), Expected(mean=far, sd=1), Expected(mean=1, sd=far)):
        with pytest.raises(UsageError, match="can be counted"):
            power.previewed(300, expected, RULES, 60)


@settings(max_examples=25, deadline=None)
@given(st.floats(1e-9, 1e12), st.floats(1e-9, 1e12))
def test_any_amount_that_can_be_counted_is_answered(mean, sd):
    for expected in (Expected(events=mean), Expected(mean=mean, sd=sd)):
        told = power.previewed(300, expected, RULES, 60)
        assert told.seen[0].participants == told.participants == 300


@given(st.integers(60, 100_000), st.integers(1, 99))
def test_the_effect_in_words_is_never_smaller_than_the_one_that_is_seen(people, in_100):
    told = power.previewed(people, Expected(rate=in_100 / 100), RULES, 60, PLAIN).seen[0]
    seen = computed(people, rate=in_100 / 100).seen[0]
    for words, effect in ((told.fall, seen.lower), (told.rise, seen.higher)):
        facts = dict(words.facts)
        if effect is not None:
            size = abs(facts["after"] - facts["before"]) / facts["of"]
            assert abs(effect) - 1e-9 <= size < abs(effect) + 1 / facts["of"]
            assert 0 <= facts["after"] <= facts["of"]


def shown(participants, rate, rules=RULES, minimum=60):
    told = power.previewed(participants, Expected(rate=rate), rules, minimum)
    return {one.what.sentence: one.shown for one in told.shows}, told


def test_what_the_report_could_show_follows_the_agreement_and_the_rules():
    could, told = shown(214, 0.4)
    assert could == {
        "A study of this list": True, "Any result": True, "How many had the outcome": True,
        "A finding on the outcome": True, "How soon the outcome came": True,
        "Results for groups of participants": False,
    }  # fmt: skip
    could, told = shown(99, 0.4, minimum=100)
    assert not could["A study of this list"]
    assert (told.anything, told.seen) == (False, ())
    could, _ = shown(100, 0.11)  # 90 matched, 9 of them with the outcome
    assert (could["How many had the outcome"], could["A finding on the outcome"]) == (False, False)
    could, _ = shown(100, 0.2)
    assert (could["How many had the outcome"], could["A finding on the outcome"]) == (True, False)
    could, _ = shown(300, 0.4)
    assert could["Results for groups of participants"]
    could, told = shown(60, 0.4, DisclosureRules(minimum_matched=60))
    assert (could["Any result"], told.anything) == (False, False)


@given(st.integers(1, 5_000), st.floats(0.01, 0.99))
def test_whoever_adds_people_loses_nothing_that_could_be_shown(people, rate):
    fewer, more = shown(people, rate)[0], shown(people * 2 + 2, rate)[0]
    assert all(more[what] for what, is_shown in fewer.items() if is_shown)


def test_what_cannot_be_expected_is_told_in_a_sentence():
    for wrong in (Expected(), Expected(rate=0.0), Expected(rate=0.5, events=1.0), Expected(mean=5.0)):
        with pytest.raises(ImpactError):
            power.previewed(10, wrong, RULES, 60)
    with pytest.raises(ImpactError):
        power.previewed(100, Expected(rate=math.nan), RULES, 60)
    with pytest.raises(UsageError):
        power.previewed(0, Expected(rate=0.4), RULES, 60)


def test_a_study_s_preview_goes_by_its_list_or_a_number_typed_and_by_the_strictest_rules(placed, cast, world):
    placed.agree(minimum_cohort=130, rules=DisclosureRules(subgroups_from=400))
    placed.place(world.study(state=State.DRAFT))
    provider = cast["provider"].account
    told = power.of_study(provider, "2026-014", Expected(rate=0.4))
    assert (told.participants, told.on_list, told.anything) == (120, True, False)
    told = power.of_study(provider, "2026-014", Expected(rate=0.4), participants=300)
    assert (told.participants, told.on_list, told.anything) == (300, False, True)
    assert not told.shows[-1].shown
    researcher = placed.accounts[Capacity(Role.RESEARCHER, Side.PROVIDER)].pk
    for account, reference in ((researcher, "2026-014"), (999, "2026-014"), (provider, "2026-777")):
        assert power.of_study(account, reference, Expected(rate=0.4)) is None


def test_without_a_checked_list_a_number_has_to_be_typed(placed, cast, world):
    placed.place(world.study(state=State.DRAFT, persons=None))
    with pytest.raises(UsageError, match="write how many"):
        power.of_study(cast["provider"].account, "2026-014", Expected(rate=0.4))
