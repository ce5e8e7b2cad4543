"""`--evidence DIR`: what a checker wants to know, in the lab's folder and not in the release's."""

import json
import re

import jsonschema
import pytest
from typer.testing import CliRunner

from outcomelab.checking.schema import schema_text
from outcomelab.cli import protect, stages, study  # noqa: F401 their commands are in the app once they are imported
from outcomelab.cli.app import app
from outcomelab.demo import recid
from outcomelab.errors import UsageError
from outcomelab.holdings.register import add


def outcomelab(*words):
    result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output


def evidence(folder):
    found = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, json.loads(schema_text()))
    return found


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """The demo's justice study, and the same under another title, which is another release: evidence of each."""
    folder = tmp_path_factory.mktemp("ministry")
    given = recid.write(folder, spoil=False)
    add(given.dictionary, folder / "holdings", folder / "holdings.keys")
    again = folder / "again.toml"
    again.write_text(re.sub('^title = "', 'title = "Again: ', given.study.read_text("utf-8"), flags=re.M), "utf-8")
    for name, asked in (("first", given.study), ("second", again)):
        outcomelab(
            "run", asked, "--cohort", given.cohort, "--holdings", folder / "holdings",
            "--out", folder / "out", "--evidence", folder / name,
        )  # fmt: skip
    return folder


def test_a_run_leaves_evidence_of_every_output(twice):
    found = evidence(twice / "first")
    kinds = {one["kind"] for one in found["outputs"]}
    assert {
        "flow diagram",
        "rate or mean",
        "survival curve",
        "balance table",
        "overlap",
        "linkage quality",
    } <= kinds
    assert found["answer"] == "released"
    assert all(one["cells"] for one in found["outputs"])


def test_what_a_reader_can_work_out_holds_the_true_figure_and_not_it_alone(twice):
    cells = [cell for one in evidence(twice / "first")["outputs"] for cell in one["cells"]]
    bounded = [cell for cell in cells if cell["bound_of"].startswith(("persons", "participants still"))]
    placed = [cell for cell in bounded if cell["low"] is not None]
    assert len(placed) > 10
    assert all(cell["low"] <= cell["persons"] <= cell["high"] and cell["low"] < cell["high"] for cell in placed)


def test_the_past_stands_beside_a_release_and_not_the_release_itself(twice):
    assert evidence(twice / "first")["overlaps"] == []
    beside = evidence(twice / "second")["overlaps"]
    assert {one["release"] for one in beside} == {1}
    assert all(one["only_now"] == one["only_then"] == 0 < one["both"] for one in beside)


def test_the_release_holds_no_evidence(twice):
    assert not [path for path in (twice / "out").rglob("*") if "evidence" in path.name]


def test_a_table_leaves_evidence_of_what_was_withheld(tmp_path):
    path = tmp_path / "people.csv"
    rows = [f"{d},{sex}" for d, n in {"d1": 40, "d2": 4, "d3": 30}.items() for sex in "fm" for _ in range(n)]
    path.write_text("\n".join(["district,sex", *rows]), encoding="utf-8")
    outcomelab(
        "protect", path, "--by", "district", "--by", "sex",
        "--out", tmp_path / "out", "--evidence", tmp_path / "lab",
    )  # fmt: skip
    (table,) = evidence(tmp_path / "lab")["outputs"]
    cells = {cell["name"]: cell for cell in table["cells"]}
    small = cells["district d2, sex f"]
    assert (small["persons"], small["why"]) == (4, "fewer than the threshold")
    assert small["low"] < 4
    assert small["high"] is None or small["high"] >= 10
    assert {cell["why"] for cell in table["cells"]} == {"fewer than the threshold", "would give away another cell"}
    assert len(table["cells"]) + table["more"] == 12


def test_the_same_table_asked_for_again_is_not_its_own_past(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["person,sex", *(f"{n},{'fm'[n % 2]}" for n in range(80))]), encoding="utf-8")
    asked = ("--person", "person", "--ledger", tmp_path / "ledger", "--out", tmp_path / "out")
    for name in ("first", "again"):
        outcomelab("protect", path, "--by", "sex", *asked, "--evidence", tmp_path / name)
    first, again = (evidence(tmp_path / name) for name in ("first", "again"))
    assert again == first
    assert first["overlaps"] == []


def test_evidence_is_refused_in_the_folder_of_the_release(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("district\nd1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="folder of the release"):
        outcomelab("protect", path, "--by", "district", "--out", tmp_path / "o", "--evidence", tmp_path / "o/e")
    assert not (tmp_path / "o").exists()
