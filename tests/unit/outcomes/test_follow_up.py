"""Outcomes, worked out by hand for one participant released on 1 June 2018."""

from __future__ import annotations

import datetime as dt

import pytest

RELEASED = dt.date(2018, 6, 1)
YEAR_LATER = dt.date(2019, 6, 1)


@pytest.fixture
def one(lab):
    lab.participant(1, RELEASED)
    return lab


def test_follow_up_starts_the_day_after_the_index_date_and_includes_its_last_day(lab):
    days = {"day before": -1, "index date": 0, "first day": 1, "last day": 365, "day after": 366}
    for key, (case, day) in enumerate(days.items()):
        lab.participant(key, RELEASED, region=case)
        lab.offence(key, RELEASED + dt.timedelta(day))
    lab.participant(50, RELEASED, region="no date")
    lab.offence(50, None)
    assert lab.by_case("again") == {
        "day before": 0,
        "index date": 0,
        "first day": 1,
        "last day": 1,
        "day after": 0,
        "no date": 0,
    }


def test_follow_up_is_counted_in_days_so_a_leap_day_is_a_day(lab, make_outcome):
    lab.participant(1, dt.date(2019, 6, 1))
    lab.offence(1, dt.date(2020, 6, 1))  # 366 days later
    lab.study(outcomes=(make_outcome("again", "any"),))
    assert lab.of_participants("again") == [0]


def test_follow_up_can_start_later(one, make_outcome):
    one.offence(1, RELEASED + dt.timedelta(30))
    one.offence(1, RELEASED + dt.timedelta(31))
    one.study(outcomes=(make_outcome("often", "count", from_day=31),))
    assert one.of_participants("often") == [1]


def test_each_outcome_of_a_table_has_its_own_window(one, make_outcome):
    for day in (1, 31, 400):
        one.offence(1, RELEASED + dt.timedelta(day))
    one.study(
        outcomes=(
            make_outcome("soon", "count", to_day=30),
            make_outcome("later", "count", from_day=31, to_day=500, primary=False),
        )
    )
    [row] = [row for row in one.derive().table.to_pylist() if row["participant"]]
    assert (row["soon"], row["later"]) == (1, 2)


def test_a_count_counts_every_event_of_follow_up(one, make_outcome):
    for day in (1, 1, 200):
        one.offence(1, RELEASED + dt.timedelta(day))
    one.study(outcomes=(make_outcome("often", "count"),))
    assert one.of_participants("often") == [3]


def test_only_events_that_meet_the_condition_count(one, make_outcome):
    one.offence(1, RELEASED + dt.timedelta(5), offence="theft")
    one.offence(1, RELEASED + dt.timedelta(6), offence="fraud")
    one.offence(1, RELEASED + dt.timedelta(7))
    one.study(outcomes=(make_outcome("thefts", "count", where={"offence": "theft"}),))
    assert one.of_participants("thefts") == [1]


def test_an_amount_is_a_sum_in_which_unknown_amounts_add_nothing(one, make_outcome):
    for cost in (0.1, 0.2, None, float("nan"), float("inf")):
        one.offence(1, RELEASED + dt.timedelta(5), cost=cost)
    one.study(outcomes=(make_outcome("costs", "amount"),))
    assert one.of_participants("costs") == [0.3]


@pytest.mark.parametrize("cost", [-1e12, 1e12, 1e300])
def test_what_is_too_large_to_add_up_exactly_is_no_amount(one, make_outcome, cost):
    for each in (cost, 3.0):
        one.offence(1, RELEASED + dt.timedelta(5), cost=each)
    one.study(outcomes=(make_outcome("costs", "amount"),))
    assert one.of_participants("costs") == [3.0]


def test_an_amount_without_events_is_nothing(one, make_outcome):
    one.study(outcomes=(make_outcome("costs", "amount"),))
    assert one.of_participants("costs") == [0.0]


def test_an_amount_can_be_any_column_of_numbers(one, make_outcome):
    one.offence(1, RELEASED + dt.timedelta(5), severity=7)
    one.study(outcomes=(make_outcome("weight", "amount", column="severity"),))
    assert one.of_participants("weight") == [7.0]


