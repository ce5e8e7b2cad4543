"""What is wrong with a row, whether it can be used, and the reason it is lost."""

import datetime as dt

import pytest

from outcomelab.errors import CohortError
from outcomelab.handovers.cohort import COHORT_DATES, COHORT_IDENTIFIERS

HEADINGS = ("Surname", "Forename", "Date of birth", "Sex", "Start date")
WITH_ALL = (*HEADINGS, "Release date", "End date", "Completed", "NINO", "Postcode", "Subgroup")
SURNAME, FORENAME, BORN, SEX, START, RELEASE, END, COMPLETED, NINO, POSTCODE, SUBGROUP = range(11)


@pytest.fixture
def one_more(check, people):
    """Check 60 good rows and, in row 62, one more that differs by `cells`."""

    def run(cells=None, headings=WITH_ALL, **settings):
        rows = [[*row, "", "", "yes", "", "", ""] for row in people(61)]
        for place, value in (cells or {}).items():
            rows[60][place] = value
        return check(rows, headings, **settings)

    return run


def problems(cohort):
    return [(problem.row, problem.column, problem.wrong) for problem in cohort.problems]


def reasons(cohort):
    return [(loss.reason, loss.count) for loss in cohort.flow[1].lost]


def test_a_good_row_has_no_problem(one_more):
    assert problems(one_more()) == []


LOST = {
    "no name": ({SURNAME: "", FORENAME: " "}, "Surname", "the name is missing", "no name"),
    "no date of birth": (
        {BORN: ""},
        "Date of birth",
        "it is empty without a service number",
        "neither a date of birth nor a service number",
    ),
    "a day that is none": (
        {BORN: "31/02/1990"},
        "Date of birth",
        "the calendar has no such day",
        "a date of birth that cannot be",
    ),
    "no date at all": (
        {BORN: "spring"},
        "Date of birth",
        "it is not a date we can read",
        "a date of birth that cannot be",
    ),
    "born in the future": (
        {BORN: "2026-01-16"},
        "Date of birth",
        "the date of birth is in the future",
        "a date of birth that cannot be",
    ),
    "born after the start": (
        {BORN: "2021-03-16"},
        "Date of birth",
        "the date of birth is after the programme or index date",
        "a date of birth that cannot be",
    ),
    "born long ago": (
        {BORN: "1911-03-14"},
        "Date of birth",
        "the date of birth is more than 110 years back",
        "a date of birth that cannot be",
    ),
    "no start": ({START: ""}, "Release date or Start date", "the date is missing", "no programme or index date"),
    "an impossible start": (
        {START: "2021-02-30"},
        "Start date",
        "the calendar has no such day",
        "a programme or index date that cannot be",
    ),
    "an impossible index date": (
        {RELEASE: "30 Feb 2021"},
        "Release date",
        "the calendar has no such day",
        "a programme or index date that cannot be",
    ),
    "a start in another century": (
        {START: "1021-03-15"},
        "Start date",
        "the year cannot be",
        "a programme or index date that cannot be",
    ),
    "a formula for an index date": (
        {RELEASE: "=A1+1"},
        "Release date",
        "the cell holds a formula",
        "a programme or index date that cannot be",
    ),
    "a formula for a date of birth": (
        {BORN: "=TODAY()-9999"},
        "Date of birth",
        "the cell holds a formula",
        "a date of birth that cannot be",
    ),
}


@pytest.mark.parametrize("case", LOST.values(), ids=LOST.keys())
def test_a_row_that_cannot_be_used_is_a_problem_of_its_row(one_more, case):
    cells, column, wrong, _ = case
    assert (62, column, wrong) in problems(one_more(cells))


@pytest.mark.parametrize("case", LOST.values(), ids=LOST.keys())
def test_a_row_that_cannot_be_used_is_lost_for_one_reason(one_more, case):
    cells, _, _, reason = case
    assert reasons(one_more(cells)) == [(reason, 1)]


