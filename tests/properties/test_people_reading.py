"""The same people, whatever file they come in."""

import csv
import datetime as dt
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.people.read import read_people

NAME = st.text("abcdefgéüñøABC'- ,;\"", min_size=1, max_size=12).filter(
    lambda name: sum(letter.isalpha() for letter in name) > 1 and not name.strip().startswith(("-", "'"))
)
DAY = st.dates(dt.date(1905, 1, 1), dt.date(2020, 12, 31))
PEOPLE = st.lists(
    st.tuples(NAME, st.one_of(st.just(""), NAME), DAY, st.sampled_from("FM")), min_size=1, max_size=9
)


@settings(max_examples=60, deadline=None)
@given(PEOPLE, st.sampled_from(["iso", "number", "date"]))
def test_parquet_and_csv_say_the_same(people, form):
    written = {"iso": dt.date.isoformat, "number": lambda day: int(f"{day:%Y%m%d}"), "date": lambda day: day}[form]
    columns = dict(zip(("surname", "forename", "dob", "sex"), zip(*people, strict=True), strict=True))
    with tempfile.TemporaryDirectory() as folder:
        text, table = Path(folder) / "p.csv", Path(folder) / "p.parquet"
        with text.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([tuple(columns), *people])
        pq.write_table(pa.table({**columns, "dob": [written(day) for day in columns["dob"]]}), table)
        one, other = read_people(text), read_people(table)
    assert one.identifiers.equals(other.identifiers)
    assert one.ids.equals(other.ids)
    assert one.identifiers["date_of_birth"].to_pylist() == list(columns["dob"])
    assert one.identifiers["sex"].to_pylist() == list(columns["sex"])
