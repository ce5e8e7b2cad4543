"""Whose follow-up starts when. The index date shows in the days until an offence on 1 January 2019."""

from __future__ import annotations

import datetime as dt

import pytest

from outcomelab.errors import OutcomesError

OFFENCE = dt.date(2019, 1, 1)
GIVEN = dt.date(2018, 6, 15)


@pytest.fixture
def timed(lab, make_outcome):
    """A lab whose outcome is the days from the index date to an offence on 1 January 2019."""
    lab.study(outcomes=(make_outcome("wait", "time-to-first", to_day=700),))
    return lab


def index_dates(lab, *, participants=True):
    rows = lab.derive().table.to_pylist()
    return [OFFENCE - dt.timedelta(row["wait"]) for row in rows if row["participant"] is participants]


def released(lab, key, *days):
    lab.tables["releases"] += [{"person_key": key, "released": day} for day in days]


def test_a_participants_index_event_is_the_nearest_to_the_date_given(timed):
    timed.participant(1, None, given=GIVEN)
    timed.offence(1, OFFENCE)
    released(timed, 1, dt.date(2018, 6, 1), dt.date(2018, 6, 20), dt.date(2018, 8, 1))
    assert index_dates(timed) == [dt.date(2018, 6, 20)]


def test_of_two_events_as_near_the_earlier_starts_follow_up(timed):
    timed.participant(1, None, given=GIVEN)
    timed.offence(1, OFFENCE)
    released(timed, 1, dt.date(2018, 6, 20), dt.date(2018, 6, 10))
    assert index_dates(timed) == [dt.date(2018, 6, 10)]


def test_an_event_further_away_than_allowed_starts_nothing(timed):
    timed.study(index={"event": "release", "table": "releases", "within_days": 30})
    for key, days in enumerate((-31, -30, 30, 31)):
        timed.participant(key, GIVEN + dt.timedelta(days), given=GIVEN, region=str(days))
    assert set(timed.by_case("wait")) == {"-30", "30"}


def test_without_an_index_date_the_programmes_start_is_the_date_given(timed):
    timed.participant(1, None)
    timed.dates[0]["start_date"] = GIVEN
    timed.offence(1, OFFENCE)
    released(timed, 1, dt.date(2017, 12, 1), dt.date(2018, 6, 20))
    assert index_dates(timed) == [dt.date(2018, 6, 20)]


def test_a_participant_without_any_date_has_no_index_event(timed):
    timed.participant(1, GIVEN)
    timed.participant(2, GIVEN)
    timed.dates[1]["index_date"] = None
    lost = timed.derive().flow.lost
    assert [(loss.reason, loss.count) for loss in lost] == [("no release from custody in the study's period", 1)]


@pytest.mark.parametrize(("which", "expected"), [("first", dt.date(2018, 6, 1)), ("last", dt.date(2018, 9, 1))])
def test_the_pools_index_event_is_the_first_or_the_last_of_the_period(timed, which, expected):
    timed.study(index={"event": "release", "table": "releases", "which": which})
    timed.participant(1, GIVEN)
    released(timed, 99, dt.date(2018, 9, 1))
    timed.offence(99, OFFENCE)
    assert index_dates(timed, participants=False) == [expected]


def test_the_studys_period_includes_both_its_ends_for_participants_and_pool(timed):
    period = {"from": dt.date(2018, 1, 1), "to": dt.date(2018, 12, 31)}
    timed.study(index={"event": "release", "table": "releases", **period})
    days = (dt.date(2017, 12, 31), dt.date(2018, 1, 1), dt.date(2018, 12, 31), dt.date(2019, 1, 1))
    for key, day in enumerate(days):
        timed.participant(key, day, region=str(day))
        timed.person(10 + key, day, region=str(day))
    rows = timed.derive().table.to_pylist()
    inside = sorted((row["participant"], row["region"]) for row in rows if row["region"] != "north")
    assert inside == [(side, str(day)) for side in (False, True) for day in days[1:3]]


@pytest.mark.parametrize(("days", "left"), [(0, 2), (-1, 1)])
def test_without_a_period_the_holdings_dates_bound_the_index_events(lab, days, left):
    lab.participant(1, GIVEN)
    lab.participant(2, dt.date(2015, 1, 1) + dt.timedelta(days))
    assert lab.derive().flow.count == left


def test_only_events_that_meet_the_condition_start_follow_up(timed):
    timed.study(index={"event": "release", "table": "releases", "where": {"prison": ("A", "B")}})
    timed.participant(1, GIVEN)
    timed.participant(2, GIVEN)
    for row, prison in zip(timed.tables["releases"], ("A", "B", "C"), strict=True):
        row["prison"] = prison
    assert timed.derive().flow.count == 1


def test_on_one_date_everyone_of_the_holding_starts_whatever_the_provider_wrote(timed):
    timed.study(index={"event": "the census", "on": GIVEN})
    timed.participant(1, None, given=dt.date(2001, 1, 1))
    timed.person(2)
    derived = timed.derive()
    assert (derived.flow.count, derived.pool) == (1, 2)


def test_the_date_of_an_index_event_can_be_chosen(lab, make_outcome):
    index = {"event": "conviction", "table": "offences", "date": "convicted"}
    lab.study(index=index, outcomes=(make_outcome("back", "any", table="releases"),))
    lab.participant(1, GIVEN)
    lab.offence(1, dt.date(2016, 1, 1), convicted=GIVEN - dt.timedelta(5))
    lab.offence(99, dt.date(2016, 1, 1), convicted=dt.date(2018, 1, 1))
    assert lab.of_participants("back") == [1]


def test_an_event_of_someone_who_is_not_in_the_persons_table_makes_no_one_eligible(timed):
    timed.participant(1, GIVEN)
    released(timed, 7, GIVEN)
    assert timed.derive().pool == 1


def test_an_index_event_from_no_table_is_refused(lab):
    lab.study(index={"event": "release"})
    lab.participant(1, GIVEN)
    with pytest.raises(OutcomesError, match="neither a date nor a table"):
        lab.derive()
