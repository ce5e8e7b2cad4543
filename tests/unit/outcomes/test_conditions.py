"""The protocol's `where`, shown by how many of four offences it finds."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from outcomelab.engines.duck import memory
from outcomelab.engines.relations_on_duck import RelationsOnDuck
from outcomelab.errors import OutcomesError
from outcomelab.outcomes.conditions import matches
from outcomelab.outcomes.sources import source
from outcomelab.protocol.model import Eligible

OFFENCES = (
    {"offence": "theft", "severity": 1, "cost": 0.5, "convicted": dt.date(2018, 8, 1)},
    {"offence": "fraud", "severity": 2, "cost": 1.0, "convicted": dt.date(2018, 9, 1)},
    {"offence": "O'Brien's \\ \"law\"; --", "severity": 3, "cost": float("nan"), "convicted": None},
    {"offence": None, "severity": None, "cost": None, "convicted": dt.date(2019, 1, 1)},
)


@pytest.fixture
def counted(dictionary, arrow_schema):
    """How many of the four offences above meet a condition."""

    def count(where):
        offences = source(dictionary, "offences")
        meets = matches(offences, Eligible(reason="other", where=where).where)
        with memory() as connection:
            connection.register("offences", pa.Table.from_pylist(list(OFFENCES), schema=arrow_schema("offences")))
            return RelationsOnDuck(connection).fetch(offences.rows.filter(meets)).num_rows

    return count


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({}, 4),
        ({"offence": "theft"}, 1),
        ({"offence": "Theft"}, 0),
        ({"offence": ("theft", "fraud", "arson")}, 2),
        ({"offence": "O'Brien's \\ \"law\"; --"}, 1),
        ({"offence": ()}, 0),
        ({"offence": {}}, 3),
        ({"severity": 2}, 1),
        ({"severity": 2.0}, 1),
        ({"severity": (1, 2.5, 3)}, 2),
        ({"severity": {"min": 2}}, 2),
        ({"severity": {"max": 2}}, 2),
        ({"severity": {"min": 1.5, "max": 3}}, 2),
        ({"severity": {"min": 3, "max": 1}}, 0),
        ({"severity": {}}, 3),
        ({"cost": {"min": 0.5}}, 2),
        ({"cost": {}}, 2),
        ({"cost": 1}, 1),
        ({"convicted": dt.date(2018, 8, 1)}, 1),
        ({"convicted": {"min": dt.date(2018, 9, 1)}}, 2),
        ({"convicted": {"min": dt.date(2018, 8, 1), "max": dt.date(2018, 9, 1)}}, 2),
        ({"offence": ("theft", "fraud"), "severity": {"min": 2}}, 1),
    ],
)
def test_a_condition_finds_the_events_that_meet_it_and_none_that_is_unknown(counted, where, count):
    assert counted(where) == count


@pytest.mark.parametrize(("urban", "left"), [(True, 1), (False, 2)])
def test_a_condition_on_yes_and_no(lab, urban, left):
    lab.study(eligible=({"reason": "elsewhere", "where": {"urban": urban}},))
    lab.tables["persons"][0]["urban"] = urban
    for key, lives in ((1, True), (2, False), (3, False), (4, None)):
        lab.participant(key, dt.date(2018, 6, 1), urban=lives)
    assert lab.derive().flow.count == left


@pytest.mark.parametrize(
    "where",
    [
        {"offence": 1},
        {"offence": ("theft", 2)},
        {"offence": {"min": 1}},
        {"severity": "two"},
        {"severity": True},
        {"severity": {"min": dt.date(2018, 1, 1)}},
        {"convicted": "2018-08-01"},
    ],
)
def test_a_value_that_cannot_be_compared_with_its_column_is_refused(counted, where):
    with pytest.raises(OutcomesError, match="is compared with"):
        counted(where)


def test_a_column_that_content_does_not_have_is_refused(counted):
    with pytest.raises(OutcomesError, match="offences has no column colour"):
        counted({"colour": "red"})


def test_a_condition_cannot_reach_an_identifier(lab):
    lab.study(eligible=({"reason": "another name", "where": {"surname": "Ashdown"}},))
    lab.participant(1, dt.date(2018, 6, 1))
    with pytest.raises(OutcomesError, match="persons has no column surname"):
        lab.derive()
