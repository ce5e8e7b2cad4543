"""`outcomelab protect TABLE --perturb`: a table with stable noise, and its key."""

import csv

import pytest
from typer.testing import CliRunner

from outcomelab.cli import perturb, protect  # noqa: F401 their commands are in the app once they are imported
from outcomelab.cli.app import app
from outcomelab.errors import UsageError


def outcomelab(*words):
    result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def visits(tmp_path):
    path = tmp_path / "visits.csv"
    rows = [f"p{n % 90},r{n % 3}" for n in range(180)]
    path.write_text("\n".join(["person,region", *rows]), encoding="utf-8")
    return path


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "keys" / "perturbation.key"
    outcomelab("perturbation-key", path)
    return path


def cleared(visits, key, out):
    outcomelab("protect", visits, "--by", "region", "--person", "person", "--perturb", key, "--out", out)
    return list(csv.DictReader((out / "cleared.csv").read_text(encoding="utf-8").splitlines()))


def test_a_table_is_the_same_every_time_and_says_that_it_does_not_add_up(visits, key, tmp_path):
    rows = cleared(visits, key, tmp_path / "one")
    assert rows == cleared(visits, key, tmp_path / "two")
    assert {row["region"] for row in rows} == {"r0", "r1", "r2", "Total"}
    assert all(abs(int(row["count"]) - (90 if row["region"] == "Total" else 30)) <= 5 for row in rows)
    assert "do not add up" in (tmp_path / "one/about.txt").read_text(encoding="utf-8")


def test_the_key_is_its_owners_alone_and_never_replaced(key):
    assert key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError, match="keep this one"):
        outcomelab("perturbation-key", key)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--by", "region", "--perturb", "no.key", "--person", "person"), "Make it once"),
        (("--by", "region", "--perturb", "no.key"), "needs --person"),
        (("--by", "region", "--perturb", "no.key", "--sum", "region"), "--sum does not go with"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(visits, tmp_path, options, words):
    with pytest.raises(UsageError, match=words):
        outcomelab("protect", visits, *options, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()
