"""Lists of invented participants, as files."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from outcomelab.cohort.check import check_cohort
from outcomelab.handovers.cohort import Cohort
from outcomelab.protocol.model import CohortRule

TODAY = dt.date(2026, 1, 15)
HEADINGS = ("Surname", "Forename", "Date of birth", "Sex", "Start date")
Rows = list[list[object]]


@pytest.fixture
def people() -> Callable[[int], Rows]:
    """So many different invented persons, in the order of `HEADINGS`, all dates year first."""

    def make(number: int) -> Rows:
        return [
            [
                f"Family{place}",
                f"Given{place}",
                (dt.date(1980, 1, 13) + dt.timedelta(days=31 * (place % 300))).isoformat(),
                "FM"[place % 2],
                "2021-03-15",
            ]
            for place in range(number)
        ]

    return make


@pytest.fixture
def as_csv() -> Callable[..., str]:
    """Rows as CSV text, under `headings`."""

    def make(rows: Rows, headings: tuple[str, ...] = HEADINGS, delimiter: str = ",") -> str:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(headings)
        writer.writerows(rows)
        return out.getvalue()

    return make


@pytest.fixture
def as_workbook(tmp_path: Path) -> Callable[..., Path]:
    """Rows as an Excel workbook, values as they are."""

    def make(rows: Rows, headings: tuple[str, ...] = HEADINGS) -> Path:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(headings)
        for row in rows:
            sheet.append(row)
        file = tmp_path / "list.xlsx"
        book.save(file)
        return file

    return make


@pytest.fixture
def check(tmp_path: Path, as_csv: Callable[..., str]) -> Callable[..., Cohort]:
    """Check rows, text or bytes as a CSV file."""

    def run(
        content: Rows | str | bytes,
        headings: tuple[str, ...] = HEADINGS,
        covers: tuple[dt.date, dt.date] | None = None,
        needs_date: bool = True,
        name: str = "list.csv",
        **rule: object,
    ) -> Cohort:
        file = tmp_path / name
        text = as_csv(content, headings) if isinstance(content, list) else content
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return check_cohort(file, CohortRule.model_validate(rule), covers, needs_date, today=TODAY)

    return run
