"""What holds for any participants' file whatever."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.cohort.check import check_cohort
from outcomelab.cohort.problems import problems_csv
from outcomelab.errors import CohortError
from outcomelab.handovers.flow import check_adds_up
from outcomelab.people.cells import NOTHING
from outcomelab.protocol.model import CohortRule

TODAY = dt.date(2026, 1, 15)
COVERS = (dt.date(2020, 1, 1), dt.date(2022, 12, 31))
HEADINGS = ("Surname", "Forename", "DOB", "Sex", "Start date", "Release date", "End date", "Completed", "NINO",
            "Reference", "Site", "Name now", "Notes")  # fmt: skip
WORDS = ("", "", "-", "=A1", "M", "f", "yes", "n/a", "31/02/1990", "03/04/1990", "1990-04-03", "2021-03-15",
         "2021-04-01", "1/2/21", "44000", "2030-01-01", "Ady", "Bo", "O’Hara", "\ufffd", "x\ny",
         "1.2E+9", '"', ";")  # fmt: skip
junk_rows = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=15), min_size=1, max_size=25)
often = settings(max_examples=20, deadline=None)


def written(rows, headings=HEADINGS):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([headings, *rows] if headings else rows)
    return out.getvalue().encode()


def good_rows(number=60, mark=""):
    return [
        [f"Family{place}{mark}", f"Given{place}{mark}", f"19{50 + place % 50}-04-{place % 28 + 1:02}", "F",
         "2021-03-15", "", "", "", f"{place}{mark}", "", f"{mark}", "", ""]
        for place in range(number)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("lists") / "list.csv"


def check(file, data, **rule):
    file.write_bytes(data)
    return check_cohort(file, CohortRule(**rule), COVERS, today=TODAY)


def everything_said(file, data, **rule):
    """All words that come of a check: what is told on the way, the result or the error, and its table."""
    said = []
    file.write_bytes(data)
    try:
        cohort = check_cohort(file, CohortRule(**rule), COVERS, True, lambda *words: said.extend(words), TODAY)
    except CohortError as error:
        said += [str(error), repr(error), problems_csv(error.problems), repr(error.__context__)]
    else:
        said += [repr(cohort), *cohort.findings, problems_csv(cohort.problems)]
    return "\n".join(said)


@often
@given(junk_rows)
def test_the_flow_adds_up_whatever_is_in_the_rows(file, rows):
    cohort = check(file, written(good_rows() + rows))
    check_adds_up(cohort.flow)
    assert cohort.flow[0].count >= 60
    assert cohort.flow[-1].count == cohort.identifiers.num_rows == cohort.dates.num_rows


@often
@given(junk_rows)
def test_every_row_lost_has_a_problem_that_tells_why(file, rows):
    cohort = check(file, written(good_rows() + rows))
    told = {problem.row for problem in cohort.problems}
    lost = cohort.flow[0].count - cohort.flow[-1].count
    assert len(told - set(cohort.identifiers["row"].to_pylist())) == lost


@often
@given(junk_rows)
def test_both_tables_hold_the_same_rows_in_their_order(file, rows):
    cohort = check(file, written(good_rows() + rows))
    numbers = cohort.identifiers["row"].to_pylist()
    assert numbers == cohort.dates["row"].to_pylist() == sorted(set(numbers))


@often
@given(junk_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_only_which_of_a_persons_rows_is_kept(file, rows, random):
    rows = [(row + [""] * 15)[:13] for row in good_rows() + rows]
    shuffled = random.sample(rows, len(rows))
    one, other = (check(file, written(each)) for each in (rows, shuffled))
    assert [(step.count, step.lost) for step in one.flow] == [(step.count, step.lost) for step in other.flow]


@often
@given(st.binary(max_size=3000))
def test_any_bytes_at_all_are_a_list_or_explained(file, data):
    with pytest.raises(CohortError):
        check(file, data)


@often
@given(st.binary(max_size=200), st.integers(0, 5000))
def test_a_damaged_list_is_read_or_explained_in_our_own_words(file, damage, at):
    data = written(good_rows(100))
    assert everything_said(file, data[:at] + damage + data[at + len(damage) :])


def marks(rows, columns):
    return [[f"Zq{row}x{column}k" for column in range(columns)] for row in range(rows)]


shapes = st.tuples(st.integers(1, 70), st.integers(1, 14))


@often
@given(
    shapes, st.sampled_from([None, HEADINGS]), st.sampled_from([{}, {"surname": "Name now"}, {"sex": "Nowhere"}])
)
def test_nothing_a_list_of_nonsense_holds_is_ever_said(file, shape, headings, columns):
    assert "Zq" not in everything_said(file, written(marks(*shape), headings), columns=columns)


@often
@given(st.integers(60, 80), st.sampled_from(["Zq", "1990Zq", "=Zq", "@Zq", "\ufffdZq", "Zq\nZq", 'Zq"']))
def test_nothing_a_good_list_holds_is_ever_said_either(file, number, mark):
    assert "Zq" not in everything_said(file, written(good_rows(number, mark)))


@often
@given(st.lists(st.tuples(st.integers(0, 59), st.integers(0, 12)), max_size=40))
def test_nothing_a_faulty_cell_holds_is_ever_said(file, places):
    rows = good_rows()
    for row, column in places:
        rows[row][column] = f"Zq{row}"
    assert "Zq" not in everything_said(file, written(rows))


@often
@given(
    st.lists(
        st.text(st.characters(codec="cp1252", categories=["L"]), min_size=1, max_size=20).filter(
            lambda name: name.casefold() not in NOTHING
        ),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_names_survive_every_encoding_delimiter_and_line_ending(file, names, encoding, delimiter, ending):
    rows = good_rows()
    for row, name in zip(rows, names, strict=False):
        row[0] = name
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows([HEADINGS, *rows])
    cohort = check(file, out.getvalue().encode(encoding))
    assert cohort.identifiers["surname"].to_pylist() == [row[0] for row in rows]
