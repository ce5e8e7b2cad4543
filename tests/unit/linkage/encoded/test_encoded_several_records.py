"""One person several times in an encoded file: each of the records is linked, as in the clear."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.linkage.encoded.people import link_encoded_people
from outcomelab.protocol.model import Linkage


@pytest.fixture(scope="module", autouse=True)
def nowhere_near_a_key(tmp_path_factory):
    """A folder without keys to link in."""
    patch = pytest.MonkeyPatch()
    patch.chdir(tmp_path_factory.mktemp("linkage"))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def town(inventing):
    """A register of 600 and a list of 200, all of whom are in it."""
    return inventing(600, 200, seed=11, absent=0.0)


def placed(table: pa.Table) -> pa.Table:
    """The same records under their places, as an encoded file numbers them."""
    return table.set_column(
        0, table.schema.field(0).name, pa.array(range(table.num_rows), table.schema.field(0).type)
    )


def misspelled(table: pa.Table) -> pa.Table:
    """The same people with a letter of the surname doubled, and without a postcode."""
    surnames = pc.binary_join_element_wise(table["surname"], pc.utf8_slice_codeunits(table["surname"], -1), "")
    table = table.set_column(table.schema.get_field_index("surname"), "surname", surnames)
    nobody = pa.nulls(table.num_rows, pa.string())
    return table.set_column(table.schema.get_field_index("postcode"), "postcode", nobody)


def linked(left: pa.Table, right: pa.Table, hardening: str = "plain"):
    key = ProjectKey.new("town")
    return link_encoded_people(*(encode(placed(side), key, hardening) for side in (left, right)), Linkage())


def links(found):
    return dict(zip(found.links["left_id"].to_pylist(), found.links["right_id"].to_pylist(), strict=True))


def truth(town):
    keys = town.persons["person_key"].to_pylist()
    return [keys.index(town.truth[row]) for row in town.participants["row"].to_pylist()]


@pytest.mark.parametrize("hardening", ["plain", "diffused-5"])
def test_somebody_twice_on_the_left_is_linked_twice(town, hardening):
    twice = pa.concat_tables([town.participants, misspelled(town.participants)])
    told = linked(twice, town.persons, hardening)
    found, true = links(told), truth(town)
    for first in (0, 200):
        assert sum(found.get(first + nth) == held for nth, held in enumerate(true)) > 0.9 * len(true)
    assert told.report.listed_again > 300
    assert any("different records of the left file" in note for note in told.report.notes)


def test_somebody_twice_on_the_right_is_linked_to_the_better_record(town):
    told = linked(town.participants, pa.concat_tables([town.persons, misspelled(town.persons)]))
    found, true = links(told), truth(town)
    right = sum(found.get(nth) in (held, held + 600) for nth, held in enumerate(true))
    assert right > 0.95 * len(true)
    assert len(found) - right < 0.02 * len(true)
    assert told.report.held_again > 0.8 * told.report.links


def test_records_whose_encodings_are_the_same_count_as_one_and_are_all_linked(town):
    told = linked(pa.concat_tables([town.participants] * 40), town.persons)
    once = links(linked(town.participants, town.persons))
    assert links(told) == {nth + 200 * time: held for nth, held in once.items() for time in range(40)}
    assert (told.report.left.records, told.report.left.different) == (8_000, 200)
    assert any("the same as an earlier one: each of them is linked" in note for note in told.report.notes)


def test_an_encoded_register_of_different_people_is_linked_one_to_one(town):
    told = linked(town.participants, town.persons)
    assert len(set(links(told).values())) == told.links.num_rows
    assert (told.report.listed_again, told.report.held_again) == (0, 0)
