"""Who can be in the study: one reason for each participant lost, and the same conditions for the pool."""

from __future__ import annotations

import datetime as dt

import pytest

from outcomelab.errors import OutcomesError

RELEASED = dt.date(2018, 6, 1)
COVERED_TO = dt.date(2022, 12, 31)
COVERED_FROM = dt.date(2015, 1, 1)


def lost(derived):
    return {loss.reason: loss.count for loss in derived.flow.lost}


def test_follow_up_and_its_waiting_period_must_be_covered(lab, make_outcome):
    lab.study(outcomes=(make_outcome("again", "any", waiting_days=180),))
    lab.participant(1, COVERED_TO - dt.timedelta(365 + 180), region="covered")
    lab.participant(2, COVERED_TO - dt.timedelta(365 + 179), region="a day short")
    assert set(lab.by_case("again")) == {"covered"}


def test_the_longest_follow_up_of_any_outcome_must_be_covered(lab, make_outcome):
    lab.study(
        outcomes=(
            make_outcome("again", "any"),
            make_outcome("later", "any", to_day=730, primary=False),
        )
    )
    lab.participant(1, RELEASED)
    lab.participant(2, COVERED_TO - dt.timedelta(729))
    assert lost(lab.derive()) == {"follow-up is not covered by the holding": 1}


@pytest.mark.parametrize(("days", "out"), [(-1, False), (-2, True)])
def test_follow_up_must_start_within_the_holdings_dates(lab, days, out):
    lab.study(index={"event": "the census", "on": COVERED_FROM + dt.timedelta(days)})
    lab.participant(1, None, given=RELEASED)
    if out:
        with pytest.raises(OutcomesError, match="follow-up is not covered"):
            lab.derive()
    else:
        assert lab.derive().flow.count == 1


def test_a_look_back_with_a_length_must_be_covered(lab, make_covariate):
    lab.know(make_covariate("past", "any-before", table="offences", from_days=100))
    lab.participant(1, COVERED_FROM + dt.timedelta(100), region="covered")
    lab.participant(2, COVERED_FROM + dt.timedelta(99), region="a day short")
    assert set(lab.by_case("past")) == {"covered"}


def test_an_uncovered_look_back_has_its_own_reason(lab, make_covariate):
    lab.study(covariates=(make_covariate("past", "any-before", table="offences", from_days=100),))
    lab.participant(1, RELEASED)
    lab.participant(2, COVERED_FROM)
    assert lost(lab.derive()) == {"the time before is not covered by the holding": 1}


def test_a_look_back_without_a_length_need_not_be_covered(lab, make_covariate):
    lab.study(covariates=(make_covariate("past", "any-before", table="offences"),))
    lab.participant(1, RELEASED)
    lab.participant(2, COVERED_FROM)
    assert lab.derive().flow.count == 2


def test_a_range_of_ages_includes_its_ends_and_no_unknown_age(lab):
    lab.study(eligible=({"reason": "aged under 18 or over 25", "age": {"min": 18, "max": 25}},))
    lab.tables["persons"][0]["born"] = dt.date(1998, 1, 1)
    cases = {
        "18": dt.date(2000, 6, 1),
        "nearly 18": dt.date(2000, 7, 1),
        "nearly 26": dt.date(1992, 7, 1),
        "26": dt.date(1992, 6, 1),
        "unknown": None,
    }
    for key, (case, born) in enumerate(cases.items()):
        lab.participant(key, RELEASED, region=case, born=born)
    assert set(lab.by_case("again")) == {"18", "nearly 26"}


def test_each_participant_lost_has_the_first_reason_that_applies(lab):
    lab.study(
        eligible=(
            {"reason": "from another region", "where": {"region": "north"}},
            {"reason": "not known to live in a town", "where": {"urban": True}},
        )
    )
    lab.tables["persons"][0]["urban"] = True
    lab.participant(1, RELEASED, region="north", urban=True)
    lab.participant(2, None, given=RELEASED)
    lab.participant(3, COVERED_TO, region="south")
    lab.participant(4, RELEASED, region="south")
    lab.participant(5, RELEASED, region="north")
    lab.participant(6, RELEASED)
    derived = lab.derive()
    assert (derived.flow.count, lost(derived)) == (
        1,
        {
            "no release from custody in the study's period": 1,
            "follow-up is not covered by the holding": 1,
            "from another region": 2,
            "not known to live in a town": 1,
        },
    )


def test_the_pool_meets_the_same_conditions(lab):
    lab.study(eligible=({"reason": "from another region", "where": {"region": "north"}},))
    lab.participant(1, RELEASED, region="north")
    lab.person(2, RELEASED, region="south")
    lab.person(3, COVERED_TO, region="north")
    derived = lab.derive()
    assert (derived.pool, derived.table.num_rows) == (1, 2)


def test_a_participant_who_is_lost_does_not_turn_up_in_the_pool(lab):
    lab.participant(1, RELEASED)
    lab.participant(2, None, given=dt.date(2016, 1, 1))
    lab.tables["releases"].append({"person_key": 2, "released": RELEASED})
    derived = lab.derive()
    assert (derived.flow.count, derived.pool) == (1, 1)


def test_no_eligible_participant_is_an_error_that_says_why(lab):
    lab.participant(1, COVERED_TO)
    with pytest.raises(OutcomesError, match="follow-up is not covered by the holding"):
        lab.derive()


def test_nobody_linked_is_an_error(lab):
    with pytest.raises(OutcomesError, match="nobody is linked"):
        lab.derive()


def test_an_empty_pool_is_an_error(lab):
    lab.participant(1, RELEASED)
    lab.tables["persons"] = lab.tables["persons"][1:]
    with pytest.raises(OutcomesError, match="comparison"):
        lab.derive()
