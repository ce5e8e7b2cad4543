"""Full names taken apart, and names compared."""

import pyarrow as pa
import pytest

from outcomelab.people.names import plain, split_names


@pytest.mark.parametrize(
    ("full", "surname", "forename", "middle"),
    [
        ("Brandvold, Teodor", "Brandvold", "Teodor", None),
        ("Brandvold,Teodor Anselm", "Brandvold", "Teodor", "Anselm"),
        ("Teodor Brandvold", "Brandvold", "Teodor", None),
        ("Teodor Anselm Brandvold", "Brandvold", "Teodor", "Anselm"),
        ("Mr. Teodor Brandvold", "Brandvold", "Teodor", None),
        ("Ilse van der Meer", "van der Meer", "Ilse", None),
        ("van der Meer, Ilse", "van der Meer", "Ilse", None),
        ("BRANDVOLD Teodor", "BRANDVOLD", "Teodor", None),
        ("Teodor BRANDVOLD", "BRANDVOLD", "Teodor", None),
        ("TEODOR BRANDVOLD", "BRANDVOLD", "TEODOR", None),
        ("Teodor Brandvold Jr", "Brandvold Jr", "Teodor", None),
        ("Brandvold", "Brandvold", None, None),
        ("Brandvold,", "Brandvold", None, None),
        (None, None, None, None),
    ],
)
def test_a_full_name_is_taken_apart(full, surname, forename, middle):
    parts = split_names(pa.array([full], pa.string()))
    assert [part[0].as_py() for part in parts] == [surname, forename, middle]


def test_a_list_with_full_names_has_surnames_and_forenames(check, people):
    rows = [[f"{row[0]}, {row[1]}", *row[2:]] for row in people(60)]
    cohort = check(rows, ("Name", "Date of birth", "Sex", "Start date"))
    assert cohort.identifiers.slice(7, 1).to_pylist()[0]["surname"] == "Family7"
    assert cohort.problems == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("O’Brien", "OBRIEN"), ("Zoë-Anne", "zoe anne"), ("Peña", "PEN\u0303A")],
)
def test_case_accents_and_punctuation_do_not_tell_names_apart(one, other):
    first, second = plain(pa.array([one, other])).to_pylist()
    assert first == second


def test_names_in_another_script_stay_apart():
    assert len(set(plain(pa.array(["李", "王", "?", "!"])).to_pylist())) == 4


def test_spaces_are_tidied_and_the_rest_stays_as_it_was_given(check, people):
    rows = people(60)
    rows[0][0] = "  de\u00a0 la \u200b Cruz-O’Hara "
    assert check(rows).identifiers["surname"][0].as_py() == "de la Cruz-O’Hara"
