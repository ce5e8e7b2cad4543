"""Linkage of encodings on invented people whose truth is known."""

from __future__ import annotations

import pyarrow as pa
import pytest
from numpy.random import default_rng

from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.handovers.encoded import HARDENINGS, Encoded
from outcomelab.handovers.linkage import CROSSWALK
from outcomelab.linkage.encoded.link import link_encoded
from outcomelab.linkage.link import link
from outcomelab.protocol.model import Linkage

RULE = Linkage()


@pytest.fixture(scope="module", autouse=True)
def nowhere_near_a_key(tmp_path_factory):
    """A folder without keys to link in."""
    patch = pytest.MonkeyPatch()
    patch.chdir(tmp_path_factory.mktemp("linkage"))
    yield
    patch.undo()


def encoded(town, hardening: str) -> tuple[Encoded, Encoded]:
    key = ProjectKey.new("town")
    # A register's rows are running numbers: the position of each person.
    return encode(town.participants, key, hardening), encode(numbered(town.persons), key, hardening)


def numbered(persons: pa.Table) -> pa.Table:
    return persons.set_column(0, "person_key", pa.array(range(persons.num_rows), pa.int64()))


def in_truth(town, linked):
    keys = town.persons["person_key"].to_pylist()
    rows, found = linked.crosswalk["row"].to_pylist(), linked.crosswalk["person_key"].to_pylist()
    right = sum(town.truth.get(row) == keys[place] for row, place in zip(rows, found, strict=True))
    return right / len(rows), right / len(town.truth)


@pytest.fixture(scope="module", params=HARDENINGS)
def linked(request, town):
    return link_encoded(*encoded(town, request.param), RULE)


def test_hardly_any_link_is_wrong(linked, town):
    assert in_truth(town, linked)[0] >= 0.99


def test_hardly_anybody_is_missed(linked, town):
    assert in_truth(town, linked)[1] >= 0.93


def test_estimated_precision_is_close_to_the_true(linked, town):
    assert linked.report.overall.precision == pytest.approx(in_truth(town, linked)[0], abs=0.02)


def test_links_are_one_to_one(linked):
    assert linked.crosswalk.schema == CROSSWALK
    both = [linked.crosswalk["row"], linked.crosswalk["person_key"]]
    assert [len(column.unique()) for column in both] == [linked.crosswalk.num_rows] * 2


def test_nearly_all_that_clear_linkage_finds_is_found(town):
    clear = link(town.participants, town.persons, RULE).crosswalk.num_rows
    assert link_encoded(*encoded(town, "plain"), RULE).crosswalk.num_rows >= 0.97 * clear


def test_the_order_of_rows_changes_nothing(town):
    left, right = encoded(town, "plain")
    draw = default_rng(3)

    def shuffled(one: Encoded) -> Encoded:
        return Encoded(one.encoding, one.records.take(pa.array(draw.permutation(one.records.num_rows))))

    assert link_encoded(shuffled(left), shuffled(right), RULE).crosswalk.equals(
        link_encoded(left, right, RULE).crosswalk
    )