KEPT = {
    "no forename": ({FORENAME: ""}, "Forename", "the forename is missing"),
    "no surname": ({SURNAME: "n/a"}, "Surname", "the surname is missing"),
    "no date of birth beside a number": ({BORN: "unknown", NINO: "QQ123456C"}, "Date of birth", "it is empty"),
    "no sex": ({SEX: ""}, "Sex", "it is empty"),
    "an unknown sex": ({SEX: "7"}, "Sex", "it is not one of the usual entries for female or male"),
    "an unknown answer": ({COMPLETED: "perhaps"}, "Completed", "it is neither yes nor no"),
    "an end before the start": ({END: "2021-03-14"}, "End date", "the end date is before the start date"),
    "an impossible end": ({END: "31.4.2021"}, "End date", "the calendar has no such day"),
    "a formula for a forename": ({FORENAME: "+A1"}, "Forename", "the cell holds a formula"),
    "a formula for a sex": ({SEX: "@SUM(1)"}, "Sex", "the cell holds a formula"),
    "a formula for a subgroup": ({SUBGROUP: '=HYPERLINK("x")'}, "Subgroup", "the cell holds a formula"),
    "a shortened number": ({NINO: "1.23E+11"}, "NINO", "the spreadsheet shortened the number (it shows an E)"),
    "far too much in a cell": ({POSTCODE: "a" * 201}, "Postcode", "the cell is longer than any such entry"),
}


@pytest.mark.parametrize(("cells", "column", "wrong"), KEPT.values(), ids=KEPT.keys())
def test_a_lesser_fault_is_told_and_the_row_is_used(one_more, cells, column, wrong):
    cohort = one_more(cells)
    assert problems(cohort) == [(62, column, wrong)]
    assert cohort.flow[-1].count == 61


@pytest.mark.parametrize("cell", ["-", "--", "N/A", "unknown", "?", "#N/A", "#REF!"])
def test_a_sign_for_nothing_is_an_empty_cell(one_more, cell):
    assert problems(one_more({FORENAME: cell})) == [(62, "Forename", "the forename is missing")]


@pytest.mark.parametrize("name", ["Null", "None", "Na", "True"])
def test_a_name_that_looks_like_nothing_is_a_name(one_more, name):
    assert one_more({SURNAME: name}).identifiers["surname"][60].as_py() == name


def test_an_end_date_that_cannot_be_is_left_out(one_more):
    assert one_more({END: "2021-03-14"}).dates["end_date"][60].as_py() is None


def test_a_start_that_cannot_be_does_no_harm_beside_an_index_date(one_more):
    cohort = one_more({START: "31/04/2021", RELEASE: "2021-03-01"})
    assert cohort.flow[1].lost == ()


COVERS = (dt.date(2021, 3, 15), dt.date(2021, 12, 31))


@pytest.mark.parametrize("start", ["2021-03-14", "2022-01-01"])
def test_a_start_outside_the_records_is_lost(one_more, start):
    cohort = one_more({START: start}, covers=COVERS)
    assert reasons(cohort) == [("dates outside the time the records cover", 1)]


@pytest.mark.parametrize("start", ["2021-03-15", "2021-12-31"])
def test_the_first_and_the_last_day_of_the_records_are_inside(one_more, start):
    assert one_more({START: start}, covers=COVERS).problems == ()


def test_a_start_outside_the_records_is_a_problem_of_its_row_that_names_the_records_dates(one_more):
    (problem,) = one_more({START: "2022-01-01"}, covers=COVERS).problems
    assert (problem.row, problem.column) == (62, "Start date")
    assert "15 March 2021 to 31 December 2021" in problem.wrong


def test_the_index_date_counts_where_there_is_one(one_more):
    cohort = one_more({START: "2021-03-01", RELEASE: "2021-04-01"}, covers=COVERS)
    assert cohort.flow[-1].count == 61


def test_a_start_outside_the_studys_time_is_lost(one_more):
    cohort = one_more({START: "2020-12-31"}, started_from=dt.date(2021, 1, 1), started_to=dt.date(2021, 12, 31))
    assert reasons(cohort) == [("programme dates outside the time this study is about", 1)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [("no", "did not complete the programme"), ("", "not known whether they completed the programme")],
)
def test_who_did_not_complete_is_lost_when_the_study_is_about_completers(one_more, answer, reason):
    assert reasons(one_more({COMPLETED: answer}, completed_only=True)) == [(reason, 1)]


