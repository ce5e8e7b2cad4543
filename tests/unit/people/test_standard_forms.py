"""Identifiers in their standard form, case by case."""

from __future__ import annotations

import pyarrow as pa
import pytest

from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.people import standardise


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("O'Neill", "oneill"),
        ("O’NEILL", "oneill"),
        ("o neill", "oneill"),
        ("Müller", "muller"),
        ("Straße", "strasse"),
        ("Østergård", "ostergard"),
        ("Łukasiewicz", "lukasiewicz"),
        ("de la Cruz", "delacruz"),
        ("Delacruz", "delacruz"),
        ("García-López", "garcia lopez"),
        ("García y López", "garcia lopez"),
        ("van der Berg", "vanderberg"),
        ("Mac Donald", "macdonald"),
        ("St. John", "stjohn"),
        ("Smith Jr.", "smith"),
        ("Li", "li"),
        ("Le", "le"),
        ("Junior", "junior"),
        ("", None),
        ("  -  ", None),
        ("Unknown", None),
        ("N/A", None),
    ],
)
def test_a_surname(text, form):
    assert standardise.surname(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [("Mr. José María", "jose maria"), ("Anne-Marie", "anne marie"), ("J.R.", "jr"), ("D'Arcy", "darcy")],
)
def test_a_forename(text, form):
    assert standardise.forename(text) == form


@pytest.mark.parametrize(
    ("text", "form"), [("F", "F"), (" female ", "F"), ("2", "F"), ("m", "M"), ("1", "M"), ("x", None), ("9", None)]
)
def test_a_sex(text, form):
    assert standardise.sex(text) == form


@pytest.mark.parametrize(
    ("text", "form"), [("sw1a 1aa", "SW1A1AA"), ("27514-1234", "27514"), ("275141234", "27514"), ("-", None)]
)
def test_a_postcode(text, form):
    assert standardise.postcode(text) == form


@pytest.mark.parametrize(
    ("text", "form"), [("00 123-45", "12345"), ("ab12", "AB12"), ("000000", None), ("999999999", None), ("", None)]
)
def test_a_service_number(text, form):
    assert standardise.service_number(text) == form


@pytest.mark.parametrize(
    ("one", "other"), [("bob", "robert"), ("robert", "bob"), ("bob", "rob"), ("peggy", "margaret")]
)
def test_names_that_one_person_goes_by(one, other):
    assert other in standardise.also_called(one)


def test_a_name_is_not_its_own_nickname():
    assert "robert" not in standardise.also_called("robert")


def test_a_second_forename_stands_in_for_a_missing_middle_name():
    person = {"person_key": 1, "surname": "Hill", "forename": "Ada Mary", "middle": None}
    standard = standardise.records(pa.Table.from_pylist([person], PERSONS_IDENTIFIERS))
    assert standard["middle"].to_pylist() == ["m"]


def test_missing_values_stay_missing():
    person = {"person_key": 1, "surname": None, "forename": None}
    standard = standardise.records(pa.Table.from_pylist([person], PERSONS_IDENTIFIERS))
    assert standard.drop_columns(["person_key"]).to_pylist() == [dict.fromkeys(PERSONS_IDENTIFIERS.names[1:])]
