"""Which texts are values, and which value: DuckDB's own casts are kinder than a ministry would like."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from outcomelab.engines import duck
from outcomelab.handovers.holding import Column, ColumnType, Table
from outcomelab.holdings.datafile import DataFile
from outcomelab.holdings.names import quoted
from outcomelab.holdings.sources import Source
from outcomelab.holdings.values import content, value


def read(text: str, type_: ColumnType, format_: str = "") -> Any:
    """The value of one text."""
    column = Column("c", type_, "attribute")
    with duck.memory() as connection:
        connection.register("t", pa.table({"c": [text]}))
        return connection.execute(f"SELECT {value(column, format_)} FROM t").fetchall()[0][0]  # noqa: S608 what is tested


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("007", 7), ("-5", -5), ("+5", 5), ("3.0", 3), ("3.", 3), ("9223372036854775807", 2**63 - 1)],
)
def test_whole_numbers_are_integers(text, number):
    assert read(text, "integer") == number


@pytest.mark.parametrize(
    "text", ["1.5", "1_000", "1e3", "x", "99999999999999999999", "１２", "--1", "nan", ".", "1,0", "3.0.0", "0x10"]
)
def test_nothing_else_is_an_integer(text):
    assert read(text, "integer") is None


@pytest.mark.parametrize(
    ("text", "number"), [("1234.5", 1234.5), (".5", 0.5), ("5.", 5.0), ("-1e-3", -0.001), ("1E3", 1000.0)]
)
def test_plain_numbers_are_numbers(text, number):
    assert read(text, "number") == number


@pytest.mark.parametrize(
    "text", ["1_000", "1,000", "£5", "inf", "-Infinity", "nan", "1e999", "0x10", "1 000", "e5", ".", "5%"]
)
def test_nothing_else_is_a_number(text):
    assert read(text, "number") is None


@pytest.mark.parametrize(
    ("text", "known"), [("true", True), ("TRUE", True), ("1", True), ("False", False), ("0", False)]
)
def test_true_and_false_are_boolean(text, known):
    assert read(text, "boolean") is known


@pytest.mark.parametrize("text", ["yes", "2", "t", "TRUE!", "-1"])
def test_nothing_else_is_boolean(text):
    assert read(text, "boolean") is None


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2015-04-03", ""),
        ("03/04/2015", "%d/%m/%Y"),
        ("3.4.2015", "%d.%m.%Y"),
        ("20150403", "%Y%m%d"),
        ("03APR2015", "%d%b%Y"),
        ("3 April 2015", "%d %B %Y"),
        ("2015-04-03T23:59:59", "%Y-%m-%dT%H:%M:%S"),
        ("2015093", "%Y%j"),
    ],
)
def test_a_day_in_the_form_agreed_is_a_date(text, pattern):
    assert read(text, "date", pattern) == dt.date(2015, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-29",
        "15-03-04",
        "0000-01-01",
        "-2015-01-01",
        "12015-01-01",
        "2015-03-04 10:00",
        "04/03/2015",
        "20150304",
    ],
)
def test_nothing_else_is_a_date(text):
    assert read(text, "date") is None


def test_a_date_of_birth_among_the_content_is_the_first_of_its_month():
    born = Column("dob", "date", "identifier", identifier="date_of_birth", kept=True)
    source = Source(Table("persons", (born,)), Path("persons.csv"))
    file = DataFile(source, ("dob",), formats={"dob": "%d/%m/%Y"})
    with duck.memory() as connection:
        connection.register("t", pa.table({"dob": ["29/02/1984"]}))
        found = connection.execute(f"SELECT {content(born, file)} FROM t").fetchall()  # noqa: S608 what is tested
    assert found == [(dt.date(1984, 2, 1),)]


@pytest.mark.parametrize("name", ['a"b', "", "A", "a b", "a;", "a" * 61])
def test_no_other_name_reaches_sql(name):
    with pytest.raises(ValueError, match="not the name"):
        quoted(name)
