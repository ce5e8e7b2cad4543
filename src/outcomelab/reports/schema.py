"""The JSON Schema of `results.json`, made from the classes that are written there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from outcomelab.handovers.figures import Figures
from outcomelab.reports.meanings import MEANINGS


def results_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `results.json`, every field with a title and a description."""
    schema = Figures.model_json_schema(mode="serialization")
    definitions = {name: _described(name, part) for name, part in schema.pop("$defs").items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:outcomelab:results:1",
        **_described("Figures", schema),
        "$defs": definitions,
    }


def schema_text() -> str:
    """The schema as `docs/results.schema.json` holds it."""
    return json.dumps(results_schema(), indent=2, ensure_ascii=False) + "\n"


def _described(name: str, part: dict[str, Any]) -> dict[str, Any]:
    meanings = MEANINGS[name]
    properties = {
        field: {**about, "title": field.replace("_", " ").capitalize(), "description": meanings[field]}
        for field, about in part["properties"].items()
    }
    return {**part, "properties": properties}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
