"""The empty list that a provider fills in, in French: nothing in it is English, and it is read when it is full."""

from io import BytesIO

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext

from outcomelab.cohort.check import check_cohort
from outcomelab.cohort.template import SENTENCES, template
from outcomelab.protocol.model import CohortRule

PERSON = {
    "Nom de famille": "Tremblay", "Prénom": "Marie", "Date de naissance": "1990-04-03", "Sexe": "F",
    "Numéro de service": "007", "Date de début": "2021-03-15", "Terminé": "Oui", "Lieu": "Nord",
}  # fmt: skip


@pytest.fixture(scope="module")
def book():
    with translation.override("fr-ca"):
        return template(gettext)


def test_everything_in_it_is_in_french(book):
    sheets = openpyxl.load_workbook(BytesIO(book))
    words = {str(cell) for sheet in sheets for row in sheet.values for cell in row if cell}
    same = {"Participants", "Instructions"}  # the words of both languages
    assert not words & (set(SENTENCES) - same)
    assert "Comment remplir la liste des participants" in words
    rules = sheets["Participants"].data_validations.dataValidation
    assert {rule.formula1 for rule in rules} == {'"F,M"', '"Oui,Non"'}


def test_filled_in_it_is_read_and_every_column_is_recognised(book, tmp_path):
    sheets = openpyxl.load_workbook(BytesIO(book))
    sheet = sheets["Participants"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, 62):
        for heading, value in (PERSON | {"Nom de famille": f"Nom{row}", "Numéro de service": f"00{row}"}).items():
            sheet.cell(row, places[heading], value)
    sheets.save(tmp_path / "participants.xlsx")
    cohort = check_cohort(tmp_path / "participants.xlsx", CohortRule(completed_only=True))
    assert (cohort.flow[-1].count, cohort.problems) == (60, ())
    assert "not used" not in " ".join(cohort.findings)
