"""Recognising columns by their headings, and never showing a heading that could be a person."""

import pytest

from outcomelab.cohort.fields import FIELDS, VOCABULARY
from outcomelab.errors import CohortError

USUAL = {
    "LAST NAME": "surname",
    "last_name": "surname",
    "LastName": "surname",
    "Family-Name": "surname",
    "Nom": "surname",
    "Client surname": "surname",
    "First name(s)": "forename",
    "Given Name": "forename",
    "prénom": "forename",
    "Client's first name": "forename",
    "D.O.B.": "date_of_birth",
    "DOB (dd/mm/yyyy)": "date_of_birth",
    "Date of Birth *": "date_of_birth",
    "birth_date": "date_of_birth",
    "ParticipantDOB": "date_of_birth",
    "Gender": "sex",
    "Sex (M/F)": "sex",
    "Full Name": "name",
    "Name": "name",
    "Service user name": "name",
    "Post code": "postcode",
    "ZIP": "postcode",
    "Postal Code": "postcode",
    "Release Date": "index_date",
    "Index date": "index_date",
    "Programme start": "start_date",
    "Date joined": "start_date",
    "Enrolment date": "start_date",
    "  start   DATE ": "start_date",
    "Programme end date": "end_date",
    "Completed?": "completed",
    "Completed (Y/N)": "completed",
    "Site": "site",
    "Cohort group": "subgroup",
    "NINO": "service_number",
    "N.I. number": "service_number",
    "SSN": "service_number",
    "Prison number": "service_number",
    "Your reference": "reference",
    "Participant ID": "reference",
    "Middle name(s)": "middle",
}


@pytest.mark.parametrize(("heading", "name"), USUAL.items())
def test_a_usual_heading_is_recognised(heading, name):
    found = VOCABULARY.field_of(heading, {})
    assert found is not None
    assert found[0] == name


@pytest.mark.parametrize(
    "heading", ["Referrer name", "Programme name", "Notes", "Date", "Participant", "DOB 1990", "", "of"]
)
def test_any_other_heading_is_not(heading):
    assert VOCABULARY.field_of(heading, {}) is None


def test_no_two_fields_share_a_heading():
    headings = [heading for field in FIELDS for heading in (field.label.lower(), *field.headings)]
    assert len(headings) == len(set(headings))


def test_columns_may_stand_in_any_order(check, people):
    rows = [row[::-1] for row in people(60)]
    cohort = check(rows, ("Start date", "Sex", "Date of birth", "Forename", "Surname"))
    assert cohort.identifiers["surname"][0].as_py() == "Family0"


def test_every_missing_column_is_listed_at_once(check):
    with pytest.raises(CohortError) as caught:
        check([["Brandvold"]], ("Surname",))
    assert [problem.column for problem in caught.value.problems] == [
        "Forename",
        "Date of birth",
        "Sex",
        "Index date or start date",
    ]


def test_a_missing_column_is_named_with_its_usual_headings(check, people):
    with pytest.raises(CohortError, match="“Date of birth”, “dob”"):
        check([row[:2] + row[3:] for row in people(60)], ("Surname", "Forename", "Sex", "Start date"))


def test_no_date_is_needed_when_the_study_needs_none(check, people):
    cohort = check([row[:4] for row in people(60)], ("Surname", "Forename", "DOB", "Sex"), needs_date=False)
    assert cohort.flow[-1].count == 60


def test_completion_is_needed_when_the_study_is_about_completers(check, people):
    with pytest.raises(CohortError, match="Completed: no such column"):
        check(people(60), completed_only=True)


def test_the_protocols_mapping_wins_over_usual_names(check, people):
    rows = [[*row, "Renamed"] for row in people(60)]
    headings = ("Surname", "Forename", "Date of birth", "Sex", "Start date", "Name now")
    cohort = check(rows, headings, columns={"surname": "name NOW"})
    assert set(cohort.identifiers["surname"].to_pylist()) == {"Renamed"}


def test_two_fields_may_be_mapped_to_one_column(check, people):
    headings = ("Surname", "Forename", "Date of birth", "Sex", "Day one")
    cohort = check(people(60), headings, columns={"start_date": "Day one", "index_date": "Day one"})
    assert cohort.dates["index_date"].equals(cohort.dates["start_date"])


def test_a_heading_of_signs_only_can_be_mapped(check, people):
    rows = [[*row, str(place)] for place, row in enumerate(people(60))]
    headings = ("Surname", "Forename", "Date of birth", "Sex", "Start date", "#")
    cohort = check(rows, headings, columns={"service_number": "#"})
    assert cohort.identifiers["service_number"][5].as_py() == "5"


def test_a_mapped_field_that_does_not_exist_is_asked_about(check, people):
    with pytest.raises(CohortError, match="Did you mean surname"):
        check(people(60), columns={"surnam": "Last"})


def test_a_mapped_heading_that_is_missing_is_asked_about_by_its_column(check, people):
    headings = ("Surname", "Forename", "Date of birth", "Sex", "Day it began")
    with pytest.raises(CohortError, match="Did you mean the heading of column E") as caught:
        check(people(60), headings, columns={"start_date": "Day it begun"})
    assert len(caught.value.problems) == 1


def test_without_headings_the_first_row_is_not_shown(check, as_csv, people):
    rows = people(60)
    with pytest.raises(CohortError) as caught:
        check(as_csv(rows[1:], headings=tuple(rows[0])))
    assert "Family0" not in str(caught.value)


def test_a_title_above_the_headings_is_passed_over(check, as_csv, people):
    assert check("Name of the list: spring\n\n" + as_csv(people(60))).flow[-1].count == 60


def test_the_same_heading_twice_over_different_content_is_unclear(check, people):
    rows = [[*row, "Elsewise"] for row in people(60)]
    with pytest.raises(CohortError, match="columns A and F have the same heading"):
        check(rows, ("Surname", "Forename", "Date of birth", "Sex", "Start date", "Surname"))


def test_the_same_heading_twice_over_the_same_content_is_clear(check, people):
    rows = [[*row, row[0]] for row in people(60)]
    assert check(rows, ("Surname", "Forename", "DOB", "Sex", "Start date", "Surname")).flow[-1].count == 60


def test_of_two_usual_headings_the_surer_is_used_and_that_is_said(check, people):
    rows = [[*row, "2019-01-01"] for row in people(60)]
    cohort = check(rows, ("Surname", "Forename", "DOB", "Sex", "Start date", "Date joined"))
    assert "For the start date we used “Start date” and not “Date joined”." in cohort.findings


@pytest.mark.parametrize(
    ("headings", "surname", "forename"),
    [
        (("Name", "First name"), "One", "Other"),
        (("Surname", "Name"), "One", "Other"),
        (("Name", "Vorname"), "One", "Other"),
    ],
)
def test_name_beside_half_a_name_is_the_other_half(check, people, headings, surname, forename):
    rows = [["One", "Other", *row[2:]] for row in people(60)]
    cohort = check(rows, (*headings, "Date of birth", "Sex", "Start date"))
    first = cohort.identifiers.slice(0, 1).to_pylist()[0]
    assert (first["surname"], first["forename"]) == (surname, forename)


def test_a_full_name_that_the_protocol_maps_wins_over_its_halves(check, people):
    rows = [[*row, "Brandvold, Teodor"] for row in people(60)]
    headings = ("Surname", "Forename", "DOB", "Sex", "Start date", "Name on papers")
    cohort = check(rows, headings, columns={"name": "Name on papers"})
    assert set(cohort.identifiers["surname"].to_pylist()) == {"Brandvold"}
