"""The front door on invented people whose truth is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import closing

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from numpy.random import default_rng

from outcomelab.engines.duck import memory
from outcomelab.handovers.flow import FlowStep, check_adds_up
from outcomelab.handovers.linkage import CROSSWALK, Linked
from outcomelab.linkage.candidates import keyed
from outcomelab.linkage.link import link, prepared
from outcomelab.protocol.model import Linkage

RULE = Linkage()
ON = dt.date(1990, 1, 1)


@pytest.fixture(scope="module")
def linked(town) -> Linked:
    return link(town.participants, town.persons, RULE, ON)


def test_hardly_any_link_is_wrong(linked, town, scoring):
    assert scoring(linked, town).precision >= 0.99


def test_hardly_anybody_is_missed(linked, town, scoring):
    assert scoring(linked, town).recall >= 0.95


def test_estimated_precision_is_close_to_the_true(linked, town, scoring):
    assert linked.report.overall.precision == pytest.approx(scoring(linked, town).precision, abs=0.02)


def test_estimated_recall_is_close_to_the_true(linked, town, scoring):
    assert linked.report.overall.recall == pytest.approx(scoring(linked, town).recall, abs=0.03)


def test_the_crosswalk_follows_its_schema(linked):
    assert linked.crosswalk.schema == CROSSWALK


def test_links_are_one_to_one(linked):
    both = [linked.crosswalk["row"], linked.crosswalk["person_key"]]
    assert [len(column.unique()) for column in both] == [linked.crosswalk.num_rows] * 2


def test_no_link_is_below_the_threshold(linked):
    assert pc.min(linked.crosswalk["match_probability"]).as_py() >= linked.report.threshold


def test_the_flow_adds_up(linked, town):
    check_adds_up((FlowStep("distinct", town.participants.num_rows), linked.report.flow))


def test_the_flow_counts_the_links(linked):
    assert linked.report.flow.count == linked.crosswalk.num_rows


@pytest.mark.parametrize("name", ["age band", "sex"])
def test_the_levels_of_a_group_hold_everybody_once(linked, town, name):
    groups = [group for group in linked.report.groups if group.group == name]
    assert sum(group.participants for group in groups) == town.participants.num_rows


def test_ages_are_taken_at_the_day_given(linked, town):
    born = town.participants["date_of_birth"]
    under = sum(day > dt.date(1972, 1, 1) for day in born.to_pylist())
    told = {group.level: group.participants for group in linked.report.groups}
    assert told["under 18"] == under


def test_without_a_day_there_are_no_age_bands(town):
    some = town.participants.slice(0, 20)
    assert {group.group for group in link(some, town.persons, RULE).report.groups} == {"sex"}


def test_the_order_of_rows_does_not_matter(linked, town):
    draw = default_rng(5)
    participants = town.participants.take(draw.permutation(town.participants.num_rows))
    persons = town.persons.take(draw.permutation(town.persons.num_rows))
    assert link(participants, persons, RULE, ON) == linked


def test_person_keys_do_not_matter(linked, town):
    other = pc.subtract(10**9, town.persons["person_key"])
    persons = town.persons.set_column(0, "person_key", other)
    again = link(town.participants, persons, RULE, ON).crosswalk
    assert pc.subtract(10**9, again["person_key"]) == linked.crosswalk["person_key"]


def test_sixteen_thousand_men_and_a_short_list(inventing: Callable, scoring: Callable):
    demo = inventing(16_000, 185, seed=3, men_only=True, absent=0.05)
    reached = scoring(link(demo.participants, demo.persons, RULE), demo)
    assert (reached.precision >= 0.99, reached.recall >= 0.95) == (True, True)


def test_names_and_dates_of_birth_alone_are_enough(inventing: Callable, scoring: Callable):
    without = ("middle", "sex", "postcode", "service_number")
    bare = inventing(4_000, 100, seed=4, without=without)
    reached = scoring(link(bare.participants, bare.persons, RULE), bare)
    assert (reached.precision >= 0.99, reached.recall >= 0.95) == (True, True)


def test_a_list_of_strangers_links_nobody(inventing: Callable):
    strangers = inventing(3_000, 60, seed=6, absent=1.0)
    assert link(strangers.participants, strangers.persons, RULE).crosswalk.num_rows == 0


def test_two_people_who_match_equally_well_make_no_link(town):
    twice = pa.concat_tables([town.persons, with_new_keys(town.persons)])
    told = link(town.participants.slice(0, 40), twice, RULE).report.flow
    assert (told.count, "two people matched equally well" in {loss.reason for loss in told.lost}) == (0, True)


def test_two_participants_with_one_person_make_no_link(town):
    some = town.participants.slice(0, 40)
    again = some.set_column(0, "row", pc.add(some["row"], 1000).cast(pa.int32()))
    twice = pa.concat_tables([some, again])
    told = link(twice, town.persons, RULE).report.flow
    reasons = {loss.reason for loss in told.lost}
    assert (told.count, "another participant matched the same person as well or better" in reasons) == (0, True)


def test_the_other_reading_of_a_date_finds_the_person(town):
    known = pc.is_in(town.participants["row"], pa.array([*town.truth], pa.int32()))
    some = town.participants.filter(known).slice(0, 60)
    born = some["date_of_birth"].to_pylist()
    readings = [day.replace(month=day.day, day=day.month) if day.day <= 12 else None for day in born]
    swapped = [reading or day for reading, day in zip(readings, born, strict=True)]
    also = [day if reading else None for reading, day in zip(readings, born, strict=True)]
    read_wrongly = some.set_column(4, "date_of_birth", pa.array(swapped, pa.date32())).set_column(
        5, "born_also", pa.array(also, pa.date32())
    )
    assert link(read_wrongly, town.persons, RULE).crosswalk.num_rows >= 58


def test_what_is_said_on_the_way_names_nobody(town):
    said: list[str] = []
    link(town.participants.slice(0, 30), town.persons, RULE, progress=lambda *words: said.extend(words))
    surnames = {name.lower() for name in town.participants["surname"].to_pylist() if name}
    assert not surnames & set(" ".join(said).lower().split())


def test_nothing_is_printed(town, capfd):
    link(town.participants.slice(0, 30), town.persons, RULE)
    assert capfd.readouterr() == ("", "")


def with_new_keys(persons: pa.Table) -> pa.Table:
    return persons.set_column(0, "person_key", pc.add(persons["person_key"], 10**9))


def test_keys_are_the_same_whether_a_list_is_read_once_or_once_for_each(town):
    with closing(memory()) as connection:
        scheme, _ = prepared(connection, town.participants, town.persons, lambda _: None)
        for table, side in (("participants", 0), ("persons", 1)):
            columns = [combination[side] for combination in scheme.combinations]
            once, each = (
                connection.sql(f"FROM ({keyed(table, columns, in_one_pass)}) ORDER BY ALL").fetchall()
                for in_one_pass in (True, False)
            )
            assert once
            assert once == each
