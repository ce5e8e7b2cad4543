"""`--columns FILE.toml`: which column holds what."""

import datetime as dt

import pytest

from outcomelab.errors import CohortError
from outcomelab.people.mapping import read_columns_file
from outcomelab.people.read import read_people


@pytest.fixture
def columns_file(tmp_path):
    def run(text):
        file = tmp_path / "columns.toml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_columns_file(file)

    return run


def test_a_flat_file_is_for_both(columns_file):
    found = columns_file('surname = "last_component"\nforename = "fname_c1"')
    assert found.left == found.right == {"surname": "last_component", "forename": "fname_c1"}


def test_a_side_has_its_own_and_wins_over_both(columns_file):
    found = columns_file('[both]\nsurname = "a"\n[left]\nsurname = "b"\n[right]\nsex = "c"')
    assert (found.left, found.right) == ({"surname": "b"}, {"surname": "a", "sex": "c"})


def test_columns_that_nobody_would_recognise_are_read(columns_file, write):
    mapping = columns_file(
        'surname = "last_component"\nbirth_year = "by"\nbirth_month = "bm"\nbirth_day = "bd"'
    ).left
    file = write({"first_component": ["X"], "last_component": ["Okonkwo"], "by": [1990], "bm": [4], "bd": [3]})
    row = read_people(file, mapping).identifiers.to_pylist()[0]
    assert (row["surname"], row["forename"], row["date_of_birth"]) == ("Okonkwo", None, dt.date(1990, 4, 3))


def test_what_is_mapped_wins_over_usual_headings(columns_file, write, people):
    mapping = columns_file('surname = "cluster"').left
    found = read_people(write({**people, "cluster": ["Ann", "Ben", "Cy"]}), mapping)
    assert found.identifiers["surname"].to_pylist() == ["Ann", "Ben", "Cy"]


REFUSED = {
    "no TOML": ('surname = "a"\nforename = b c\n', "not TOML in line 2"),
    "cut off": ('surname = "a', "not TOML"),
    "no UTF-8": (b'surname = "\xff"', "UTF-8"),
    "an unknown field": ('surnam = "a"', "Did you mean surname"),
    "an unknown table": ('[lefts]\nsurname = "a"', r"Did you mean \[left\]"),
    "a number for a heading": ("surname = 3", "in quotation marks"),
    "a number for a heading of one side": ("[left]\nsurname = 3", "left.surname"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_columns_file_with_a_mistake_is_explained(columns_file, text, words):
    with pytest.raises(CohortError, match=words) as caught:
        columns_file(text)
    assert caught.value.__context__ is None


def test_a_columns_file_that_is_not_there_is_explained(tmp_path):
    with pytest.raises(CohortError, match="not there"):
        read_columns_file(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    "text", ['surname = "who"\nforename = "Who"', '[left]\nsurname = "who"\nforename = "who"']
)
def test_one_heading_for_two_fields_is_refused_by_their_names(columns_file, text):
    with pytest.raises(CohortError, match="surname and forename: the columns file gives them one heading"):
        columns_file(text)


def test_one_heading_for_two_fields_is_refused_from_python_too(write):
    file = write({"who": ["Okonkwo"], "dob": ["1990-04-03"]})
    with pytest.raises(CohortError, match="one heading"):
        read_people(file, {"surname": "who", "middle": "who"})
