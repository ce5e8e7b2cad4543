"""What linkage refuses, in words that name nobody."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from outcomelab.errors import HoldingError, LinkageError
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS, IdentifierStore
from outcomelab.linkage.link import link
from outcomelab.protocol.model import Linkage

MARK = "Zyxwvut"


def people(number: int, schema: pa.Schema, **given: list[object]) -> pa.Table:
    """`number` records with `given` columns; the rest is missing."""
    columns = {schema.names[0]: [*range(number)]} | given
    return pa.table({f.name: pa.array(columns.get(f.name, [None] * number), f.type) for f in schema})


def participants(number: int, **given: list[object]) -> pa.Table:
    return people(number, COHORT_IDENTIFIERS, **given)


def persons(number: int, **given: list[object]) -> pa.Table:
    return people(number, PERSONS_IDENTIFIERS, **given)


def days(number: int) -> list[object]:
    return [dt.date(1980, 1, 1) + dt.timedelta(days=i) for i in range(number)]


def names(number: int) -> list[object]:
    return [MARK + chr(97 + i % 26) for i in range(number)]


def refusal(left: pa.Table, right: pa.Table | IdentifierStore) -> LinkageError:
    with pytest.raises(LinkageError) as caught:
        link(left, right, Linkage())
    return caught.value


REFUSED = {
    "a cohort of one": (
        participants(1, surname=names(1), date_of_birth=days(1)),
        persons(20, surname=names(20), date_of_birth=days(20)),
        "the list of participants has 1 different record",
    ),
    "a holding of two": (
        participants(20, surname=names(20), date_of_birth=days(20)),
        persons(2, surname=names(2), date_of_birth=days(2)),
        "the holding has 2 different records",
    ),
    "identifiers that tell nobody apart": (
        participants(20, surname=names(20)),
        persons(20, surname=names(20)),
        "cannot tell people apart",
    ),
    "no identifiers at all": (participants(20), persons(20), "cannot tell people apart"),
    "one date of birth for the whole list": (
        participants(20, surname=names(20), date_of_birth=days(1) * 20),
        persons(20, surname=names(20), date_of_birth=days(20)),
        "everybody has the same date of birth",
    ),
    "one name for the whole holding": (
        participants(20, surname=names(20), date_of_birth=days(20)),
        persons(20, surname=names(1) * 20, date_of_birth=days(20)),
        "everybody has the same name",
    ),
    "a holding without persons": (
        participants(20, surname=names(20), date_of_birth=days(20)),
        persons(0),
        "the holding is empty",
    ),
    "a list without participants": (
        participants(0),
        persons(20, surname=names(20), date_of_birth=days(20)),
        "the list of participants is empty",
    ),
    "a missing column": (
        participants(20, surname=names(20), date_of_birth=days(20)).drop_columns(["postcode"]),
        persons(20, surname=names(20), date_of_birth=days(20)),
        "lacks: postcode",
    ),
    "a column of another type": (
        participants(20, surname=names(20), date_of_birth=days(20)).set_column(
            4, "date_of_birth", pa.array(names(20))
        ),
        persons(20, surname=names(20), date_of_birth=days(20)),
        "not of the type",
    ),
    "a person key given twice": (
        participants(20, surname=names(20), date_of_birth=days(20)),
        persons(20, person_key=[7] * 20, surname=names(20), date_of_birth=days(20)),
        "person_key must be given once",
    ),
}


@pytest.mark.parametrize(("left", "right", "words"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_in_words(left, right, words):
    assert words in str(refusal(left, right))


@pytest.mark.parametrize("case", REFUSED)
def test_no_error_quotes_a_person(case):
    error: BaseException | None = refusal(*REFUSED[case][:2])
    told = []
    while error is not None:
        told.append(str(error))
        error = error.__cause__ or error.__context__
    assert not any(MARK in text or "1980" in text for text in told)


def test_a_store_that_is_missing_is_the_holdings_error(tmp_path):
    store = IdentifierStore(tmp_path / "identifiers.duckdb", "00" * 32)
    with pytest.raises(HoldingError):
        link(participants(20, surname=names(20), date_of_birth=days(20)), store, Linkage())
