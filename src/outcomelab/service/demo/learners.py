"""A third holding, invented whole: adults who came back to school, of whom one column tells who is Indigenous."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from outcomelab.demo.build import write_list, write_table
from outcomelab.demo.invent import births, identifiers

IDENTITIES = ("First Nations", "Inuit", "Métis", "not stated")
_SHARES = (0.07, 0.02, 0.04, 0.87)
_SEED, _PERSONS, _PARTICIPANTS = 2024, 2_000, 150
_CERTIFIED = 0.62, 0.40  # of the programme's participants, who are the first, and of others
_FIRST, _DAYS = dt.date(2019, 1, 7), 700  # enrolments
_LAST = dt.date(2024, 6, 30)


def write(folder: Path) -> tuple[Path, Path]:
    """The ministry's tables and a provider's list, under `folder`; the paths of dictionary and list. The same
    every time."""
    rng = np.random.default_rng(_SEED)
    enrolled = [_FIRST + dt.timedelta(days=int(days)) for days in rng.integers(0, _DAYS, _PERSONS)]
    people = identifiers(births(rng.integers(240, 600, _PERSONS), enrolled, rng), rng)
    chances = np.where(np.arange(_PERSONS) < _PARTICIPANTS, *_CERTIFIED)
    gained = np.flatnonzero(rng.random(_PERSONS) < chances)
    later = rng.integers(120, 900, len(gained))
    tables = {
        "persons": people.append_column(
            "identity", pa.array(np.array(IDENTITIES)[rng.choice(len(IDENTITIES), _PERSONS, p=_SHARES)])
        ).append_column("schooling", pa.array(rng.integers(7, 14, _PERSONS))),
        "enrolments": pa.table({"person_no": people["person_no"], "enrolled_on": pa.array(enrolled)}),
        "certificates": pa.table(
            {
                "person_no": people["person_no"].take(pa.array(gained)),
                "gained_on": pa.array(
                    [enrolled[at] + dt.timedelta(days=int(days)) for at, days in zip(gained, later, strict=True)]
                ),
            }
        ),
    }
    for name, table in tables.items():
        write_table(folder, name, table)
    dictionary, cohort = folder / "learners.json", folder / "participants.csv"
    dictionary.write_text(json.dumps(_DICTIONARY, ensure_ascii=False), encoding="utf-8")
    write_list(
        cohort, people.slice(0, _PARTICIPANTS), enrolled[:_PARTICIPANTS], "Programme start", rng, spoil=False
    )
    return dictionary, cohort


def _field(name: str, kind: str, role: str, title: str, **more: object) -> dict[str, Any]:
    return {"name": name, "type": kind, "role": role, "title": title, **more}


def _identifier(name: str, identifier: str, title: str, kind: str = "string", **more: object) -> dict[str, Any]:
    return _field(name, kind, "identifier", title, identifier=identifier, **more)


def _table(name: str, title: str, *fields: dict[str, Any], **more: object) -> dict[str, Any]:
    person = _field("person_no", "string", "person", "Record number")
    return {
        "name": name, "path": f"{name}.csv", "title": title, "schema": {"fields": [person, *fields]}, **more
    }  # fmt: skip


_DICTIONARY: dict[str, Any] = {
    "name": "learners",
    "title": "Adults back at school, 2019–2024 (invented)",
    "custodian": "Ministry of Labour (demonstration)",
    "legal_basis": "Demonstration only: nobody in it exists",
    "coverage": {"from": _FIRST.isoformat(), "to": _LAST.isoformat()},
    "resources": [
        _table(
            "persons", "Adult learners",
            _identifier("service_no", "service_number", "Learner number"),
            _identifier("surname", "surname", "Surname"),
            _identifier("forename", "forename", "First name"),
            _identifier("middle", "middle", "Middle name"),
            _identifier("born", "date_of_birth", "Date of birth", "date", kept=True),
            _identifier("sex", "sex", "Sex", kept=True),
            _identifier("postcode", "postcode", "Postcode"),
            _field(
                "identity", "string", "code", "Indigenous identity, as learners state it themselves",
                sensitive=True, constraints={"enum": list(IDENTITIES)},
            ),
            _field("schooling", "integer", "attribute", "Years of schooling", unit="years"),
            one_row_a_person=True,
        ),
        _table("enrolments", "Enrolments", _field("enrolled_on", "date", "event-date", "First lesson")),
        _table("certificates", "Certificates", _field("gained_on", "date", "event-date", "Day it was gained")),
    ],
}  # fmt: skip
