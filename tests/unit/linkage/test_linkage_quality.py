"""What the report says of links, against what is known of invented people."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.errors import LinkageError
from outcomelab.handovers.linkage import EXPECTED, LinkageGroup
from outcomelab.linkage.gaps import gaps_in_words
from outcomelab.linkage.link import link
from outcomelab.linkage.measures.groupings import Grouping
from outcomelab.linkage.measures.groups import adjusted
from outcomelab.protocol.model import Linkage

ON = dt.date(1990, 1, 1)


@pytest.fixture(scope="module")
def bare(inventing):
    """A list without dates of birth, where much stays uncertain, and somebody of whom only a forename is known."""
    sparse = inventing(3_000, 150, seed=4, without=("date_of_birth", "sex", "service_number", "middle"))
    rows = sparse.participants.to_pylist()
    rows[0] |= {"surname": None, "postcode": None}
    return replace(sparse, participants=pa.Table.from_pylist(rows, sparse.participants.schema))


@pytest.fixture(scope="module")
def linked(bare):
    sites = ["north" if row % 3 else "south" for row in bare.participants["row"].to_pylist()]
    groups = pa.table(
        {"row": bare.participants["row"], "site": sites, "nothing": pa.nulls(len(sites), pa.string())}
    )
    return link(bare.participants, bare.persons, Linkage(), ON, groups=groups)


def test_groups_given_with_the_list_are_told_and_empty_columns_are_not(linked):
    assert {one.level for one in linked.report.groups if one.given} == {"north", "south"}


def test_missed_matches_of_the_groups_add_up_to_everybodys(linked):
    sites = [one.missed for one in linked.report.groups if one.group == "site"]
    assert sum(sites) == pytest.approx(linked.report.overall.missed)


def test_the_unlinkable_of_the_groups_add_up_to_everybodys(linked):
    sites = [one.unlinkable for one in linked.report.groups if one.group == "site"]
    assert sum(sites) == linked.report.overall.unlinkable


def test_a_record_of_a_forename_alone_cannot_be_linked(linked):
    assert linked.report.overall.unlinkable >= 1


def test_whoever_is_described_by_everything_can_be_linked(town):
    whole = town.participants.filter(pc.is_valid(town.participants["postcode"])).slice(0, 60)
    assert link(whole, town.persons, Linkage()).report.overall.unlinkable == 0


def test_links_fall_as_the_threshold_rises(linked):
    links = [row.links for row in linked.report.thresholds]
    assert links == sorted(links, reverse=True)


def test_precision_rises_with_the_threshold(linked):
    shares = [row.precision for row in linked.report.thresholds if row.precision is not None]
    assert shares == sorted(shares)


def test_expected_matches_of_persons_are_those_of_participants(linked):
    overall = linked.report.overall
    assert linked.expected.schema == EXPECTED
    assert pc.sum(linked.expected["right"]).as_py() == pytest.approx(overall.right)
    assert pc.sum(linked.expected["expected"]).as_py() == pytest.approx(overall.right + overall.missed, rel=0.02)


def test_linked_and_unlinked_are_told_by_identifier_given(linked):
    known = [one for one in linked.report.known if one.variable == "postcode"]
    assert [one.level for one in known] == ["given", "not given"]
    assert sum(one.linked for one in known) == linked.report.overall.linked


def test_some_matches_are_estimated_never_to_have_been_compared(linked):
    assert linked.report.compared is not None
    assert 0 < linked.report.compared <= 1


def test_groups_without_rows_are_refused_without_a_word_of_them(town):
    with pytest.raises(LinkageError) as refused:
        link(town.participants, town.persons, Linkage(), groups=pa.table({"site": ["Secret Hill"]}))
    assert "Secret" not in str(refused.value)


def _grouping(name, place):
    return Grouping(name, tuple(str(i) for i in range(int(max(place)) + 1)), np.array(place, np.intp))


def test_a_link_rate_that_differs_only_by_age_is_the_same_once_age_is_held_equal():
    # The young are linked half the time and the old always; three quarters of group 0 are young, a quarter of 1.
    age = [0] * 30 + [1] * 10 + [0] * 10 + [1] * 30
    site = [0] * 40 + [1] * 40
    linked = np.array([i % 2 == 0 if a == 0 else True for i, a in enumerate(age)])
    assert adjusted(linked, _grouping("site", site), [_grouping("age band", age)]) == pytest.approx([0.75, 0.75])


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 1), st.integers(0, 2)), min_size=1, max_size=60))
def test_adjusted_rates_are_shares(people):
    linked = np.array([one[0] for one in people])
    places = [np.unique([one[i] for one in people], return_inverse=True)[1].tolist() for i in (1, 2)]
    rates = adjusted(linked, _grouping("site", places[0]), [_grouping("age band", places[1])])
    assert ((rates >= 0) & (rates <= 1)).all()


def test_a_gap_that_chance_could_make_is_not_told():
    small = (LinkageGroup("sex", "women", 20, 17, 0.99, 0.85), LinkageGroup("sex", "men", 20, 19, 0.99, 0.95))
    assert not list(gaps_in_words(small))


def test_a_gap_that_chance_could_not_make_is_told_with_both_groups():
    large = (
        LinkageGroup("sex", "women", 2_000, 1_700, 0.99, 0.85, missed=300),
        LinkageGroup("sex", "men", 2_000, 1_900, 0.99, 0.95, missed=100),
    )
    [told] = gaps_in_words(large)
    assert "women" in told
    assert "men" in told


def test_a_group_spoiled_more_is_told_to_be_missed_more(town):
    everybody = town.participants.to_pylist()
    spoiled = [row | {"site": "plain"} for row in everybody]
    for place in range(0, len(spoiled), 3):
        row = spoiled[place]
        row["site"] = "spoiled"
        row["surname"], row["service_number"] = row["surname"][::-1], None
    groups = pa.table({"row": [row["row"] for row in spoiled], "site": [row.pop("site") for row in spoiled]})
    linked = link(pa.Table.from_pylist(spoiled, town.participants.schema), town.persons, Linkage(), groups=groups)
    recall = {one.level: one.recall for one in linked.report.groups if one.group == "site"}
    found = set(linked.crosswalk["row"].to_pylist())
    for level, told in recall.items():
        there = [
            row
            for row, site in zip(*groups.to_pydict().values(), strict=True)
            if site == level and row in town.truth
        ]
        true = sum(row in found for row in there) / len(there)
        assert told == pytest.approx(true, abs=0.05), level
    assert recall["spoiled"] < recall["plain"]