@pytest.mark.parametrize(
    ("code", "sex"),
    [
        ("M", "M"),
        ("male", "M"),
        ("Man", "M"),
        ("1", "M"),
        ("F", "F"),
        ("FEMALE", "F"),
        ("w", "F"),
        ("2", "F"),
        ("f.", "F"),
        ("x", None),
    ],
)
def test_sex_is_read_from_its_usual_codes(one_more, code, sex):
    assert one_more({SEX: code}).identifiers["sex"][60].as_py() == sex


@pytest.mark.parametrize(
    ("answer", "completed"),
    [
        ("Yes", True),
        ("y", True),
        ("TRUE", True),
        ("1", True),
        ("Completed", True),
        ("No", False),
        ("0", False),
        ("dropped out", False),
        ("n/a", None),
    ],
)
def test_completion_is_read_from_its_usual_words(one_more, answer, completed):
    assert one_more({COMPLETED: answer}).dates["completed"][60].as_py() is completed


def test_under_the_minimum_the_list_is_refused_and_the_number_wanting_is_told(check, people):
    with pytest.raises(CohortError, match=r"55 different participants .* at least 60, so 5 more are needed"):
        check(people(55))


def test_a_list_refused_for_its_size_carries_the_problems_of_its_rows(check, people):
    rows = people(60)
    rows[7][BORN] = "31/02/1990"
    with pytest.raises(CohortError, match="row 9, Date of birth: the calendar has no such day") as caught:
        check(rows)
    assert [problem.row for problem in caught.value.problems] == [9]


def test_the_minimum_is_the_protocols(check, people):
    with pytest.raises(CohortError, match="20 more are needed"):
        check(people(60), minimum=80)


def test_the_minimum_itself_is_enough(check, people):
    assert check(people(60)).flow[-1].count == 60


def doubtful(people, *born):
    rows = people(60)
    for place, row in enumerate(rows):
        row[BORN] = born[place % len(born)]
    return rows


def first_birth(cohort):
    first = cohort.identifiers.slice(0, 1).to_pylist()[0]
    return first["date_of_birth"], first["born_also"]


def test_a_date_of_birth_in_doubt_keeps_both_readings(check, people):
    assert first_birth(check(doubtful(people, "03/04/1990"))) == (dt.date(1990, 4, 3), dt.date(1990, 3, 4))


def test_a_doubt_is_told_in_the_findings(check, people):
    findings = " ".join(check(doubtful(people, "03/04/1990")).findings)
    assert "60 dates of birth could be read either way" in findings


def test_a_column_that_settles_itself_keeps_one_reading(check, people):
    assert first_birth(check(doubtful(people, "03/04/1990", "13/04/1990"))) == (dt.date(1990, 4, 3), None)


def test_the_protocol_settles_the_doubt(check, people):
    assert first_birth(check(doubtful(people, "03/04/1990"), day_first=False)) == (dt.date(1990, 3, 4), None)


def test_with_evidence_for_both_each_date_is_read_the_way_it_can_be(check, people):
    cohort = check(doubtful(people, "03/04/1990", "13/04/1990", "04/14/1990"))
    births = cohort.identifiers.slice(0, 3).to_pylist()
    assert [(row["date_of_birth"], row["born_also"]) for row in births] == [
        (dt.date(1990, 4, 3), dt.date(1990, 3, 4)),
        (dt.date(1990, 4, 13), None),
        (dt.date(1990, 4, 14), None),
    ]


def test_a_reading_after_the_start_is_none(check, people):
    rows = doubtful(people, "02/12/2020")
    for row in rows:
        row[START] = "2020-06-01"
    assert first_birth(check(rows)) == (dt.date(2020, 2, 12), None)


def test_dates_of_several_ways_of_writing_may_stand_in_one_column(check, people):
    cohort = check(doubtful(people, "1990-04-03", "3 April 1990", "32966"))
    assert set(cohort.identifiers["date_of_birth"].to_pylist()) == {dt.date(1990, 4, 3)}


def test_the_tables_follow_their_schemas(one_more):
    cohort = one_more()
    assert (cohort.identifiers.schema, cohort.dates.schema) == (COHORT_IDENTIFIERS, COHORT_DATES)
