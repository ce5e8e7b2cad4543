"""`outcomelab link` killed by the system at any moment goes on where it was, to the same bytes."""

import csv
import datetime as dt
import signal
import subprocess
import sys

import pytest
from faker import Faker
from numpy.random import default_rng
from tests import killing
from typer.testing import CliRunner

import outcomelab.cli.main  # noqa: F401 registers the commands
from outcomelab.cli.app import app

FIRST, SECOND = "candidates", "comparing part 1 of 1"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """500 invented people, 400 of them in a register of 20,000; and what an undisturbed run links."""
    folder = tmp_path_factory.mktemp("town")
    fake, draw = Faker("en_GB"), default_rng(3)
    fake.seed_instance(3)
    start = dt.date(1950, 1, 1)
    names = [(fake.last_name(), fake.first_name()) for _ in range(2000)]
    people = [
        (*names[draw.integers(2000)], (start + dt.timedelta(int(draw.integers(18_000)))).isoformat())
        for _ in range(20_100)
    ]
    for name, rows in (("left", [*people[:400], *people[-100:]]), ("right", people[:20_000])):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "surname", "forename", "date_of_birth"])
            writer.writerows([(f"{name}{n}", *person) for n, person in enumerate(rows)])
    linked(folder, "undisturbed")
    return folder


def words(folder, out):
    lists = (str(folder / name) for name in ("left.csv", "right.csv"))
    ids = ("--left-id", "id", "--right-id", "id", "--on", "2026-11-03")
    return ["link", *lists, "--out", str(folder / out), *ids]


def linked(folder, out):
    """What the command says when nobody kills it."""
    ended = CliRunner().invoke(app, words(folder, out))
    assert ended.exit_code == 0
    return " ".join(ended.output.split())


def killed(folder, out, moment):
    """The command, killed once a step is kept or a file has its name."""
    command = [sys.executable, killing.__file__, moment, *words(folder, out)]
    ended = subprocess.run(command, capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL


def kept(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*.step")}


def test_a_linkage_killed_after_one_step_and_another_goes_on_each_time_where_it_was(town):
    killed(town, "out", FIRST)
    first = kept(town)
    killed(town, "out", SECOND)
    both = kept(town)
    assert (len(first), len(both)) == (1, 2)
    assert first.items() <= both.items()  # a step that is done again is sealed anew
    killed(town, "out", "linkage.json")
    assert [path.name for path in (town / "out").glob("[!.]*")] == ["linkage.json"]  # one of its two results
    assert kept(town) == both
    assert f"taken up after: {SECOND}" in linked(town, "out")
    for name in ("links.parquet", "linkage.json"):
        assert (town / "out" / name).read_bytes() == (town / "undisturbed" / name).read_bytes()
    assert not [path for path in town.rglob("*") if "unfinished" in path.name or path.name.endswith(".part")]
