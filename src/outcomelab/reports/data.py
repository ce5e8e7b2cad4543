"""The open data: the release's figures as nine CSV tables and a Frictionless `datapackage.json`.

Follows the Data Package standard, version 2, and stays readable for programs of version 1. Cells are safe
in spreadsheets: words that a spreadsheet could take for a formula begin with an apostrophe.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

from outcomelab.handovers.figures import Figures
from outcomelab.reports.plain import plain
from outcomelab.reports.table_schema import Cell, DataTable
from outcomelab.reports.tables import tables

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_VERSION = "1.0.0"


def open_data(figures: Figures) -> dict[str, bytes]:
    """The folder's files by name: CSVs in UTF-8 and the package that describes them."""
    shown = plain(figures)
    written = [(table, _csv(table)) for table in tables(shown)]
    package = json.dumps(_package(shown, written), indent=2, ensure_ascii=False) + "\n"
    return {f"{table.name}.csv": content for table, content in written} | {"datapackage.json": package.encode()}


def safe_cell(value: Cell) -> str:
    """A cell's text: numbers and truth values as they are, nothing for None, words without formulas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_STARTS_FORMULA) else value
    return str(value)


def _csv(table: DataTable) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([safe_cell(value) for value in row] for row in table.rows)
    return text.getvalue().encode()


def _package(figures: Figures, written: list[tuple[DataTable, bytes]]) -> dict[str, Any]:
    study = figures.study
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": f"outcomelab-{study.protocol_sha256[:12].lower() or 'study'}",
        "title": study.title,
        "description": (
            f"Figures of a study of {study.programme}, from {study.holding}. Every figure has passed disclosure "
            "control; counts are rounded. Words a spreadsheet could take for a formula begin with an apostrophe."
        ),
        "version": _VERSION,
        "created": f"{study.made_on.isoformat()}T00:00:00Z",
        "licenses": [_LICENCE],
        "contributors": [
            {"title": title, "role": role, "roles": [role]}
            for title, role in ((study.provider, "contributor"), (study.custodian, "publisher"))
            if title
        ],
        "resources": [_resource(table, content) for table, content in written],
    }


def _resource(table: DataTable, content: bytes) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "licenses": [_LICENCE],
        "version": _VERSION,
        "schema": {
            "fields": [
                {"name": c.name, "type": c.type, "title": c.title, "description": c.description}
                for c in table.columns
            ],
            "missingValues": [""],
        },
    }
