"""The JSON Schema of results.json, and the documents that show it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from outcomelab.handovers import figures, linkage_figures
from outcomelab.handovers.figure import Figure
from outcomelab.handovers.figures import Figures
from outcomelab.reports.meanings import MEANINGS
from outcomelab.reports.schema import results_schema, schema_text

DOCS = Path(__file__).parents[3] / "docs"
PARTS = [
    part
    for part in {**vars(linkage_figures), **vars(figures)}.values()
    if isinstance(part, type) and issubclass(part, Figure) and part is not Figure
]


def test_it_is_a_valid_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(results_schema())


@pytest.mark.parametrize("name", ["good", "withheld", "merged", "red", "bare"])
def test_results_follow_it(samples: dict[str, Figures], name: str) -> None:
    results: Any = json.loads(samples[name].model_dump_json())
    assert not list(Draft202012Validator(results_schema()).iter_errors(results))


def test_every_property_has_a_title_and_a_description() -> None:
    schema = results_schema()
    properties = [p for part in (schema, *schema["$defs"].values()) for p in part["properties"].values()]
    assert all(p["title"] and p["description"] for p in properties)


def test_results_with_a_key_too_many_do_not() -> None:
    assert list(Draft202012Validator(results_schema()).iter_errors({"version": "1", "persons": []}))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_has_a_meaning(part: type[Figure]) -> None:
    assert list(MEANINGS[part.__name__]) == list(part.model_fields)


def test_the_schema_in_the_documents_is_fresh() -> None:
    stale = "docs/results.schema.json is stale: run python -m outcomelab.reports.schema docs/results.schema.json"
    assert (DOCS / "results.schema.json").read_text(encoding="utf-8") == schema_text(), stale


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_the_page_on_results_says_what_every_field_means(part: type[Figure]) -> None:
    told = (DOCS / "results.md").read_text(encoding="utf-8")
    rows = [f"| `{name}` | {meaning} |" for name, meaning in MEANINGS[part.__name__].items()]
    assert not [row for row in rows if row not in told]
