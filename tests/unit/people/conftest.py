"""Files of invented people."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from outcomelab.handovers.people import People
from outcomelab.people.read import read_people

PEOPLE = {
    "Surname": ["Okonkwo", "Brandvold", "de la Cruz"],
    "First name": ["Marisol", "Teodor", "Ilse"],
    "DOB": ["1990-04-03", "1984-12-19", "2001-07-30"],
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write columns of text as a file of the ending that its name has."""

    def run(columns: dict[str, Sequence[object]], name: str = "people.csv") -> Path:
        file = tmp_path / name
        rows = list(zip(*columns.values(), strict=True))
        if file.suffix == ".parquet":
            pq.write_table(pa.table(dict(columns)), file)
        elif file.suffix == ".xlsx":
            book = openpyxl.Workbook()
            assert book.active is not None
            for row in (tuple(columns), *rows):
                book.active.append(row)
            book.save(file)
        else:
            with file.open("w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerows([tuple(columns), *rows])
        return file

    return run


@pytest.fixture
def read(write: Callable[..., Path]) -> Callable[..., People]:
    """Read columns back, from a file of the ending that `name` has."""

    def run(columns: dict[str, Sequence[object]], name: str = "people.csv", **how: object) -> People:
        return read_people(write(columns, name), **how)  # type: ignore[arg-type]

    return run


@pytest.fixture
def people() -> dict[str, Sequence[object]]:
    """Three people, as columns of text."""
    return dict(PEOPLE)
