"""Any two files of people: records that say the same are one, and links come back by the files' ids."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from outcomelab.errors import LinkageError, UsageError
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.handovers.people import PEOPLE_IDENTIFIERS, People
from outcomelab.linkage.link import link
from outcomelab.linkage.people import link_people
from outcomelab.protocol.model import Linkage


def people(table: pa.Table, prefix: str) -> People:
    """A table of identifiers as if it had been read, with ids made of the place of each."""
    rows = pa.array(range(2, table.num_rows + 2), pa.int32())
    columns = {name: table[name] for name in table.column_names if name in PEOPLE_IDENTIFIERS.names}
    nothing = pa.nulls(table.num_rows)
    whole = {f.name: columns.get(f.name, nothing).cast(f.type) for f in PEOPLE_IDENTIFIERS} | {"row": rows}
    ids = pa.array([f"{prefix}{place}" for place in range(table.num_rows)])
    return People(ids, pa.table(whole, PEOPLE_IDENTIFIERS), (f"We read {prefix}.",))


def again(side: People, places: list[int]) -> People:
    """The same people with those at `places` once more, at the end."""
    more = side.identifiers.take(pa.array(places))
    ids = pa.array([f"{side.ids[place].as_py()}-again" for place in places])
    return People(pa.concat_arrays([side.ids, ids]), pa.concat_tables([side.identifiers, more]), side.notes)


@pytest.fixture(scope="module")
def town(inventing):
    """A register of 1,500 and a list of 150."""
    return inventing(1_500, 150, seed=3)


@pytest.fixture(scope="module")
def sides(town):
    return people(town.participants, "L"), people(town.persons, "R")


@pytest.fixture(scope="module")
def linked(sides):
    return link_people(*sides)


def pairs(linked):
    return set(zip(linked.links["left_id"].to_pylist(), linked.links["right_id"].to_pylist(), strict=True))


def test_links_have_the_files_own_ids_and_are_right(linked, town):
    keys = town.persons["person_key"].to_pylist()
    right = {(f"L{place}", f"R{keys.index(town.truth[row])}")
             for place, row in enumerate(town.participants["row"].to_pylist()) if row in town.truth}  # fmt: skip
    assert linked.links.column_names == ["left_id", "right_id", "match_probability"]
    assert len(pairs(linked) & right) > 0.95 * len(right)
    assert len(pairs(linked) - right) < 0.03 * len(right)


def test_the_report_counts_records_links_and_says_what_was_read(linked):
    report = linked.report
    assert report.links == linked.links.num_rows == report.overall.linked
    assert (report.left.records, report.left.different, report.right.records) == (150, 150, 1_500)
    assert report.notes == ("We read L.", "We read R.")


def test_the_model_is_saved_whole_and_holds_nothing_of_a_person(linked, town):
    model = linked.report.model
    assert model.precision == 0.99
    assert model.threshold == linked.report.threshold
    assert model.versions.keys() >= {"standardisation", "outcomelab", "splink"}
    assert {comparison.name for comparison in model.comparisons} >= {"surname", "born", "postcode"}
    for comparison in model.comparisons:
        assert sum(level.m for level in comparison.levels) == pytest.approx(1)
    told = {level.label for comparison in model.comparisons for level in comparison.levels}
    assert not told & {*town.persons["surname"].to_pylist(), *town.persons["forename"].to_pylist()}


def test_the_report_speaks_of_files_and_not_of_a_holding(linked):
    assert "holding" not in repr(linked.report.flow)


def test_records_of_the_right_that_are_the_same_take_no_link_away(sides, linked):
    left, right = sides
    linked_right = [right.ids.index(name).as_py() for name in linked.links["right_id"].to_pylist()[:40]]
    found = link_people(left, again(right, linked_right))
    assert pairs(found) == pairs(linked)
    assert found.report.right.different == 1_500
    assert "In the right file 40 records say the same as an earlier one" in found.report.notes[-1]


def test_records_of_the_left_that_are_the_same_are_all_linked(sides, linked):
    left, right = sides
    (one, its), *_ = sorted(pairs(linked))
    found = link_people(again(left, [left.ids.index(one).as_py()]), right)
    assert pairs(found) == pairs(linked) | {(f"{one}-again", its)}
    assert found.report.left.different == 150


def test_case_and_accents_make_no_other_record(sides):
    left, right = sides
    shouted = right.identifiers.slice(0, 5).to_pylist()
    more = pa.Table.from_pylist([row | {"surname": row["surname"].upper()} for row in shouted], PEOPLE_IDENTIFIERS)
    ids = pa.concat_arrays([right.ids, pa.array([f"S{place}" for place in range(5)])])
    found = link_people(left, People(ids, pa.concat_tables([right.identifiers, more]), ()))
    assert found.report.right.different == 1_500


def test_ages_are_taken_on_the_day_that_is_given(sides):
    found = link_people(*sides, on=dt.date(2020, 1, 1))
    assert "age band" in {group.group for group in found.report.groups}


@pytest.mark.parametrize("precision", [0.5, 1.0, 99.0])
def test_a_precision_that_cannot_be_is_refused(sides, precision):
    with pytest.raises(UsageError, match="and less than 1"):
        link_people(*sides, precision)


def test_identifiers_that_tell_nobody_apart_are_refused(sides):
    left, right = sides
    bare = pa.table({"surname": ["Okonkwo", "Brandvold", "Ek"], "sex": ["F", "M", "F"]})
    with pytest.raises(LinkageError, match="cannot tell people apart") as caught:
        link_people(people(bare, "L"), right)
    assert caught.value.__context__ is None
    assert set(PERSONS_IDENTIFIERS.names) - {"person_key"} <= set(left.identifiers.column_names)


def test_a_refusal_speaks_of_the_file(sides):
    shouts = ["okonkwo"[:place].upper() + "okonkwo"[place:] for place in range(8)] + [
        "okonkwo.",
        "okonkwo-",
        "ökonkwo",
    ]
    days = [dt.date(1990, 1, 1 + place) for place in range(11)]
    alike = pa.table({"surname": shouts, "date_of_birth": days})
    with pytest.raises(LinkageError, match="In the left file everybody has the same name"):
        link_people(people(alike, "L"), sides[1])


def test_a_file_of_one_person_is_refused(sides):
    left, right = sides
    one = People(left.ids[:1], left.identifiers.slice(0, 1), ())
    with pytest.raises(LinkageError, match="the left file has 1 different record"):
        link_people(one, right)
    with pytest.raises(LinkageError, match="the right file has 1 different record"):
        link_people(left, one)


def test_one_person_written_down_often_is_one(sides):
    left, right = sides
    with pytest.raises(LinkageError, match="the left file has 1 different record"):
        link_people(again(People(left.ids[:1], left.identifiers.slice(0, 1), ()), [0] * 20), right)


def test_whoever_listens_hears_of_files_and_not_of_a_study(sides):
    heard = []
    link_people(*sides, progress=lambda _stage, words: heard.append(words))
    assert any(words.endswith("of 150 records of the left file") for words in heard)
    assert not any(word in words for words in heard for word in ("participant", "persons", "holding"))


def test_tables_are_sent_to_the_other_door(sides):
    left, right = sides
    with pytest.raises(UsageError, match="Tables are linked by link"):
        link_people(left.identifiers, right)


def test_people_are_sent_to_the_other_door(sides):
    with pytest.raises(UsageError, match="linked by link_people"):
        link(*sides, Linkage())
    with pytest.raises(UsageError, match="is told as outcomelab"):
        link(sides[0].identifiers, sides[1].identifiers, 0.99)


def test_the_other_reading_of_dates_may_be_left_out(town):
    linked = link(town.participants.drop_columns("born_also"), town.persons, Linkage())
    assert linked.report.overall.participants == town.participants.num_rows
