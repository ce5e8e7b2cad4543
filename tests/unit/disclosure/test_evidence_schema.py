"""The machine-readable evidence is as its schema says, and its schema as the documentation has it."""

import json
from pathlib import Path

import jsonschema
from pydantic import TypeAdapter

from outcomelab.checking.schema import schema_text
from outcomelab.disclosure.evidence.study import study_evidence
from outcomelab.handovers.evidence import Evidence

SCHEMA = Path(__file__).parents[3] / "docs" / "evidence.schema.json"


def test_the_schema_of_the_docs_is_the_one_of_the_code():
    stale = (
        "docs/evidence.schema.json is stale: run python -m outcomelab.checking.schema docs/evidence.schema.json"
    )
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), stale


def test_evidence_of_a_study_is_as_the_schema_says(findings, make_protocol):
    made = study_evidence(findings, make_protocol(("age",), ("region",)))
    jsonschema.validate(json.loads(TypeAdapter(Evidence).dump_json(made)), json.loads(schema_text()))
