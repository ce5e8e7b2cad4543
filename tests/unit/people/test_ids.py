"""The file's own ids."""

from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from outcomelab.errors import CohortError
from outcomelab.people.read import read_people

KEPT = {
    "text": (["C0", "C1", "C2"], pa.string()),
    "whole numbers": (["10", "2", "33"], pa.int64()),
    "numbers with zeros in front": (["010", "002", "033"], pa.string()),
}


@pytest.mark.parametrize(("ids", "kind"), KEPT.values(), ids=KEPT)
def test_ids_are_kept_as_they_are_written(read, people, ids, kind):
    found = read({"key": ids, **people}, id_column="key").ids
    assert found.type == kind
    assert found.cast(pa.string()).to_pylist() == ids


def test_ids_of_a_parquet_file_keep_their_type(tmp_path, people):
    table = pa.table(people).append_column("key", pa.array([7, 8, 9], pa.uint16()))
    pq.write_table(table, tmp_path / "p.parquet")
    assert read_people(tmp_path / "p.parquet", id_column="key").ids.type == pa.uint16()


def test_a_column_of_ids_may_be_written_a_little_differently(read, people):
    assert read({"Unique_ID": ["a", "b", "c"], **people}, id_column="unique id").ids.to_pylist() == ["a", "b", "c"]


def test_ids_twice_there_are_refused_by_their_rows(read, people):
    with pytest.raises(CohortError, match="Row 4 has the id of row 2") as caught:
        read({"key": ["Zyx1", "b", "Zyx1"], **people}, id_column="key")
    assert "Zyx1" not in str(caught.value)


def test_a_missing_id_is_refused_by_its_row(read, people):
    with pytest.raises(CohortError, match="Row 3 has no id in “key”"):
        read({"key": ["a", "", "c"], **people}, id_column="key")


def test_a_column_of_ids_that_is_not_there_is_asked_about(read, people):
    with pytest.raises(CohortError, match="Did you mean the heading of column A"):
        read({"unique_id": ["a", "b", "c"], **people}, id_column="unqiue_id")


def test_fractions_are_no_ids(tmp_path, people):
    pq.write_table(pa.table({**people, "key": [0.5, 1.5, 2.5]}), tmp_path / "p.parquet")
    with pytest.raises(CohortError, match="neither text nor whole numbers"):
        read_people(tmp_path / "p.parquet", id_column="key")


WHOLE = {
    "decimals": (pa.array([Decimal(7), Decimal(8), Decimal(9)], pa.decimal128(38, 0)), [7, 8, 9]),
    "decimals with places": (pa.array([Decimal("7.00"), Decimal("8.00"), Decimal("9.00")]), [7, 8, 9]),
    "fractions": (pa.array([7.0, 8.0, 9.0]), [7, 8, 9]),
    "longer than 64 bits": (
        pa.array([Decimal(10**30), Decimal(1), Decimal(2)], pa.decimal128(38, 0)),
        ["1" + "0" * 30, "1", "2"],
    ),
}


@pytest.mark.parametrize(("ids", "found"), WHOLE.values(), ids=WHOLE)
def test_numbers_with_a_decimal_point_that_are_whole_are_ids(tmp_path, people, ids, found):
    pq.write_table(pa.table({**people, "key": ids}), tmp_path / "p.parquet")
    assert read_people(tmp_path / "p.parquet", id_column="key").ids.to_pylist() == found


@pytest.mark.parametrize("wrong", [0.5, float("inf"), 2.0**60])
def test_numbers_that_cannot_be_told_apart_to_the_last_are_no_ids(tmp_path, people, wrong):
    pq.write_table(pa.table({**people, "key": [1.0, 2.0, wrong]}), tmp_path / "p.parquet")
    with pytest.raises(CohortError, match="neither text nor whole numbers"):
        read_people(tmp_path / "p.parquet", id_column="key")


def test_an_id_that_is_no_number_is_missing(tmp_path, people):
    pq.write_table(pa.table({**people, "key": [1.0, 2.0, float("nan")]}), tmp_path / "p.parquet")
    with pytest.raises(CohortError, match="Row 4 has no id"):
        read_people(tmp_path / "p.parquet", id_column="key")


def test_the_id_of_a_row_that_is_passed_over_is_no_matter(read, people):
    columns = {name: [*values[:2], ""] for name, values in people.items()}
    assert read({"key": ["a", "b", "a"], **columns}, id_column="key").ids.to_pylist() == ["a", "b"]
