"""The JSON Schema of `evidence.json`, made from the classes that are written there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import TypeAdapter

from outcomelab.handovers.evidence import Evidence


def schema_text() -> str:
    """The schema as `docs/evidence.schema.json` holds it (draft 2020-12)."""
    schema = TypeAdapter(Evidence).json_schema(mode="serialization")
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:outcomelab:evidence:1",
        **schema,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
