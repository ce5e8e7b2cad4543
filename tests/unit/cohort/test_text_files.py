"""CSV files as the world writes them."""

import pytest

ACCENTED = [["Müller", "Zoë"], ["Nuñez", "Renée"], ["O’Brien", "Siân"]]


@pytest.fixture
def accented(people):
    rows = people(63)
    for row, (surname, forename) in zip(rows, ACCENTED, strict=False):
        row[:2] = surname, forename
    return rows


def names(cohort):
    table = cohort.identifiers
    return [list(pair) for pair in zip(table["surname"].to_pylist(), table["forename"].to_pylist(), strict=True)][
        :3
    ]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252"],
)
def test_accents_survive_every_usual_encoding(check, as_csv, accented, encoding):
    assert names(check(as_csv(accented).encode(encoding))) == ACCENTED


def test_latin_1_is_read(check, as_csv, accented):
    accented[2][0] = "O'Brien"
    assert names(check(as_csv(accented).encode("latin-1")))[:2] == ACCENTED[:2]


def test_an_encoding_of_another_alphabet_is_recognised(check, as_csv, people):
    rows = people(80)
    given = ["Владимир", "Александр", "Екатерина", "Наталья"]
    for place, row in enumerate(rows):
        row[:2] = "Кузнецова", given[place % 4]
    cohort = check(as_csv(rows).encode("windows-1251"))
    assert cohort.identifiers["forename"].to_pylist()[:4] == given


def test_a_few_damaged_letters_do_not_spoil_the_file(check, as_csv, accented):
    data = as_csv(accented).encode().replace("Siân".encode(), b"Si\xe2n")
    cohort = check(data)
    assert names(cohort)[:2] == ACCENTED[:2]
    assert [(problem.row, problem.wrong) for problem in cohort.problems] == [
        (4, "a letter in the cell is damaged")
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_recognised(check, as_csv, people, delimiter):
    assert check(as_csv(people(60), delimiter=delimiter)).flow[-1].count == 60


def test_excels_own_separator_line_is_followed_and_not_counted(check, as_csv, people):
    cohort = check("sep=;\r\n" + as_csv(people(60), delimiter=";"))
    assert cohort.identifiers["row"][0].as_py() == 2


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(check, as_csv, people, ending):
    assert check(as_csv(people(60)).replace("\r\n", ending)).flow[-1].count == 60


def test_a_quoted_cell_may_hold_line_breaks_and_delimiters(check, people):
    rows = [[*row, "first line,\nsecond; line"] for row in people(60)]
    cohort = check(rows, ("Surname", "Forename", "DOB", "Sex", "Start date", "Site"))
    assert cohort.dates["site"][0].as_py() == "first line, second; line"


def test_rows_are_numbered_as_a_spreadsheet_does(check, as_csv, people):
    heading, *rows = as_csv(people(60)).splitlines()
    text = "\n".join(["List of participants 2021", "", heading, *rows[:30], "", *rows[30:], ",,,,", ",,,,"])
    numbers = check(text).identifiers["row"].to_pylist()
    assert numbers == [*range(4, 34), *range(35, 65)]


def test_empty_columns_at_the_end_are_nothing(check, people):
    rows = [[*row, "", "", ""] for row in people(60)]
    cohort = check(rows, ("Surname", "Forename", "Date of birth", "Sex", "Start date", "", "", ""))
    assert cohort.problems == ()


def test_short_rows_are_filled_up(check, people):
    rows = people(61)
    rows[0] = rows[0][:3]
    cohort = check(rows)
    assert cohort.flow[1].lost[0].reason == "no programme or index date"


def test_a_row_with_more_cells_than_headings_is_a_problem_of_its_row(check, people):
    rows = people(60)
    rows[4].append("one too many")
    assert [(problem.row, problem.wrong) for problem in check(rows).problems] == [
        (6, "the row has more cells than there are headings")
    ]


def test_headings_repeated_further_down_are_no_participants(check, people):
    rows = people(60)
    rows.insert(30, ["Surname", "Forename", "Date of birth", "Sex", "Start date"])
    cohort = check(rows)
    assert cohort.flow[0].count == 60
    assert "1 row holds no participant and counts for nothing." in cohort.findings


def test_rows_with_nothing_but_a_running_number_are_no_participants(check, people):
    rows = [[place, *row] for place, row in enumerate(people(60))] + [[60, *[""] * 5], [61, *[""] * 5]]
    cohort = check(
        rows, ("No.", "Surname", "Forename", "Date of birth", "Sex", "Start date"), columns={"reference": "No."}
    )
    assert cohort.flow[0].count == 60
