"""`outcomelab protect TABLE`: any table, cleared from the command line."""

import csv
import json

import pytest
from typer.testing import CliRunner

import outcomelab.cli.protect
import outcomelab.cli.stages  # noqa: F401 their commands are in the app once they are imported
from outcomelab.cli.app import app
from outcomelab.errors import UsageError

DISTRICTS = {"d1": 40, "d2": 4, "d3": 30, "d4": 50, "d5": 60}


@pytest.fixture
def people(tmp_path):
    """Persons of five districts in two regions, with what each costs."""
    path = tmp_path / "people.csv"
    rows = [f"{d},{sex},{100 + i}" for d, n in DISTRICTS.items() for i in range(n) for sex in "fm"]
    path.write_text("\n".join(["district,sex,cost", *rows]), encoding="utf-8")
    (tmp_path / "regions.csv").write_text(
        "child,parent\nd1,north\nd2,north\nd3,north\nd4,south\nd5,south\n", encoding="utf-8"
    )
    return path


def protect(path, *options):
    out = path.parent / "cleared"
    result = CliRunner().invoke(app, ["protect", str(path), *options, "--out", str(out)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((out / "cleared.csv").read_text(encoding="utf-8").splitlines()))
    return rows, json.loads((out / "evidence.json").read_text(encoding="utf-8"))


def test_a_small_cell_is_withheld_and_cannot_be_worked_out(people):
    rows, evidence = protect(people, "--by", "district", "--by", "sex")
    assert len(rows) == 6 * 3
    small = next(row for row in evidence["withheld"] if row["district"] == "d2" and row["sex"] == "f")
    assert small["reason"] == "primary"
    assert small["low"] < 4
    assert small["high"] is None or small["high"] >= 10
    assert evidence["audit"]["verdict"] == "safe"
    assert all((row["count"] == "") == (row["withheld"] == "true") for row in rows)


def test_a_hierarchy_adds_the_wholes_in_between(people):
    rows, _ = protect(people, "--by", "district", "--hierarchy", f"district={people.parent / 'regions.csv'}")
    shown = {row["district"]: row["count"] for row in rows}
    assert shown["south"] == "220"
    assert shown["Total"] == "370"
    assert shown["d2"] == ""


def test_a_sum_is_withheld_where_contributors_are_few(people):
    rows, evidence = protect(people, "--by", "district", "--sum", "cost")
    shown = {row["district"]: row["sum"] for row in rows}
    assert shown["d2"] == ""
    assert evidence["measure"] == "sum"
    assert shown["d5"] != ""


def test_the_exact_figure_of_a_withheld_cell_is_in_neither_file(people):
    path = people.parent / "odd.csv"
    path.write_text("region,n\nnorth,7\nsouth,5003\nwest,6011\neast,7019\n", encoding="utf-8")
    protect(path, "--by", "region", "--count", "n")
    written = (path.parent / "cleared/cleared.csv").read_text() + (
        path.parent / "cleared/evidence.json"
    ).read_text()
    assert not any(str(n) in written for n in (5003, 6011, 7019, 18040 - 5003))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--hierarchy", "district"), "COLUMN=FILE"),
        (("--cost", "money"), "value or cells"),
        (("--sum", "sex"), "must hold numbers"),
        (("--sum", "cost", "--count", "cost"), "Either count"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(people, options, words):
    with pytest.raises(UsageError, match=words):
        protect(people, "--by", "district", *options)
