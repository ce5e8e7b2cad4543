"""`outcomelab run` killed by the system goes on where it was, to the same bytes, with nothing done twice.

Its moments are chosen here; `python -m benchmarks.killed` kills it at fifty random ones.
"""

import datetime as dt
import json
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests import killing

from outcomelab import pipeline
from outcomelab.demo import recid
from outcomelab.errors import HoldingError, ReportError
from outcomelab.hall.lab import Lab, unchanged
from outcomelab.hall.stages import ask
from outcomelab.holdings.register import add

LEFT = ("*.unfinished", "*.part", "*.step")
MOMENTS = ("linkage", "comparison as it is", killing.ENTRY)
NEXT_DAY = killing.DAY + dt.timedelta(days=1)


@pytest.fixture(scope="module")
def ministry(tmp_path_factory):
    """The demo's justice study before anybody asked it, and beside it what an undisturbed run of it released."""
    folder = tmp_path_factory.mktemp("ministry")
    given = recid.write(folder / "before", spoil=False)
    add(given.dictionary, folder / "before" / "holdings", folder / "before" / "holdings.keys")
    shutil.copytree(folder / "before", folder / "undisturbed")
    answered(folder / "undisturbed")
    return folder


@pytest.fixture
def lab(ministry, tmp_path):
    """The lab as it was before the study."""
    return Path(shutil.copytree(ministry / "before", tmp_path / "lab"))


def killed(folder, step):
    """Start the command, which is killed once a step is kept, and say what it said until then."""
    lists = ["--cohort", "provider/participants.csv", "--holdings", "holdings", "--out", "out"]
    words = [sys.executable, killing.__file__, step, "run", "reoffending.toml", *lists]
    ended = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL
    return " ".join((ended.stdout + ended.stderr).split())


def answered(folder, progress=lambda *_: None, today=killing.DAY):
    """What the same comes to in this process."""
    words = (folder / "reoffending.toml", folder / "provider" / "participants.csv", folder / "holdings")
    return pipeline.run(*words, today=today, out=folder / "out", progress=progress)


def released(folder):
    return {path.relative_to(folder): path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()}


def left_behind(folder):
    return [path for pattern in LEFT for path in folder.rglob(pattern)]


def says_nothing_of_a_person(paths):
    kept = b"".join(path.read_bytes() for path in paths if path.is_file())
    assert len(kept) > 1_000
    for word in (b"person_key", b"participant", b"ARROW", b"match_probability", b"estimate"):
        assert word not in kept
    assert all(path.stat().st_mode & 0o077 == 0 for path in paths if path.name.endswith(".unfinished"))


def test_a_run_killed_after_one_stage_and_another_goes_on_each_time_where_it_was(ministry, lab):
    before, said = "", []
    for step in MOMENTS:
        assert (f"taken up after: {before}" in killed(lab, step)) == bool(before)
        assert not (lab / "out").exists()
        says_nothing_of_a_person(left_behind(lab))
        before = step
    answered(lab, lambda _, words: said.append(words), NEXT_DAY)
    assert "An earlier run was stopped and is taken up after: comparison as it is." in said
    assert released(lab) == released(ministry / "undisturbed")  # and so is dated by the day of the first
    entries = (lab / "holdings.ledger" / "ledger.jsonl").read_text().splitlines()
    assert [json.loads(line)["act"] for line in entries] == ["released"]
    assert not left_behind(lab)


def test_a_disk_that_is_full_stops_no_stage_and_leaves_no_half_report(ministry, lab):
    said = []
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, hard))
    try:
        with pytest.raises(ReportError, match="cannot be written"):
            answered(lab, lambda _, words: said.append(words))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [words for words in said if "cannot be kept" in words] == [
        "What was finished (analysis as it is) cannot be kept: a run that is killed will do it again."
    ]
    assert not (lab / "out").exists()
    answered(lab)
    assert released(lab) == released(ministry / "undisturbed")
    assert not left_behind(lab)


def test_a_holding_changed_underneath_is_named(lab):
    def changed_meanwhile(stage, _):
        if stage == "link":
            (lab / "holdings" / "justice" / "holding.json").touch()

    with pytest.raises(HoldingError, match="was changed while the study ran"):
        answered(lab, changed_meanwhile)
    assert not left_behind(lab)


def test_a_holding_changed_while_the_protocol_is_fixed_is_named(lab):
    def changed_meanwhile(_, words):
        if words.startswith("fixed as"):
            (lab / "holdings" / "justice" / "holding.json").touch()

    place = Lab.at(lab / "holdings")
    question = ask(lab / "reoffending.toml", place, killing.DAY, changed_meanwhile)
    with pytest.raises(HoldingError, match="was changed while the study ran"):
        unchanged(question, place)


def test_a_ledger_whose_key_is_gone_is_told_before_anything_is_linked(lab):
    def told(stage, _):
        assert stage != "link"

    (lab / "holdings.ledger" / "vault").mkdir(parents=True)
    with pytest.raises(HoldingError, match=r"_ledger\.vault\.key is not in"):
        answered(lab, told)
