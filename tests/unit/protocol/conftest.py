"""One invented holding, and the manual's long example as a protocol for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from outcomelab.errors import Mistake, ProtocolError
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.read import read_text

PERSON = Column("person", "string", "person")
MANUAL = Path(__file__).parents[3] / "docs" / "protocol.md"

Break = Callable[..., tuple[tuple[Mistake, ...], int]]


@pytest.fixture(scope="session")
def justice() -> Dictionary:
    persons = (
        PERSON,
        Column("surname", "string", "identifier", identifier="surname"),
        Column("date_of_birth", "date", "identifier", identifier="date_of_birth", kept=True),
        Column("sex", "string", "identifier", identifier="sex", kept=True, categories=("F", "M")),
        Column("region", "string", "code", categories=("north", "south", "west")),
        Column("schooling", "integer", "attribute"),
        Column("height", "number", "attribute"),
        Column("registered_on", "date", "attribute"),
    )
    releases = (
        PERSON,
        Column("released_on", "date", "event-date"),
        Column("sentence_months", "number", "attribute"),
    )
    arrests = (
        PERSON,
        Column("arrested_on", "date", "event-date"),
        Column("charged_on", "date", "attribute"),
        Column("convicted_on", "date", "attribute"),
        Column("offence", "string", "code", categories=("theft", "robbery", "fraud")),
        Column("court", "string", "attribute"),
        Column("severity", "integer", "code", categories=("1", "2", "3")),
        Column("in_custody", "boolean", "attribute"),
    )
    payments = (
        PERSON,
        Column("paid_on", "date", "event-date"),
        Column("amount", "number", "amount", unit="pounds"),
    )
    hearings = (PERSON, Column("listed_on", "date", "event-date"), Column("heard_on", "date", "event-date"))
    visits = (PERSON, Column("kind", "string", "code"), Column("minutes", "integer", "attribute"))
    return Dictionary(
        name="justice",
        title="Justice",
        custodian="Ministry of Justice",
        legal_basis="an invented law",
        covers_from=dt.date(2013, 1, 1),
        covers_to=dt.date(2022, 12, 31),
        tables=(
            Table("persons", persons, one_row_a_person=True),
            Table("releases", releases),
            Table("arrests", arrests),
            Table("payments", payments),
            Table("hearings", hearings),
            Table("visits", visits),
        ),
    )


@pytest.fixture(scope="session")
def manual() -> tuple[str, ...]:
    """Every TOML example of the manual."""
    return tuple(re.findall(r"^```toml\n(.*?)^```", MANUAL.read_text("utf-8"), re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="session")
def short(manual: tuple[str, ...]) -> str:
    return manual[0]


@pytest.fixture(scope="session")
def long(manual: tuple[str, ...]) -> str:
    return manual[-1]


@pytest.fixture
def broken(long: str) -> Break:
    """Replace the first `old` of the long example by `new`: the mistakes, and the line where `new` ends."""

    def mistakes(old: str, new: str, dictionary: Dictionary | None = None) -> tuple[tuple[Mistake, ...], int]:
        assert old in long
        before, after = long.split(old, 1)
        with pytest.raises(ProtocolError) as raised:
            read_text(before + new + after, "STUDY.toml", dictionary)
        return raised.value.mistakes, (before + new.rstrip("\n")).count("\n") + 1

    return mistakes
