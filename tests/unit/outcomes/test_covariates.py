"""Covariates, worked out by hand for one participant released on 1 June 2018."""

from __future__ import annotations

import datetime as dt

RELEASED = dt.date(2018, 6, 1)


def before(days):
    return RELEASED - dt.timedelta(days)


def test_a_look_back_includes_both_its_ends_and_the_index_date_but_nothing_outside(lab, make_covariate):
    cases = {"day after": -1, "index date": 0, "within": 10, "first day": 365, "too early": 366}
    for key, (case, days) in enumerate(cases.items()):
        lab.participant(key, RELEASED, region=case)
        lab.offence(key, before(days))
    lab.know(make_covariate("past", "any-before", table="offences", from_days=365))
    assert lab.by_case("past") == {
        "day after": 0,
        "index date": 1,
        "within": 1,
        "first day": 1,
        "too early": 0,
    }


def test_a_look_back_can_stop_before_the_index_date(lab, make_covariate):
    lab.participant(1, RELEASED)
    for days in (29, 30, 31):
        lab.offence(1, before(days))
    lab.study(covariates=(make_covariate("past", "count-before", table="offences", to_days=30),))
    assert lab.of_participants("past") == [2]


def test_a_look_back_without_a_length_counts_all_that_came_earlier(lab, make_covariate):
    lab.participant(1, RELEASED)
    lab.offence(1, dt.date(1950, 1, 1))
    lab.study(covariates=(make_covariate("past", "count-before", table="offences"),))
    assert lab.of_participants("past") == [1]


def test_a_sum_before_adds_the_known_amounts(lab, make_covariate):
    lab.participant(1, RELEASED)
    for days, cost in ((0, 1.5), (3, 2.0), (5, None), (400, 64.0)):
        lab.offence(1, before(days), cost=cost)
    lab.study(covariates=(make_covariate("cost", "sum-before", table="offences", from_days=365),))
    assert lab.of_participants("cost") == [3.5]


def test_counts_and_sums_without_events_are_nothing_rather_than_unknown(lab, make_covariate):
    lab.participant(1, RELEASED)
    lab.study(
        covariates=(
            make_covariate("past", "count-before", table="offences"),
            make_covariate("cost", "sum-before", table="offences"),
        )
    )
    row = next(row for row in lab.derive().table.to_pylist() if row["participant"])
    assert (row["past"], row["cost"]) == (0, 0)


def test_age_is_in_whole_years_and_turns_on_the_first_of_the_birthdays_month(lab, make_covariate):
    cases = {
        "month before": dt.date(1990, 5, 1),
        "same month": dt.date(1990, 6, 1),
        "month after": dt.date(1990, 7, 1),
        "newborn": dt.date(2018, 6, 1),
        "unborn": dt.date(2018, 7, 1),
        "unknown": None,
    }
    for key, (case, born) in enumerate(cases.items()):
        lab.participant(key, RELEASED, region=case, born=born)
    lab.know(make_covariate("age", "age"))
    assert lab.by_case("age") == {
        "month before": 28,
        "same month": 28,
        "month after": 27,
        "newborn": 0,
        "unborn": None,
        "unknown": None,
    }


def test_a_boolean_is_valued_one_or_zero_or_unknown(lab, make_covariate):
    for key, urban in enumerate((True, False, None)):
        lab.participant(key, RELEASED, region=str(urban), urban=urban)
    lab.know(make_covariate("urban", "value", column="urban"))
    assert lab.by_case("urban") == {"True": 1, "False": 0, "None": None}


def test_a_value_is_a_number_or_unknown(lab, make_covariate):
    for key, score in enumerate((2.5, None, float("nan"), float("-inf"))):
        lab.participant(key, RELEASED, region=str(score), score=score)
    lab.know(make_covariate("score", "value", column="score"))
    assert lab.by_case("score") == {"2.5": 2.5, "None": None, "nan": None, "-inf": None}


def test_a_category_keeps_its_words_and_stays_null_where_unknown(lab):
    for key, region in enumerate(("south", "Ynys Môn", None)):
        lab.participant(key, RELEASED, region=region)
    assert lab.of_participants("region") == ["Ynys Môn", "south", None]


def test_a_value_of_a_person_who_does_not_meet_its_condition_is_unknown(lab, make_covariate):
    lab.participant(1, RELEASED, score=2.0, urban=False)
    lab.study(covariates=(make_covariate("score", "value", column="score", where={"urban": True}),))
    assert lab.of_participants("score") == [None]


def test_a_boolean_as_a_category_says_yes_or_no(lab, make_covariate):
    lab.participant(1, RELEASED, urban=False)
    lab.study(covariates=(make_covariate("urban", "category", column="urban"),))
    assert lab.of_participants("urban") == ["no"]


def test_a_value_from_events_is_the_last_known_at_or_before_the_index_date(lab, make_covariate):
    lab.participant(1, RELEASED)
    for days, severity in ((400, 1), (7, 3), (0, None), (-1, 9)):
        lab.offence(1, before(days), severity=severity)
    lab.study(covariates=(make_covariate("last", "value", table="offences", column="severity"),))
    assert lab.of_participants("last") == [3]


def test_a_value_of_the_index_date_itself_is_known(lab, make_covariate):
    lab.participant(1, RELEASED)
    lab.offence(1, RELEASED, severity=2)
    lab.offence(1, before(1), severity=8)
    lab.know(make_covariate("last", "value", table="offences", column="severity"))
    assert lab.of_participants("last") == [2]


def test_a_last_value_can_be_looked_for_between_two_days(lab, make_covariate):
    for key, days in enumerate((9, 10, 20, 21)):
        lab.participant(key, RELEASED, region=str(days))
        lab.offence(key, before(days), severity=days)
    last = make_covariate("last", "value", table="offences", column="severity", from_days=20, to_days=10)
    lab.know(last)
    assert lab.by_case("last") == {"9": None, "10": 10, "20": 20, "21": None}


def test_of_two_last_values_on_a_day_the_larger_stands(lab, make_covariate):
    lab.participant(1, RELEASED)
    for severity in (2, 5, 4):
        lab.offence(1, before(3), severity=severity)
    lab.study(covariates=(make_covariate("last", "value", table="offences", column="severity"),))
    assert lab.of_participants("last") == [5]


def test_a_category_from_events_heeds_its_condition(lab, make_covariate):
    lab.participant(1, RELEASED)
    lab.offence(1, before(9), offence="theft", severity=4)
    lab.offence(1, before(2), offence="fraud", severity=1)
    last = make_covariate("last", "category", table="offences", column="offence", where={"severity": {"min": 2}})
    lab.study(covariates=(last,))
    assert lab.of_participants("last") == ["theft"]


def test_covariates_of_every_kind_stand_beside_each_other(lab, make_covariate):
    lab.participant(1, RELEASED, born=dt.date(1990, 1, 1), region="south", score=1.0)
    lab.offence(1, before(1), severity=6, cost=2.0)
    lab.study(
        covariates=(
            make_covariate("age", "age"),
            make_covariate("past", "count-before", table="offences"),
            make_covariate("last", "value", table="offences", column="severity"),
            make_covariate("region", "category", column="region"),
            make_covariate("jails", "count-before", table="releases"),
            make_covariate("score", "value", column="score"),
        )
    )
    row = next(row for row in lab.derive().table.to_pylist() if row["participant"])
    assert row == {
        "participant": True,
        "age": 28,
        "past": 1,
        "last": 6,
        "region": "south",
        "jails": 1,
        "score": 1,
        "again": 0,
    }
