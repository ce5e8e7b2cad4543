"""The JSON Schema of `impact.json`, made from the classes that are written there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from outcomelab.handovers.impact_file import ImpactFile


def impact_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `impact.json`, every field with a description."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:outcomelab:impact:1",
        **ImpactFile.model_json_schema(mode="serialization"),
    }


def schema_text() -> str:
    """The schema as `docs/impact.schema.json` holds it."""
    return json.dumps(impact_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
