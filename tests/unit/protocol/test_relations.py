"""Which outcomes lie inside one another, and which add up."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.protocol.model import Outcome, Range
from outcomelab.protocol.narrower import canonical, same
from outcomelab.protocol.relations import relations

COURT = ("custody", "community", "fine")


def outcome(name, kind="any", **more):
    asked = {"table": "offences", "where": {"decision": COURT}, "decided": "on", "waiting_days": 183} | more
    return Outcome(name=name, label=name, kind=kind, **asked)


def first(sort, *graver, **more):
    beyond = {"graver": {"decision": graver}} if graver else {}
    return outcome(f"first_{sort}", first={"decision": sort}, **beyond, **more)


MEASURES = (
    outcome("again"),
    outcome("often", "count"),
    outcome("days", "time-to-first", among="again"),
    first("custody"),
    first("community", "custody"),
    first("fine", "custody", "community"),
    *(outcome(f"often_{sort}", "count", where={"decision": sort}) for sort in COURT),
    outcome("custody", where={"decision": "custody"}),
    outcome("custodies", "count", where={"decision": "custody"}, among="again"),
)


def related(name, outcomes):
    asked = next(one for one in outcomes if one.name == name)
    return relations(SimpleNamespace(outcomes=outcomes), asked)


@pytest.mark.parametrize("sort", COURT)
def test_first_events_by_sort_add_up_to_whoever_had_one_and_their_numbers_to_the_number(sort):
    for name, whole in ((f"first_{sort}", "again"), (f"often_{sort}", "often")):
        _, part_of, split = related(name, MEASURES)
        assert part_of == whole
        assert {one.name for one in MEASURES if related(one.name, MEASURES)[2] == split} == {
            f"{name.partition('_')[0]}_{each}" for each in COURT
        }
    assert related(f"often_{sort}", MEASURES)[0][0] == "again"


def test_whoever_went_to_custody_first_went_to_custody_and_had_an_event():
    assert set(related("first_custody", MEASURES)[0]) >= {"custody", "again"}
    assert "custody" not in related("first_fine", MEASURES)[0]
    assert related("custody", MEASURES)[1] == ""


@pytest.mark.parametrize(
    ("change", "of"),
    [
        ({}, "again"),
        ({"graver": {}}, ""),  # a first day with both sorts would count twice
        ({"to_day": 200}, ""),
        ({"where": {"decision": ("custody", "fine")}}, ""),
        ({"table": "arrests"}, ""),
        ({"decided": None}, ""),
        ({"first": {"decision": ("community", "custody")}}, ""),
    ],
)
def test_only_parts_of_one_whole_that_share_nobody_add_up(change, of):
    two = (MEASURES[0], MEASURES[3], MEASURES[4].model_copy(update=change))
    assert related("first_community", two)[1] == of


@pytest.mark.parametrize(
    ("change", "inside"),
    [
        ({}, True),
        ({"to_day": 200}, True),
        ({"to_day": 400}, False),
        ({"waiting_days": 200}, False),
        ({"decided": None}, False),
        ({"where": {}}, False),
        ({"where": {"decision": ("custody", "not proven")}}, False),
        ({"where": {"decision": "fine", "offence": "theft"}}, True),
    ],
)
def test_an_outcome_lies_inside_another_when_all_its_events_count_there(change, inside):
    two = (MEASURES[0], MEASURES[9].model_copy(update=change))
    assert ("again" in related("custody", two)[0]) == inside


def test_parts_of_a_whole_nobody_asks_for_are_parts_all_the_same():
    _, whole, split = related("first_fine", MEASURES[3:6])
    assert (whole, split) == ("", related("first_custody", MEASURES[3:6])[2])
    assert split


@pytest.mark.parametrize(
    ("place", "written"),
    [
        (0, {"where": {"decision": COURT[::-1]}}),
        (3, {"where": {"decision": ("fine", "custody", "community")}}),
        (4, {"where": {"decision": ("custody", *COURT)}}),
        (4, {"first": {"decision": ("community",)}}),
        (4, {"graver": {"decision": "custody"}}),
        (6, {"where": {"decision": ("custody",)}}),
    ],
)
def test_how_a_condition_is_written_makes_no_other_outcome(place, written):
    changed = tuple(one.model_copy(update=written) if at == place else one for at, one in enumerate(MEASURES))
    for one in MEASURES:
        (within, *parts), (before, *expected) = related(one.name, changed), related(one.name, MEASURES)
        assert (set(within), parts) == (set(before), expected)


def test_a_number_of_events_of_all_sorts_is_the_whole_in_whatever_order_it_lists_them():
    turned = MEASURES[1].model_copy(update={"where": {"decision": COURT[::-1]}})
    again = MEASURES[1].model_copy(update={"name": "once_more"})
    outcomes = (MEASURES[0], turned, again, *MEASURES[6:9])
    assert {related(one.name, outcomes)[1] for one in MEASURES[6:9]} == {"often"}
    assert related("once_more", outcomes)[1] == ""


def test_days_to_wait_for_a_decision_that_nobody_asks_for_make_no_other_outcome():
    two = tuple(one.model_copy(update={"decided": None}) for one in (MEASURES[0], MEASURES[3]))
    changed = (two[0], two[1].model_copy(update={"waiting_days": 0}))
    assert related("first_custody", changed)[1:] == related("first_custody", two)[1:] != ("", "")


VALUES = st.sampled_from([0, -0.0, 1, 1.0, True, "1", "a", dt.date(2020, 1, 1)])
LISTS = VALUES | st.lists(VALUES, min_size=1, max_size=3).map(tuple)
RANGES = st.builds(Range, min=st.sampled_from([None, 1, 1.0, dt.date(2020, 1, 1)]), max=st.sampled_from([None, 2]))
WHERES = st.dictionaries(st.sampled_from(["x", "y"]), LISTS | RANGES, max_size=2)


@given(WHERES, WHERES)
def test_the_canonical_form_of_conditions_is_equal_exactly_where_they_are_the_same(one, other):
    for two in (other, one):
        assert (canonical(one) == canonical(two)) is same(one, two)


def test_a_part_asked_among_its_whole_is_the_same_part():
    again = first("fine", "custody", "community", among="again").model_copy(update={"name": "fine_among"})
    assert related("fine_among", (*MEASURES, again))[1:] == related("first_fine", (*MEASURES, again))[1:]


def test_ranges_lie_inside_one_another_too():
    def grave(name, at_least):
        return outcome(name, where={"severity": {"min": at_least}})

    two = (grave("grave", 3), grave("very", 5))
    assert related("very", two)[0] == ("grave",)
    assert related("grave", two)[0] == ()
