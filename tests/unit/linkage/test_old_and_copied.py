"""Lists of people who died long ago, copied with mistakes."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from outcomelab.handovers.people import PEOPLE_IDENTIFIERS, People
from outcomelab.linkage.people import link_people


def people(table: pa.Table) -> People:
    """Names and dates of birth as if they had been read."""
    nothing, rows = pa.nulls(table.num_rows), pa.array(range(2, table.num_rows + 2), pa.int32())
    given = {name: table[name] for name in ("surname", "forename", "date_of_birth")}
    whole = {f.name: given.get(f.name, nothing).cast(f.type) for f in PEOPLE_IDENTIFIERS} | {"row": rows}
    return People(rows, pa.table(whole, PEOPLE_IDENTIFIERS), ())


def long_ago(table: pa.Table) -> pa.Table:
    """The same people born 310 years earlier."""
    days = [
        day and dt.date(day.year - 310, day.month, min(day.day, 28)) for day in table["date_of_birth"].to_pylist()
    ]
    place = table.schema.get_field_index("date_of_birth")
    return table.set_column(place, "date_of_birth", pa.array(days, pa.date32()))


def another_year(table: pa.Table) -> pa.Table:
    """The same days of birth in a year that two digits make another one."""
    days = [day.replace(year=day.year - 37, day=min(day.day, 28)) for day in table["date_of_birth"].to_pylist()]
    place = table.schema.get_field_index("date_of_birth")
    return table.set_column(place, "date_of_birth", pa.array(days, pa.date32()))


@pytest.fixture(scope="module")
def town(inventing):
    """A register of 800 and a list of 200."""
    return inventing(800, 200, seed=21)


def found(left: pa.Table, right: pa.Table, town) -> tuple[int, int]:
    """How many links there are, and how many of them are right."""
    links = link_people(people(left), people(right)).links
    rows, keys = town.participants["row"].to_pylist(), town.persons["person_key"].to_pylist()
    pairs = zip(links["left_id"].to_pylist(), links["right_id"].to_pylist(), strict=True)
    right_ones = [town.truth.get(rows[one - 2]) == keys[other - 2] for one, other in pairs]
    return len(right_ones), sum(right_ones)


def test_people_of_the_seventeenth_century_are_found_as_those_of_today_are(town):
    today = found(town.participants, town.persons, town)
    assert found(long_ago(town.participants), long_ago(town.persons), town) == pytest.approx(today, abs=3)
    assert today[1] > 0.9 * len(town.truth)


def test_a_wrong_year_is_no_other_person_where_day_month_and_name_agree(town):
    few = pc.less(pc.field("row"), 42)
    spoiled = pa.concat_tables([another_year(town.participants.filter(few)), town.participants.filter(~few)])
    rows, keys = spoiled["row"].to_pylist(), town.persons["person_key"].to_pylist()
    links = link_people(people(spoiled), people(town.persons)).links
    whom = dict(zip(links["left_id"].to_pylist(), links["right_id"].to_pylist(), strict=True))
    wrong_year = [nth for nth, row in enumerate(rows) if row < 42 and row in town.truth]
    right = sum(keys[whom[nth + 2] - 2] == town.truth[rows[nth]] for nth in wrong_year if nth + 2 in whom)
    assert right > 0.6 * len(wrong_year)
