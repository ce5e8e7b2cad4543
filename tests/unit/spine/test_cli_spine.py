"""The spine on the command line, with two registered holdings."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from outcomelab.handovers.spine import PSEUDONYMS


@pytest.fixture(scope="module")
def registered(tmp_path_factory, make_lab, inventing, spoiling):
    """A lab with two holdings, not on a spine yet."""
    lab, people = make_lab(tmp_path_factory.mktemp("cli")), inventing(120, seed=5)
    for name, listed in (("births", people[:100]), ("taxes", spoiling(people[40:], seed=6))):
        dictionary = lab.write(name, listed)
        done = outcomelab("holdings", "add", dictionary, lab=lab)
        assert done.returncode == 0, done.stderr
    return lab


def outcomelab(*words, lab, keys=True):
    where = ("--holdings", lab.holdings, *(("--keys", lab.keys) if keys else ()))
    command = [str(Path(sys.executable).with_name("outcomelab")), *map(str, (*words, *where))]
    return subprocess.run(command, capture_output=True, text=True, cwd=lab.folder, check=False)


@pytest.fixture(scope="module")
def built(registered):
    return outcomelab("spine", "build", lab=registered)


def test_the_build_ends_with_who_is_on_the_spine(built, registered):
    assert built.returncode == 0, built.stderr
    assert "✓ Spine" in built.stdout
    assert "persons are on the spine, from 2 holdings." in built.stdout
    assert registered.spine.membership.num_rows == 180


def test_the_status_says_the_same_and_needs_no_key(built, registered):
    done = outcomelab("spine", "status", lab=registered, keys=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == built.stdout.splitlines()[-len(done.stdout.splitlines()) :]
    for name, records in (("births", "100"), ("taxes", "80")):
        assert [line for line in done.stdout.splitlines() if line.split()[:2] == [name, records]]


def test_pseudonyms_of_two_holdings_join_in_the_labs_folder(built, registered):
    assert built.returncode == 0
    tables = []
    for holding in ("births", "taxes"):
        out = registered.folder / "lab" / f"{holding}.parquet"
        done = outcomelab(
            "spine", "pseudonyms", "--project", "early_years", "--holding", holding, "--out", out, lab=registered
        )
        assert done.returncode == 0, done.stderr
        tables.append(pq.read_table(out))
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [table.schema for table in tables] == [PSEUDONYMS] * 2
    assert len(set(tables[0]["pseudonym"].to_pylist()) & set(tables[1]["pseudonym"].to_pylist())) >= 54


def test_pseudonyms_are_not_written_where_a_spreadsheet_would_shorten_them(registered):
    out = registered.folder / "lab" / "n.csv"
    words = ("spine", "pseudonyms", "--project", "early_years", "--holding", "births", "--out", out)
    done = outcomelab(*words, lab=registered)
    assert (done.returncode, "end in .parquet" in done.stderr, out.exists()) == (2, True, False)


def test_a_project_is_forgotten_once(built, registered):
    assert built.returncode == 0
    (registered.keys / "old.project.key").write_text("ab" * 32)
    done = outcomelab("spine", "forget", "--project", "old", "--yes", lab=registered)
    assert (done.returncode, "its key is destroyed" in done.stdout) == (0, True)
    again = outcomelab("spine", "forget", "--project", "old", "--yes", lab=registered)
    assert (again.returncode, "Traceback" in again.stderr, "no key" in again.stderr) == (5, False, True)


def test_without_a_spine_the_status_says_how_to_make_one(tmp_path, make_lab):
    done = outcomelab("spine", "status", lab=make_lab(tmp_path), keys=False)
    assert (done.returncode, "outcomelab spine build" in done.stderr) == (5, True)
