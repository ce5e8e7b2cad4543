"""The template, filled in as a provider would."""

import datetime as dt

import openpyxl
import pytest

from outcomelab.cohort.check import check_cohort
from outcomelab.cohort.template import write_template
from outcomelab.errors import CohortError, UsageError
from outcomelab.protocol.model import CohortRule


@pytest.fixture
def template(tmp_path):
    write_template(tmp_path / "template.xlsx")
    return tmp_path / "template.xlsx"


def fill_in(template, number, **cells):
    book = openpyxl.load_workbook(template)
    sheet = book["Participants"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, number + 2):
        person = {
            "Surname": f"Family{row}",
            "Forename": f"Given{row}",
            "Date of birth": dt.date(1990, 1, 1) + dt.timedelta(days=row),
            "Sex": "F",
            "Service number": f"00{row}",
            "Start date": dt.date(2021, 3, 15),
            "Completed": "Yes",
        }
        for label, value in (person | cells).items():
            sheet.cell(row, places[label], value)
    book.save(template)


def test_a_filled_in_template_passes(template):
    fill_in(template, 60)
    cohort = check_cohort(template, CohortRule())
    assert (cohort.flow[-1].count, cohort.problems) == (60, ())


def test_what_was_filled_in_is_what_is_read(template):
    fill_in(template, 60)
    first = check_cohort(template, CohortRule()).identifiers.slice(0, 1).to_pylist()[0]
    assert (first["date_of_birth"], first["service_number"]) == (dt.date(1990, 1, 3), "002")


def test_dates_typed_as_text_are_read_as_well(template):
    fill_in(template, 60, **{"Start date": "15/03/2021"})
    assert set(check_cohort(template, CohortRule()).dates["start_date"].to_pylist()) == {dt.date(2021, 3, 15)}


def test_an_empty_template_has_no_participants_and_no_examples(template):
    with pytest.raises(CohortError, match="no participants below"):
        check_cohort(template, CohortRule())


def test_every_column_of_the_template_is_recognised(template):
    fill_in(template, 60)
    findings = " ".join(check_cohort(template, CohortRule()).findings)
    assert "not used" not in findings


def test_the_instructions_stand_on_a_sheet_of_their_own(template):
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["Participants", "Instructions"]
    assert book["Participants"].freeze_panes == "A2"


def test_sex_and_completed_are_chosen_from_a_list(template):
    sheet = openpyxl.load_workbook(template)["Participants"]
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {'"F,M"', '"Yes,No"'}


def test_as_csv_it_is_the_headings_alone(tmp_path):
    write_template(tmp_path / "template.csv")
    assert (tmp_path / "template.csv").read_text(encoding="utf-8-sig").startswith("Surname,Forename,")
    with pytest.raises(CohortError, match="no participants below"):
        check_cohort(tmp_path / "template.csv", CohortRule())


def test_the_same_template_is_the_same_bytes(tmp_path, template):
    write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == template.read_bytes()


def test_a_filled_in_list_is_never_written_over(template):
    fill_in(template, 60)
    with pytest.raises(UsageError, match="already"):
        write_template(template)
    assert check_cohort(template, CohortRule()).flow[-1].count == 60


@pytest.mark.parametrize("name", ["template.xls", "template", "template.pdf"])
def test_another_kind_of_file_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match=r"\.xlsx or \.csv"):
        write_template(tmp_path / name)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_folder_that_is_not_there_is_made_and_one_that_is_a_file_explained(tmp_path, ending):
    write_template(tmp_path / "new" / f"template{ending}")
    with pytest.raises(UsageError, match="cannot be written there"):
        write_template(tmp_path / "new" / f"template{ending}" / f"template{ending}")
