"""Any date, written in any usual way, is read back the same."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.people.date_order import settle
from outcomelab.people.dates import as_days, civil, read_parts

TODAY = np.datetime64("2026-01-15")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def month(day):
    return MONTHS[day.month - 1]


ONE_WAY = {
    "ISO": lambda d: d.isoformat(),
    "ISO with a time": lambda d: f"{d.isoformat()} 00:00:00",
    "year first with slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "eight digits": lambda d: f"{d:%Y%m%d}",
    "day and month's name": lambda d: f"{d.day} {month(d)} {d.year}",
    "day and short month": lambda d: f"{d.day:02}-{month(d)[:3].upper()}-{d.year}",
    "month's name first": lambda d: f"{month(d)} {d.day}, {d.year}",
}
TWO_WAYS = {
    "slashes": lambda a, b, year: f"{a:02}/{b:02}/{year}",
    "dots": lambda a, b, year: f"{a}.{b}.{year}",
    "hyphens": lambda a, b, year: f"{a:02}-{b:02}-{year}",
    "spaces": lambda a, b, year: f"{a} {b} {year}",
    "with a time": lambda a, b, year: f"{a:02}/{b:02}/{year} 00:00",
}
patiently = settings(deadline=None)  # the first example pays for what is loaded then
days = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


def read(cells, day_first=True, latest=TODAY):
    return as_days(read_parts(pa.array(cells, pa.string())), day_first=day_first, latest=latest).tolist()


@pytest.mark.parametrize("write", ONE_WAY.values(), ids=ONE_WAY.keys())
@patiently
@given(day=days)
def test_a_date_with_one_reading_is_read_back(write, day):
    assert read([write(day)]) == [day]


@pytest.mark.parametrize("write", TWO_WAYS.values(), ids=TWO_WAYS.keys())
@patiently
@given(day=days)
def test_a_date_in_numbers_is_read_back_in_its_order(write, day):
    assert read([write(day.day, day.month, day.year)], day_first=True) == [day]
    assert read([write(day.month, day.day, day.year)], day_first=False) == [day]


@patiently
@given(day=st.dates(dt.date(1927, 5, 18), dt.date(2099, 12, 31)))
def test_a_spreadsheets_day_number_is_read_back(day):
    assert read([str((day - dt.date(1899, 12, 30)).days)]) == [day]


@patiently
@given(day=st.dates(dt.date(1926, 1, 16), dt.date(2026, 1, 15)))
def test_a_year_of_two_digits_is_the_last_such_year_up_to_today(day):
    assert read([f"{day:%d/%m/%y}"]) == [day]


@patiently
@given(st.lists(days, min_size=1, max_size=30), st.booleans())
def test_a_column_of_one_order_is_read_right_or_stays_in_doubt(written, day_first):
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    parts = read_parts(pa.array([day.strftime(form) for day in written]))
    order = settle({"born": parts}, None)["born"]
    first, other = (
        as_days(parts, day_first=way, latest=TODAY).tolist() for way in (order.day_first, not order.day_first)
    )
    if order.settled:
        assert first == written
    else:
        assert all(day in pair for day, pair in zip(written, zip(first, other, strict=True), strict=True))


@patiently
@given(st.integers(-5, 12000), st.integers(-5, 40), st.integers(-5, 40))
def test_a_day_exists_exactly_when_the_calendar_has_it(year, month_number, day):
    try:
        expected = dt.date(year, month_number, day)
    except ValueError:
        expected = None
    found = civil(*(np.array([part]) for part in (year, month_number, day))).tolist()[0]
    assert found == expected


@patiently
@given(st.lists(st.text(max_size=20), max_size=20))
def test_any_text_at_all_is_a_date_or_none(cells):
    parts = read_parts(pa.array(cells, pa.string()))
    days_read = as_days(parts, day_first=True, latest=TODAY)
    assert not (~parts.understood & ~np.isnat(days_read)).any()
