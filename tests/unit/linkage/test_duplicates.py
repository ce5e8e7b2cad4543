"""Duplicates inside a holding: found where they are, and nobody made one with his twin, father or namesake."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from numpy.random import default_rng

from outcomelab.errors import LinkageError
from outcomelab.handovers.duplicates import CLUSTERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.linkage.duplicates import LEAST, find_duplicates
from outcomelab.protocol.model import Linkage

RULE = Linkage()


@pytest.fixture(scope="module")
def register(town) -> pa.Table:
    """A part of the town's register with the spoiled list among it: who is on both is there twice."""
    listed = town.participants.append_column(
        "person_key", pc.add(town.participants["row"].cast(pa.int64()), 10**9)
    ).select(PERSONS_IDENTIFIERS.names)
    known = pc.is_in(town.persons["person_key"], pa.array([*town.truth.values()]))
    both = pa.concat_tables(
        [town.persons.filter(known), town.persons.filter(pc.invert(known)).slice(0, 1_200), listed]
    )
    return both.take(default_rng(2).permutation(both.num_rows))


@pytest.fixture(scope="module")
def found(register):
    return find_duplicates(register, RULE)


def same(clusters: pa.Table) -> set[frozenset[int]]:
    """Who was put together with whom."""
    groups: dict[int, set[int]] = {}
    for row in clusters.to_pylist():
        groups.setdefault(row["cluster"], set()).add(row["person_key"])
    return {frozenset(group) for group in groups.values() if len(group) > 1}


def test_most_duplicates_are_found_and_hardly_any_is_wrong(found, town):
    truth = {frozenset((row + 10**9, key)) for row, key in town.truth.items()}
    together = same(found.clusters)
    assert len(together & truth) >= 0.9 * len(truth)
    assert len(together & truth) >= 0.98 * len(together)


def test_precision_and_recall_are_estimated_well(found, town):
    truth = {frozenset((row + 10**9, key)) for row, key in town.truth.items()}
    together = same(found.clusters)
    assert found.report.precision == pytest.approx(len(together & truth) / len(together), abs=0.02)
    assert found.report.recall == pytest.approx(len(together & truth) / len(truth), abs=0.05)


def test_the_report_counts_records_and_persons(found, register):
    clusters = found.clusters["cluster"]
    assert (found.report.records, found.report.persons) == (register.num_rows, len(clusters.unique()))
    assert found.report.threshold >= LEAST


def test_a_cluster_is_named_by_its_smallest_person_key(found):
    assert found.clusters.schema == CLUSTERS
    smallest = found.clusters.group_by("cluster").aggregate([("person_key", "min")])
    assert smallest["cluster"].to_pylist() == smallest["person_key_min"].to_pylist()


def test_the_order_of_rows_does_not_matter(found, register):
    assert find_duplicates(register.take(default_rng(7).permutation(register.num_rows)), RULE) == found


def test_a_register_without_duplicates_has_none(town):
    told = find_duplicates(town.persons.slice(0, 1_000), RULE).report
    assert (told.persons, told.precision, told.recall) == (1_000, None, None)


def test_somebody_there_three_times_is_one_person(town):
    some = town.persons.slice(0, 20)
    again = [some.set_column(0, "person_key", pc.add(some["person_key"], 10**9 * copy)) for copy in (1, 2)]
    told = find_duplicates(pa.concat_tables([town.persons.slice(0, 1_000), *again]), RULE)
    assert sorted(map(len, same(told.clusters))) == [3] * 20


def test_a_vague_record_does_not_chain_two_people(town):
    """Father and son are clear; a record with neither date of birth nor initial could be either."""
    father = town.persons.slice(0, 1).to_pylist()[0] | {"date_of_birth": dt.date(1951, 3, 14), "middle": "A"}
    son = father | {"date_of_birth": dt.date(1978, 11, 2), "middle": "Q", "service_number": "555666777"}
    vague = father | {"date_of_birth": None, "middle": None, "service_number": None}
    rows = [one | {"person_key": 10**9 + place} for place, one in enumerate((father, son, vague))]
    told = find_duplicates(
        pa.concat_tables([town.persons.slice(1, 1_000), pa.Table.from_pylist(rows, PERSONS_IDENTIFIERS)]), RULE
    )
    assert not [group for group in same(told.clusters) if {10**9, 10**9 + 1} <= group]


@pytest.mark.parametrize("records", [1, 2, 5])
def test_a_handful_of_records_can_be_asked(town, records):
    assert find_duplicates(town.persons.slice(0, records), RULE).report.persons == records


def test_the_same_date_of_birth_for_all_is_refused(town):
    day = pa.array([dt.date(1990, 1, 1)] * town.persons.num_rows, pa.date32())
    with pytest.raises(LinkageError, match="In the holding everybody has the same date of birth"):
        find_duplicates(town.persons.set_column(4, "date_of_birth", day), RULE)


def test_what_is_said_names_nobody_and_nothing_is_printed(town, capfd):
    said: list[str] = []
    find_duplicates(town.persons.slice(0, 200), RULE, lambda *words: said.extend(words))
    assert not {name.lower() for name in town.persons["surname"].to_pylist()} & set(" ".join(said).lower().split())
    assert capfd.readouterr() == ("", "")
