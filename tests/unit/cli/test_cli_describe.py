"""`outcomelab protect TABLE --describe`: one column's mean and percentiles, cleared."""

import csv

import pytest
from typer.testing import CliRunner

import outcomelab.cli.protect
import outcomelab.cli.stages  # noqa: F401 their commands are in the app once they are imported
from outcomelab.cli.app import app
from outcomelab.errors import UsageError


@pytest.fixture
def visits(tmp_path):
    """Thirty persons with eight visits each; what each visit cost."""
    path = tmp_path / "visits.csv"
    rows = [f"p{person},{50 + person},{visit}" for person in range(30) for visit in range(8)]
    path.write_text("\n".join(["person,cost,visit", *rows]), encoding="utf-8")
    return path


def described(path, *options):
    out = path.parent / "out"
    words = ["protect", str(path), "--out", str(out), *options]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    rows = csv.DictReader((out / "cleared.csv").read_text(encoding="utf-8").splitlines())
    return {row["statistic"]: row["value"] for row in rows}


def test_a_column_is_described_by_persons_and_not_by_rows(visits):
    found = described(visits, "--describe", "cost", "--person", "person")
    assert (found["persons"], found["mean"], found["percentile 50"]) == ("30", "516.0", "64.0")
    assert (found["percentile 5"], found["percentile 95"]) == ("", "")


def test_rows_are_persons_where_none_are_named(visits):
    found = described(visits, "--describe", "cost")
    assert (found["persons"], found["percentile 25"]) == ("240", "57.0")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--describe", "price"), "no column price"),
        (("--describe", "person"), "person must hold numbers"),
        (("--describe", "cost", "--by", "person"), "--by does not go with --describe"),
    ],
)
def test_what_cannot_be_described_is_said_in_one_sentence(visits, options, words):
    with pytest.raises(UsageError, match=words):
        described(visits, *options)