def test_time_to_first_ends_with_follow_up_and_says_beside_it_who_had_the_event(lab, make_outcome):
    cases = {"twice": (40, 20), "last day": (365,), "day after": (366,), "never": ()}
    for key, (case, days) in enumerate(cases.items()):
        lab.participant(key, RELEASED, region=case)
        for day in days:
            lab.offence(key, RELEASED + dt.timedelta(day))
    lab.study(outcomes=(make_outcome("wait", "time-to-first"),))
    rows = [row for row in lab.derive().table.to_pylist() if row["participant"]]
    assert {row["region"]: (row["wait"], row["wait__event"]) for row in rows} == {
        "twice": (20, 1),
        "last day": (365, 1),
        "day after": (365, 0),
        "never": (365, 0),
    }


def test_an_event_that_needs_a_decision_counts_when_decided_by_the_end_of_the_waiting_period(lab, make_outcome):
    last = YEAR_LATER + dt.timedelta(180)
    cases = {"last day": last, "day after": last + dt.timedelta(1), "undecided": None}
    for key, (case, convicted) in enumerate(cases.items()):
        lab.participant(key, RELEASED, region=case)
        lab.offence(key, RELEASED + dt.timedelta(5), convicted=convicted)
    lab.study(outcomes=(make_outcome("again", "any", waiting_days=180, decided="convicted"),))
    assert lab.by_case("again") == {"last day": 1, "day after": 0, "undecided": 0}


def test_the_waiting_period_does_not_lengthen_follow_up(one, make_outcome):
    after = YEAR_LATER + dt.timedelta(1)
    one.offence(1, after, convicted=after)
    one.study(outcomes=(make_outcome("again", "any", waiting_days=180, decided="convicted"),))
    assert one.of_participants("again") == [0]


def test_an_outcome_of_the_first_event_asks_only_the_first_that_counts(lab, make_outcome):
    cases = {
        "first": ((9, "theft"), (20, "fraud")),
        "second": ((9, "fraud"), (20, "theft")),
        "both that day": ((9, "fraud"), (9, "theft")),
        "before follow-up": ((-9, "fraud"), (20, "theft")),
        "unknown first": ((9, None), (20, "theft")),
        "after one that does not count": ((9, "speeding"), (20, "theft")),
        "too late": ((366, "theft"),),
        "never": (),
    }
    for key, (case, events) in enumerate(cases.items()):
        lab.participant(key, RELEASED, region=case)
        for day, offence in events:
            lab.offence(key, RELEASED + dt.timedelta(day), offence=offence)
    counted = {"offence": ("theft", "fraud")}
    lab.study(outcomes=(make_outcome("theft_first", "any", where=counted, first={"offence": "theft"}),))
    assert lab.by_case("theft_first") == {
        "first": 1,
        "second": 0,
        "both that day": 1,
        "before follow-up": 1,
        "unknown first": 1,
        "after one that does not count": 1,
        "too late": 0,
        "never": 0,
    }


def test_a_first_day_with_two_sorts_of_event_counts_for_the_graver(lab, make_outcome):
    days = {"both": "fraud theft", "fraud": "fraud", "theft": "theft", "then graver": "fraud", "neither": ""}
    for key, (case, offences) in enumerate(days.items()):
        lab.participant(key, RELEASED, region=case)
        for offence in offences.split():
            lab.offence(key, RELEASED + dt.timedelta(9), offence=offence)
    lab.offence(3, RELEASED + dt.timedelta(10), offence="theft")
    theft, fraud = {"offence": "theft"}, {"offence": "fraud"}
    sorts = (make_outcome("theft_first", "any", first=theft), make_outcome("fraud_first", "any", first=fraud))
    lab.study(outcomes=(make_outcome("again", "any"), sorts[0], sorts[1] | {"graver": theft}))
    rows = {row["region"]: row for row in lab.derive().table.to_pylist() if row["participant"]}
    found = {case: (row["theft_first"], row["fraud_first"]) for case, row in rows.items()}
    assert found == {"both": (1, 0), "fraud": (0, 1), "theft": (1, 0), "then graver": (0, 1), "neither": (0, 0)}
    assert all(sum(found[case]) == row["again"] for case, row in rows.items())


def test_events_of_others_do_not_count(one):
    one.offence(99, RELEASED + dt.timedelta(1))
    assert one.of_participants("again") == [0]


def test_outcomes_of_different_tables_stand_beside_each_other(one, make_outcome):
    one.tables["releases"].append({"person_key": 1, "released": RELEASED + dt.timedelta(100)})
    one.offence(1, RELEASED + dt.timedelta(1))
    one.study(
        outcomes=(
            make_outcome("back", "count", table="releases", primary=False),
            make_outcome("again", "any"),
        )
    )
    row = next(row for row in one.derive().table.to_pylist() if row["participant"])
    assert (row["back"], row["again"]) == (1, 1)
