"""One person several times in a file of people, spelled differently: no rival of itself."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from outcomelab.handovers.people import PEOPLE_IDENTIFIERS, People
from outcomelab.linkage.people import link_people


def people(table: pa.Table, prefix: str) -> People:
    """A table of identifiers as if it had been read; ids are the places of its rows."""
    nothing = pa.nulls(table.num_rows)
    given = {name: table[name] for name in table.column_names if name in PEOPLE_IDENTIFIERS.names}
    rows = pa.array(range(2, table.num_rows + 2), pa.int32())
    whole = {f.name: given.get(f.name, nothing).cast(f.type) for f in PEOPLE_IDENTIFIERS} | {"row": rows}
    ids = pa.array([f"{prefix}{nth}" for nth in range(table.num_rows)])
    return People(ids, pa.table(whole, PEOPLE_IDENTIFIERS), ())


def misspelled(table: pa.Table) -> pa.Table:
    """The same people with a letter of the surname doubled, and without a postcode."""
    surnames = pc.binary_join_element_wise(table["surname"], pc.utf8_slice_codeunits(table["surname"], -1), "")
    table = table.set_column(table.schema.get_field_index("surname"), "surname", surnames)
    nobody = pa.nulls(table.num_rows, pa.string())
    return table.set_column(table.schema.get_field_index("postcode"), "postcode", nobody)


@pytest.fixture(scope="module")
def town(inventing):
    """A register of 600 and a list of 200, all of whom are in it."""
    return inventing(600, 200, seed=11, absent=0.0)


def truth(town):
    keys = town.persons["person_key"].to_pylist()
    return {f"L{nth}": keys.index(town.truth[row]) for nth, row in enumerate(town.participants["row"].to_pylist())}


def links(linked):
    return dict(zip(linked.links["left_id"].to_pylist(), linked.links["right_id"].to_pylist(), strict=True))


@pytest.fixture(scope="module")
def right_again(town):
    """Everybody twice on the right, once misspelled."""
    twice = pa.concat_tables([town.persons, misspelled(town.persons)])
    return link_people(people(town.participants, "L"), people(twice, "R"))


def test_somebody_twice_on_the_right_is_linked_to_the_better_record(right_again, town):
    found, true = links(right_again), truth(town)
    right = [left for left, held in found.items() if int(held[1:]) in (true[left], true[left] + 600)]
    assert len(right) > 0.95 * len(true)
    assert len(found) - len(right) < 0.02 * len(true)


def test_each_record_gets_one_link_at_most(right_again):
    left = right_again.links["left_id"].to_pylist()
    assert len(left) == len(set(left))


def test_the_report_says_that_people_are_there_several_times(right_again):
    assert right_again.report.held_again > 0.8 * right_again.report.links
    assert any("several different records in the right file" in note for note in right_again.report.notes)


def test_recall_counts_people_and_not_their_records(right_again):
    assert right_again.report.overall.recall == pytest.approx(1.0, abs=0.03)


def test_somebody_twice_on_the_left_is_linked_twice(town):
    twice = pa.concat_tables([town.participants, misspelled(town.participants)])
    linked = link_people(people(twice, "L"), people(town.persons, "R"))
    found, true = links(linked), truth(town)
    again = {f"L{nth + 200}": true[f"L{nth}"] for nth in range(200)}
    for which in (true, again):
        assert sum(found.get(left) == f"R{held}" for left, held in which.items()) > 0.9 * len(which)
    assert linked.report.listed_again > 300
    assert any("different records of the left file" in note for note in linked.report.notes)


def test_a_register_of_different_people_is_linked_one_to_one(town):
    linked = link_people(people(town.participants, "L"), people(town.persons, "R"))
    right = linked.links["right_id"].to_pylist()
    assert len(right) == len(set(right))
    assert (linked.report.listed_again, linked.report.held_again) == (0, 0)


def test_twins_stay_two_people(town):
    """A brother or sister born the same day at the same address has another forename."""
    twins = town.persons.set_column(
        town.persons.schema.get_field_index("forename"), "forename", pc.utf8_reverse(town.persons["forename"])
    )
    twins = twins.set_column(
        twins.schema.get_field_index("service_number"), "service_number", pa.nulls(600, pa.string())
    )
    both = pa.concat_tables([town.persons, twins.slice(0, 40)])
    linked = link_people(people(town.participants, "L"), people(both, "R"))
    found, true = links(linked), truth(town)
    assert sum(found.get(left) == f"R{held}" for left, held in true.items()) > 0.95 * len(true)
    assert linked.report.held_again < 10


def test_what_one_side_only_has_makes_no_two_records_of_one(town):
    """Two jobs in two places, in a file whose other side has no places."""
    jobs = town.participants.append_column("place", pa.array(["Halden"] * 200))
    more = town.participants.append_column("place", pa.array(["Moss"] * 200))
    linked = link_people(people(pa.concat_tables([jobs, more]), "L"), people(town.persons, "R"))
    assert (linked.report.left.records, linked.report.left.different) == (400, 200)


def test_a_number_that_is_somebody_elses_makes_no_link(town):
    """Guardians who are down under the number of a child, who has their surname."""
    listed = town.participants.to_pylist()
    persons = town.persons.to_pylist()
    for nth in range(30):
        child = persons[570 + nth]
        listed[nth] |= {
            "surname": child["surname"], "service_number": child["service_number"], "middle": "Q",
            "date_of_birth": dt.date(1931, 1, 2) + dt.timedelta(days=397 * nth),
        }  # fmt: skip
    left = people(pa.Table.from_pylist(listed, town.participants.schema), "L")
    found = links(link_people(left, people(town.persons, "R")))
    assert sum(found.get(f"L{nth}") == f"R{570 + nth}" for nth in range(30)) < 3
