"""A ministry's ledger at the command line: this year the cohort, next year the cohort and nine people more."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from outcomelab.demo import recid
from outcomelab.handovers.refused import TOO_MUCH
from outcomelab.holdings.register import add, remove


def outcomelab(*words, cwd):
    command = [str(Path(sys.executable).with_name("outcomelab")), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def said(done):
    return " ".join((done.stdout + done.stderr).split())


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A ministry that released a cohort last year and has since registered its holding anew: its folder, and how
    to ask again."""
    folder = tmp_path_factory.mktemp("ministry")
    given = recid.write(folder, spoil=False)
    lines = given.cohort.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "last.csv").write_text("".join(lines[:-9]), encoding="utf-8")
    (folder / "this.csv").write_text("".join(lines), encoding="utf-8")
    holdings, keys = folder / "holdings", folder / "holdings.keys"
    add(given.dictionary, holdings, keys)

    def ask(cohort, *more):
        return outcomelab(
            "run", given.study, "--cohort", cohort, "--holdings", "holdings", "--out", Path(cohort).stem, *more,
            cwd=folder,
        )  # fmt: skip

    first = ask("last.csv", "--checker", "Ch. Ecker")
    assert first.returncode == 0, first.stderr
    remove(holdings, keys, "justice")
    add(given.dictionary, holdings, keys)
    return folder, ask


def entries(folder):
    return [json.loads(line) for line in (folder / "holdings.ledger" / "ledger.jsonl").read_text().splitlines()]


def test_nine_more_are_refused_and_the_cohort_as_it_was_passes(year):
    folder, ask = year
    refused = ask("this.csv")
    assert refused.returncode == 9
    assert TOO_MUCH in said(refused)
    assert "keep the cohort as it was in release 1" in said(refused)
    assert not (folder / "this").exists()
    passed = ask("this.csv", "--coarsen")
    assert passed.returncode == 0, passed.stderr
    assert [entry["act"] for entry in entries(folder)] == ["released", "refused", "refused"]
    results = [json.loads((folder / name / "results.json").read_text())["outcomes"] for name in ("last", "this")]
    assert results[0] == results[1]


def test_the_ledger_is_shown_checked_and_its_overlaps_told(year):
    folder, _ = year
    shown = outcomelab("ledger", "show", "holdings.ledger", cwd=folder)
    assert "Prison work and reoffending (DEMO-2), checked by Ch. Ecker" in shown.stdout
    one = said(outcomelab("ledger", "show", "holdings.ledger", "1", cwd=folder))
    assert re.search(r"Rearrested within one year: \d+ to \d+ with it", one)
    checked = outcomelab("ledger", "verify", "holdings.ledger", "--keys", "holdings.keys", cwd=folder)
    assert "none altered; the vault is whole and opens with its key" in said(checked)
    overlaps = outcomelab("ledger", "overlaps", "holdings.ledger", cwd=folder)
    assert "No release shares persons" in overlaps.stdout


def test_an_altered_ledger_is_named_by_its_line_and_stops_every_release(year, tmp_path):
    folder, _ = year
    shutil.copytree(folder / "holdings.ledger", tmp_path / "ledger")
    file = tmp_path / "ledger" / "ledger.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("Ch. Ecker", "An. Alyst"), encoding="utf-8")
    done = outcomelab("ledger", "verify", "ledger", cwd=tmp_path)
    assert done.returncode == 12
    assert "line 1: was altered" in said(done)


def test_a_hash_noted_down_and_gone_is_found(year):
    folder, _ = year
    done = outcomelab("ledger", "verify", "holdings.ledger", "--expect", "0" * 64, cwd=folder)
    assert done.returncode == 12
    assert "the hash you noted down is not in the ledger" in said(done)


def test_a_folder_without_a_ledger_is_told_in_words(tmp_path):
    done = outcomelab("ledger", "show", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no ledger" in said(done)
