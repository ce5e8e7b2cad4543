"""The same person on the list more than once."""

import pytest

from outcomelab.errors import CohortError

HEADINGS = ("Surname", "Forename", "Date of birth", "Sex", "Start date", "NINO", "Your reference")
SURNAME, FORENAME, BORN, SEX, START, NINO, REFERENCE = range(7)


@pytest.fixture
def with_pair(check, people):
    """60 good rows, and two more (rows 62 and 63) that differ as given."""

    def run(one, other):
        rows = [[*row, "", ""] for row in people(60)]
        for cells in (one, other):
            row = ["Ady", "Bo", "1990-04-03", "F", "2021-03-15", "", ""]
            for place, value in cells.items():
                row[place] = value
            rows.append(row)
        return check(rows, HEADINGS)

    return run


SAME = {
    "all alike": ({}, {}),
    "another start": ({}, {START: "2021-09-01"}),
    "another way of writing": ({SURNAME: "O’Hára"}, {SURNAME: "O'HARA"}),
    "the same number": ({NINO: "QQ 12 34 56 C"}, {NINO: "qq123456c", SURNAME: "Adey"}),
    "the same reference": ({REFERENCE: "17"}, {REFERENCE: "17.0", FORENAME: "Beau"}),
    "a number and names": ({NINO: "QQ123456C"}, {NINO: "QQ123456C", BORN: ""}),
    "no forename in either": ({FORENAME: ""}, {FORENAME: ""}),
}
NOT_SAME = {
    "another date of birth": ({}, {BORN: "1991-04-03"}),
    "another spelling": ({}, {SURNAME: "Addy"}),
    "the same number, another date of birth and name": (
        {NINO: "1"},
        {NINO: "1", BORN: "1991-04-03", SURNAME: "X"},
    ),
    "the same reference, another date of birth": ({REFERENCE: "1"}, {REFERENCE: "1", BORN: "1991-04-03"}),
    "no forename in one": ({}, {FORENAME: ""}),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_the_same_person_is_kept_once(with_pair, one, other):
    assert with_pair(one, other).flow[-1].count == 61


@pytest.mark.parametrize(("one", "other"), NOT_SAME.values(), ids=NOT_SAME.keys())
def test_different_persons_stay(with_pair, one, other):
    assert with_pair(one, other).flow[-1].count == 62


def test_the_later_row_is_lost_and_told_of(with_pair):
    cohort = with_pair({}, {})
    assert cohort.identifiers["row"].to_pylist()[-1] == 62
    assert str(cohort.problems[0]).startswith(
        "row 63: the person is on the list already. Nothing to do: row 62 is used."
    )


def test_the_flow_counts_the_later_row(with_pair):
    assert [(loss.reason, loss.count) for loss in with_pair({}, {}).flow[2].lost] == [
        ("on the list more than once", 1)
    ]


def test_the_earliest_row_that_can_be_used_is_kept(with_pair):
    cohort = with_pair({START: "31/02/2021"}, {})
    assert cohort.identifiers["row"].to_pylist()[-1] == 63


def test_day_and_month_in_doubt_do_not_tell_persons_apart(check, people):
    rows = people(60)
    for place, row in enumerate(rows):
        row[BORN] = "03/04/1990" if place % 2 else "04/05/1991"
    rows += [["Ady", "Bo", "03/04/1990", "F", "2021-03-15"], ["Ady", "Bo", "04/03/1990", "F", "2021-03-15"]]
    assert check(rows).flow[-1].count == 61


def test_one_person_in_three_rows_may_hang_together_by_different_ways(check, people):
    rows = [[*row, "", ""] for row in people(60)] + [
        ["Ady", "Bo", "1990-04-03", "F", "2021-03-15", "", "8"],
        ["Ady-Lee", "Bo", "1990-04-03", "F", "2021-03-15", "N1", ""],
        ["Ady-Lee", "Bo", "1990-04-03", "F", "2021-03-15", "", "8"],
    ]
    assert check(rows, HEADINGS).flow[-1].count == 61


def test_a_reference_that_many_share_numbers_no_persons(check, people):
    rows = [[*row, "", "case 7"] for row in people(60)]
    for row in rows:
        row[BORN] = "1990-04-03"
    assert check(rows, HEADINGS).flow[-1].count == 60


def test_a_list_of_one_person_over_and_over_is_refused(check, people):
    with pytest.raises(CohortError, match=r"1 participant .* 59 more are needed"):
        check(people(1) * 100)
