"""`outcomelab link` killed by the system at any moment goes on where it was, to the same bytes."""

import csv
import datetime as dt
import signal
import subprocess
import sys
from contextlib import suppress

import pytest
from faker import Faker
from numpy.random import default_rng
from tests import killing

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
    assert run(folder, "undisturbed").wait() == 0
    return folder


def run(folder, out, log=subprocess.DEVNULL, step="no step"):
    """The command, started, which is killed once a step is kept."""
    lists = ["left.csv", "right.csv", "--out", out, "--left-id", "id", "--right-id", "id", "--on", "2026-11-03"]
    command = [sys.executable, killing.__file__, step, "link", *lists]
    return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)


@pytest.mark.parametrize("step", [FIRST, SECOND])
def test_a_run_killed_after_a_step_is_taken_up_there(town, step):
    out = f"after {step}"
    assert run(town, out, step=step).wait() == -signal.SIGKILL
    assert not (town / out / "links.parquet").exists()
    with (town / "log").open("w+") as log:
        assert run(town, out, log).wait() == 0
        log.seek(0)
        assert "taken up after" in " ".join(log.read().split())
    same(town, out)


@pytest.mark.parametrize("seed", range(2))
def test_a_run_killed_at_any_moment_ends_in_the_same_bytes(town, seed):
    out, moment = f"moment-{seed}", default_rng(seed).uniform(0.2, 5.0)
    with run(town, out) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        process.kill()
    assert run(town, out).wait() == 0
    same(town, out)


def same(folder, out):
    """The results are those of an undisturbed run, and nothing else is left."""
    for name in ("links.parquet", "linkage.json"):
        assert (folder / out / name).read_bytes() == (folder / "undisturbed" / name).read_bytes()
    assert not [path for path in folder.rglob("*") if "unfinished" in path.name or path.name.endswith(".part")]
