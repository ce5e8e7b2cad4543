"""Dates as people write them."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.people.date_order import settle
from outcomelab.people.dates import as_days, read_parts

TODAY = np.datetime64("2026-01-15")
DAY = dt.date(1990, 4, 3)


def read(cell, day_first=True):
    return as_days(read_parts(pa.array([cell], pa.string())), day_first=day_first, latest=TODAY).tolist()[0]


@pytest.mark.parametrize(
    "cell",
    [
        "1990-04-03",
        "1990/4/3",
        "1990.04.03",
        "1990-04-03 00:00:00",
        "1990-04-03T00:00:00.000Z",
        "19900403",
        "03/04/1990",
        "3/4/1990",
        "3.4.1990",
        "3. 4. 1990",
        "03-04-1990",
        "03 04 1990",
        "03/04/1990 00:00",
        "03/04/1990 12:00:00 AM",
        "03041990",
        "03/04/90",
        "3.4.90.",
        "90-04-03",
        "3 April 1990",
        "3 Apr 1990",
        "3-Apr-90",
        "03APR1990",
        "3rd of April, 1990",
        "Tuesday, 3 April 1990",
        "Tue 3 Apr 1990",
        "April 3, 1990",
        "Apr. 3rd 1990",
        "APRIL 3 1990",
        "Apr-03-1990",
        "1990 Apr 3",
        "32966",
        "32966.0",
        "03‐04‐1990",
        "０３/０４/１９９０",
    ],
)
def test_a_date_is_read_in_any_usual_way_of_writing(cell):
    assert read(cell) == DAY


@pytest.mark.parametrize("cell", ["04/03/1990", "4.3.90", "04031990", "04-03-1990 00:00:00"])
def test_the_month_may_come_first(cell):
    assert read(cell, day_first=False) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/1990",
        "29/02/1900",
        "1990-02-30",
        "1990-13-01",
        "00/04/1990",
        "32 April 1990",
        "3/4/0000",
        "0000-01-01",
    ],
)
def test_a_day_that_no_calendar_has_is_understood_and_is_none(cell):
    parts = read_parts(pa.array([cell]))
    assert parts.understood[0]
    assert read(cell) is None


@pytest.mark.parametrize(
    "cell",
    ["1990", "April 1990", "soon", "3/4", "3/4/5/1990", "12345678", "3/4/990", "99999", "5", "marzo 3 1990"],
)
def test_what_is_no_date_is_not_read(cell):
    assert not read_parts(pa.array([cell])).understood[0]


def test_nothing_written_is_no_date():
    assert not read_parts(pa.array([None], pa.string())).written[0]


def test_the_29th_of_february_exists_in_leap_years():
    assert read("29/02/2000") == dt.date(2000, 2, 29)


@pytest.mark.parametrize(
    ("cell", "year"), [("16/01/26", 1926), ("15/01/26", 2026), ("1/1/00", 2000), ("1/1/27", 1927)]
)
def test_a_year_of_two_digits_is_never_in_the_future(cell, year):
    assert read(cell).year == year


def order(*cells, day_first=None, **others):
    columns = {"born": read_parts(pa.array(cells))}
    columns |= {name: read_parts(pa.array(each)) for name, each in others.items()}
    return settle(columns, day_first)["born"]


def test_a_number_over_12_in_the_first_place_settles_the_column():
    found = order("03/04/1990", "13/04/1990")
    assert (found.day_first, found.settled) == (True, True)


def test_a_number_over_12_in_the_second_place_settles_the_column():
    found = order("03/04/1990", "04/13/1990", day_first=True)
    assert (found.day_first, found.settled) == (False, True)


def test_the_protocol_settles_what_the_column_does_not():
    found = order("03/04/1990", day_first=False)
    assert (found.day_first, found.settled) == (False, True)


def test_without_any_evidence_the_day_comes_first_and_the_doubt_stays():
    found = order("03/04/1990")
    assert (found.day_first, found.settled) == (True, False)


def test_other_columns_tell_how_the_file_writes_dates_but_do_not_settle_it():
    found = order("03/04/1990", start=["04/13/2020"])
    assert (found.day_first, found.settled) == (False, False)


def test_evidence_for_both_orders_leaves_the_doubt():
    found = order("03/04/1990", "13/04/1990", "14/04/1990", "04/13/1990")
    assert (found.day_first, found.settled, found.mixed) == (True, False, True)


def test_dates_that_say_their_month_are_no_evidence():
    assert order("1990-04-13", "3 Apr 1990", "03/04/1990").settled is False
