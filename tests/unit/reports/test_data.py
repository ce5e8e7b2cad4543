"""The open data: CSVs that match their description and are safe in spreadsheets."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

import pytest

from outcomelab.handovers.figures import Figures
from outcomelab.reports.data import open_data, safe_cell

Samples = dict[str, Figures]
READS = {"integer": int, "number": float, "string": str, "boolean": {"true": True, "false": False}.__getitem__}


def _package(files: dict[str, bytes]) -> dict[str, Any]:
    package: dict[str, Any] = json.loads(files["datapackage.json"])
    return package


def _rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))


@pytest.fixture(scope="module")
def files(samples: Samples) -> dict[str, bytes]:
    return open_data(samples["good"])


def test_the_folder_holds_nine_tables_and_their_description(files: dict[str, bytes]) -> None:
    assert list(files) == [
        "outcomes.csv", "survival.csv", "survival_figures.csv", "flow.csv", "balance.csv", "sensitivity.csv",
        "linkage.csv", "linked_unlinked.csv", "linkage_thresholds.csv",
        "datapackage.json",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["good", "withheld", "merged", "red", "bare"])
def test_every_cell_reads_as_its_described_type(samples: Samples, name: str) -> None:
    files = open_data(samples[name])
    for resource in _package(files)["resources"]:
        fields = resource["schema"]["fields"]
        for row in _rows(files, resource["name"]):
            assert list(row) == [field["name"] for field in fields]
            for field in fields:
                if row[field["name"]]:
                    READS[field["type"]](row[field["name"]])


def test_resources_say_what_they_are(files: dict[str, bytes]) -> None:
    for resource in _package(files)["resources"]:
        assert all(resource[key] for key in ("title", "description", "licenses", "version", "schema"))
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


def test_hashes_are_those_of_the_files(files: dict[str, bytes]) -> None:
    for resource in _package(files)["resources"]:
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[resource['path']]).hexdigest()}"


def test_an_outcome_has_a_row_for_each_method(files: dict[str, bytes]) -> None:
    first = [row for row in _rows(files, "outcomes") if row["outcome"] == "rearrest" and not row["subgroup"]]
    assert [(row["method"], row["by_protocol"], row["difference"]) for row in first] == [
        ("radius", "true", "-8"),
        ("nearest", "false", "-7"),
        ("overlap", "false", "-9"),
    ]


def test_figures_carry_no_more_decimals_than_published(files: dict[str, bytes]) -> None:
    earned = next(row for row in _rows(files, "outcomes") if row["outcome"] == "earnings")
    assert (earned["difference"], earned["low"], earned["high"]) == ("1790", "550", "3030")


def test_a_small_loss_has_no_number_and_says_why(samples: Samples) -> None:
    rows = _rows(open_data(samples["merged"]), "flow")
    assert [
        (row["persons"], row["withheld"]) for row in rows if row["reason"] == "a date that cannot be read"
    ] == [("", "fewer than 10")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("plain", "plain"),
        (-8, "-8"),
        (-0.42, "-0.42"),
        (True, "true"),
        (None, ""),
    ],
)
def test_words_that_look_like_formulas_are_disarmed_and_numbers_are_not(
    cell: str | int | float | bool | None, text: str
) -> None:
    assert safe_cell(cell) == text


def test_a_formula_in_a_label_stays_a_label(samples: Samples) -> None:
    good = samples["good"]
    outcome = good.outcomes[0].model_copy(update={"label": '=HYPERLINK("x")'})
    rows = _rows(open_data(good.model_copy(update={"outcomes": (outcome,)})), "outcomes")
    assert rows[0]["label"] == '\'=HYPERLINK("x")'


def test_a_red_balance_takes_the_word_away_from_the_open_data(samples: Samples) -> None:
    assert not [name for name, content in open_data(samples["red"]).items() if b"effect" in content.lower()]
