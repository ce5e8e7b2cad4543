"""A registered holding's own record, `holding.json`: the dictionary again, less where the data came from."""

from __future__ import annotations

import json
from pathlib import Path

from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.holdings.dictionary import read_descriptor

RECORD = "holding.json"


def write_record(dictionary: Dictionary, folder: Path) -> None:
    """Write `holding.json`, a Frictionless Data Package without paths, into `folder`."""
    text = json.dumps(described(dictionary), indent=2, ensure_ascii=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def described(dictionary: Dictionary, path: str = "") -> dict[str, object]:
    """The dictionary as a Frictionless Data Package. `path`: where each table's data are, `{name}` being its name;
    without one, nothing is said of that."""
    return {
        "name": dictionary.name,
        "title": dictionary.title,
        "custodian": dictionary.custodian,
        "legal_basis": dictionary.legal_basis,
        "coverage": {"from": dictionary.covers_from.isoformat(), "to": dictionary.covers_to.isoformat()},
        "resources": [
            _resource(table) | ({"path": path.format(name=table.name)} if path else {})
            for table in dictionary.tables
        ],
    }


def read_record(folder: Path) -> Dictionary:
    """The dictionary that `write_record` wrote. Raises HoldingError when it was changed and has mistakes."""
    return read_descriptor(folder / RECORD, with_data=False).dictionary


def _resource(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "one_row_a_person": table.one_row_a_person,
        "schema": {"fields": [_field(column) for column in table.columns]},
    }


def _field(column: Column) -> dict[str, object]:
    thing: dict[str, object] = {"name": column.name, "type": column.type, "role": column.role}
    if column.identifier:
        thing["identifier"] = column.identifier
    if column.categories:
        thing["constraints"] = {"enum": [_category(one, column.type) for one in column.categories]}
    said = {"title": column.title, "kept": column.kept, "sensitive": column.sensitive, "unit": column.unit}
    return thing | {key: value for key, value in said.items() if value}


def _category(text: str, type_: str) -> object:
    return text if type_ == "string" else json.loads(text)
