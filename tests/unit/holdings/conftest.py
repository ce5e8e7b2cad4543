"""A small ministry: four invented persons and their events, and the dictionary that describes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from outcomelab.engines import duck
from outcomelab.handovers.holding import Store

PERSONS = """person,last_name,first_name,dob,sex,postcode,schooling
P-70001,Quillfeather,Ada,1980-02-17,F,ZQ1 4XX,12
P-70002,Brambleby,Otto,1984-02-29,M,ZQ2 5YY,
P-70003,Çelikhan,Zoë,1979-11-03,F,,9
P-70004,Quillfeather,Max,2001-07-30,M,ZQ1 4XX,16
"""
EVENTS = """person,day,kind,amount,violent
P-70001,2015-03-04,theft,918273.25,false
P-70001,2016-01-31,fraud,0.5,true
P-70003,2014-12-31,theft,,
P-70004,2015-06-01,fraud,1e3,1
"""


def _dictionary() -> dict[str, Any]:
    persons = [
        {"name": "person", "type": "string", "role": "person"},
        {"name": "last_name", "type": "string", "role": "identifier", "identifier": "surname"},
        {"name": "first_name", "type": "string", "role": "identifier", "identifier": "forename"},
        {
            "name": "dob",
            "type": "date",
            "role": "identifier",
            "identifier": "date_of_birth",
            "kept": True,
        },
        {"name": "sex", "type": "string", "role": "identifier", "identifier": "sex", "kept": True},
        {"name": "postcode", "type": "string", "role": "identifier", "identifier": "postcode"},
        {"name": "schooling", "type": "integer", "role": "attribute", "unit": "years"},
    ]
    events = [
        {"name": "person", "type": "string", "role": "person"},
        {"name": "day", "type": "date", "role": "event-date", "title": "Date of the offence"},
        {
            "name": "kind",
            "type": "string",
            "role": "code",
            "sensitive": True,
            "constraints": {"enum": ["theft", "fraud", "arson"]},
        },
        {"name": "amount", "type": "number", "role": "amount", "unit": "crowns"},
        {"name": "violent", "type": "boolean", "role": "code"},
    ]
    return {
        "name": "justice",
        "title": "Court records",
        "custodian": "Ministry of Justice",
        "legal_basis": "Courts Act, section 12",
        "coverage": {"from": "2010-01-01", "to": "2020-12-31"},
        "resources": [
            {
                "name": "persons",
                "path": "persons.csv",
                "one_row_a_person": True,
                "schema": {"fields": persons},
            },
            {"name": "offences", "path": "offences.csv", "schema": {"fields": events}},
        ],
    }


class Ministry:
    """A folder with a dictionary and data files, which a test may spoil before it is registered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dictionary = _dictionary()
        self.holdings = folder / "holdings"
        self.keys = folder / "keys"
        self.write("persons.csv", PERSONS)
        self.write("offences.csv", EVENTS)

    def write(self, name: str, text: str, encoding: str = "utf-8") -> None:
        """Write a data file."""
        (self.folder / name).write_bytes(text.encode(encoding))

    def field(self, table: int, name: str) -> dict[str, Any]:
        """The dictionary's entry for a column, to change."""
        fields = self.dictionary["resources"][table]["schema"]["fields"]
        found: dict[str, Any] = next(one for one in fields if one["name"] == name)
        return found

    @property
    def descriptor(self) -> Path:
        """The dictionary, written as it is now."""
        path = self.folder / "dictionary.json"
        path.write_text(json.dumps(self.dictionary), encoding="utf-8")
        return path


@pytest.fixture
def ministry(tmp_path: Path) -> Ministry:
    """A ministry whose holding can be registered as it is."""
    return Ministry(tmp_path)


@pytest.fixture
def rows() -> Callable[[Store, str], list[tuple[Any, ...]]]:
    """Runs a query over a store, locked as the stages lock it."""

    def run(store: Store, query: str) -> list[tuple[Any, ...]]:
        with duck.opened(store) as connection:
            duck.lock(connection)
            found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
            return found

    return run
