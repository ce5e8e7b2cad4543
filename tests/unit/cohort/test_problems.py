"""The table of problems, and the few words for it."""

import csv
import io

from outcomelab.cohort.problems import problems_csv, problems_in_words
from outcomelab.errors import RowProblem

MANY = tuple(RowProblem(row, "Sex", "it is empty", "Write F or M.") for row in range(2, 5002))


def test_the_table_has_a_line_for_every_problem():
    assert len(list(csv.reader(io.StringIO(problems_csv(MANY))))) == 5001


def test_the_table_says_row_column_what_is_wrong_and_how_to_mend_it():
    table = problems_csv(
        (RowProblem(4, "Date, of birth", "it is empty", "Write it."), RowProblem(0, "", "x", "y"))
    )
    assert list(csv.reader(io.StringIO(table))) == [
        ["row", "column", "what is wrong", "how to mend it"],
        ["4", "Date, of birth", "it is empty", "Write it."],
        ["", "", "x", "y"],
    ]


def test_in_words_problems_of_one_kind_are_one_line():
    assert problems_in_words(MANY) == "rows 2, 3, 4, 5, 6 and 4,995 more, Sex: it is empty. Write F or M."


def test_in_words_the_commonest_kind_comes_first():
    words = problems_in_words((RowProblem(2, "", "rare", "Mend it."), *MANY))
    assert words.splitlines()[1] == "row 2: rare. Mend it."


def test_in_words_a_problem_of_the_file_has_no_row():
    assert problems_in_words((RowProblem(0, "Sex", "missing", "Add it."),)) == "the file, Sex: missing. Add it."


def test_in_words_the_kinds_are_not_endless():
    kinds = [RowProblem(2, f"column {number}", "odd", "Mend it.") for number in range(30)]
    assert problems_in_words(kinds).splitlines()[-1] == "and 10 more kinds of problem, in the table of problems."


def test_nothing_wrong_is_no_words():
    assert problems_in_words(()) == ""
