"""Whatever a ministry writes comes back by person, split in two, from CSV and from Parquet alike."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomelab.engines import duck
from outcomelab.holdings.content import open_content
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.person_keys import person_keys
from outcomelab.holdings.register import add

SETTINGS = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
LARGEST = 999_999_999_999  # of an amount
PERSONS = [("number", "string", "person"), ("name", "string", "identifier"), ("sort", "string", "attribute")]
EVENTS = [
    ("number", "string", "person"),
    ("day", "date", "event-date"),
    ("size", "number", "amount"),
    ("count", "integer", "amount"),
    ("known", "boolean", "code"),
]
# A value as the holding keeps it: without space around it and line breaks in it; empty is no value.
TEXT = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), min_size=1, max_size=12)
    .map(lambda text: pa.compute.utf8_trim_whitespace(pa.scalar(text)).as_py())
    .filter(bool)
)


@st.composite
def holdings(draw: st.DrawFn) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    numbers = draw(st.lists(TEXT, min_size=1, max_size=6, unique=True))
    persons = [(number, draw(TEXT), draw(st.none() | TEXT)) for number in numbers]
    event = st.tuples(
        st.sampled_from(numbers),
        st.none() | DAYS,
        st.none() | st.floats(-LARGEST, LARGEST),
        st.none() | st.integers(-LARGEST, LARGEST),
        st.none() | st.booleans(),
    )
    return persons, draw(st.lists(event, max_size=12))


def field(name: str, type_: str, role: str) -> dict[str, str]:
    extra = {"identifier": "surname"} if role == "identifier" else {}
    return {"name": name, "type": type_, "role": role} | extra


def written_csv(folder: Path, name: str, columns: list[tuple[str, str, str]], rows: list[tuple[Any, ...]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column for column, _, _ in columns])
    writer.writerows(rows)
    (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    return f"{name}.csv"


def written_parquet(
    folder: Path, name: str, columns: list[tuple[str, str, str]], rows: list[tuple[Any, ...]]
) -> str:
    types = {"string": pa.string(), "date": pa.date32(), "number": pa.float64(), "integer": pa.int64()}
    schema = pa.schema([(column, types.get(type_, pa.bool_())) for column, type_, _ in columns])
    table = pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)
    pq.write_table(table, folder / f"{name}.parquet")
    return f"{name}.parquet"


def came_back(persons: list[tuple[Any, ...]], events: list[tuple[Any, ...]], write: Any) -> tuple[Any, Any]:
    """Register, open both stores and put them together again by person key: names, attributes, events."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        tables = (("persons", PERSONS, persons), ("events", EVENTS, events))
        dictionary = {
            "name": "registry",
            "title": "Registry",
            "custodian": "A ministry",
            "legal_basis": "An act",
            "coverage": {"from": "1900-01-01", "to": "2100-12-31"},
            "resources": [
                {
                    "name": name,
                    "path": write(folder, name, columns, rows),
                    "one_row_a_person": name == "persons",
                    "schema": {"fields": [field(*column) for column in columns]},
                }
                for name, columns, rows in tables
            ],
        }
        (folder / "dictionary.json").write_text(json.dumps(dictionary), encoding="utf-8")
        add(folder / "dictionary.json", folder / "holdings", folder / "keys")
        with duck.opened(open_identifiers(folder / "holdings", folder / "keys", "registry")) as connection:
            names = dict(connection.execute("SELECT person_key, surname FROM persons").fetchall())
        with duck.opened(open_content(folder / "holdings", folder / "keys", "registry")) as connection:
            kept = connection.execute("SELECT * FROM persons").fetchall()
            happened = connection.execute("SELECT * FROM events").fetchall()
    sorts = {key: (names[key], sort) for key, sort in kept}
    return Counter(sorts.values()), Counter((sorts[key], *rest) for key, *rest in happened)


def expected(persons: list[tuple[Any, ...]], events: list[tuple[Any, ...]]) -> tuple[Any, Any]:
    sorts = {number: (name, sort) for number, name, sort in persons}
    return Counter(sorts.values()), Counter((sorts[number], *rest) for number, *rest in events)


@SETTINGS
@given(holdings())
def test_any_table_of_persons_and_events_comes_back_from_csv_by_person(holding):
    assert came_back(*holding, written_csv) == expected(*holding)


@SETTINGS
@given(holdings())
def test_any_table_of_persons_and_events_comes_back_from_parquet_by_person(holding):
    assert came_back(*holding, written_parquet) == expected(*holding)


@given(st.integers(0, 5000))
def test_person_keys_are_distinct_and_above_zero(number):
    keys = person_keys(number)
    assert (len(np.unique(keys)), bool((keys > 0).all())) == (number, True)
