"""Excel workbooks as providers send them."""

import datetime as dt

import openpyxl
import pytest

from outcomelab.cohort.check import check_cohort
from outcomelab.protocol.model import CohortRule

HEADINGS = ("Surname", "Forename", "Date of birth", "Sex", "Start date")


def with_dates(rows):
    for row in rows:
        row[2], row[4] = dt.date.fromisoformat(row[2]), dt.datetime(2021, 3, 15, 9, 30)
    return rows


def test_real_dates_are_dates(as_workbook, people):
    rows = with_dates(people(60))
    cohort = check_cohort(as_workbook(rows), CohortRule())
    assert cohort.identifiers["date_of_birth"].to_pylist() == [row[2] for row in rows]
    assert set(cohort.dates["start_date"].to_pylist()) == {dt.date(2021, 3, 15)}


def test_whole_numbers_have_no_decimals(as_workbook, people):
    rows = [[*row, 12345.0 + place] for place, row in enumerate(people(60))]
    cohort = check_cohort(as_workbook(rows, (*HEADINGS, "NINO")), CohortRule())
    assert cohort.identifiers["service_number"][0].as_py() == "12345"


def test_numbers_kept_as_text_keep_their_zeros(as_workbook, people):
    rows = [[*row, f"00{place}"] for place, row in enumerate(people(60))]
    cohort = check_cohort(as_workbook(rows, (*HEADINGS, "NINO")), CohortRule())
    assert cohort.identifiers["service_number"][0].as_py() == "000"


def test_a_formula_that_was_never_worked_out_is_an_empty_cell(as_workbook, people):
    rows = people(60)
    rows[0][0] = '=CONCATENATE("a","b")'
    cohort = check_cohort(as_workbook(rows), CohortRule())
    assert cohort.identifiers["surname"][0].as_py() is None


def test_the_sheet_with_headings_is_read_wherever_it_stands(as_workbook, people):
    file = as_workbook(people(60))
    book = openpyxl.load_workbook(file)
    book.create_sheet("Notes", 0)["A1"] = "Read me first"
    book.create_sheet("Empty", 0)
    book.save(file)
    assert check_cohort(file, CohortRule()).flow[-1].count == 60


def test_a_hidden_copy_is_not_preferred(as_workbook, people):
    file = as_workbook(people(60))
    book = openpyxl.load_workbook(file)
    hidden = book.copy_worksheet(book.worksheets[0])
    hidden.delete_rows(2, 50)
    hidden.sheet_state = "hidden"
    book.move_sheet(hidden, -1)
    book.active = 1
    book.save(file)
    assert check_cohort(file, CohortRule()).flow[0].count == 60


def test_rows_keep_their_numbers_when_the_list_starts_further_down(as_workbook, people):
    file = as_workbook(people(60))
    book = openpyxl.load_workbook(file)
    book.worksheets[0].insert_rows(1, 3)
    book.save(file)
    assert check_cohort(file, CohortRule()).identifiers["row"].to_pylist() == list(range(5, 65))


def test_an_error_cell_is_empty(as_workbook, people):
    rows = people(60)
    rows[3][1] = "#N/A"
    cohort = check_cohort(as_workbook(rows), CohortRule())
    assert [(problem.row, problem.wrong) for problem in cohort.problems] == [(5, "the forename is missing")]


@pytest.mark.parametrize("ending", [".xlsx", ".XLSX", ".xlsm"])
def test_the_ending_may_be_written_as_one_likes(as_workbook, people, ending):
    file = as_workbook(people(60))
    assert check_cohort(file.rename(file.with_suffix(ending)), CohortRule()).flow[-1].count == 60


def test_that_other_lists_in_a_workbook_are_not_read_is_said(as_workbook, people):
    file = as_workbook(people(60))
    book = openpyxl.load_workbook(file)
    book.copy_worksheet(book.worksheets[0])
    book.save(file)
    said = "from the first of several lists in an Excel workbook (the others are not read);"
    assert said in check_cohort(file, CohortRule()).findings[0]
