"""`outcomelab run` killed by the system goes on where it was, to the same bytes, with nothing done twice."""

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
from outcomelab.holdings.register import add

LEFT = ("*.unfinished", "*.part", "*.step")


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
    """Start the command, which is killed once a step is kept."""
    assert ended(folder, step) == -signal.SIGKILL


def ended(folder, step, log=subprocess.DEVNULL, **how):
    """How the command ends; no step of a name that there is not kills it."""
    lists = ["--cohort", "provider/participants.csv", "--holdings", "holdings", "--out", "out"]
    words = [sys.executable, killing.__file__, step, "run", "reoffending.toml", *lists]
    return subprocess.run(words, cwd=folder, stdout=log, stderr=log, check=False, **how).returncode


def answered(folder, progress=lambda *_: None, today=killing.DAY, out="out"):
    """What the same comes to in this process."""
    words = (folder / "reoffending.toml", folder / "provider" / "participants.csv", folder / "holdings")
    return pipeline.run(*words, today=today, out=folder / out, progress=progress)


def said_by_a_run(folder):
    said = []
    answered(folder, lambda _, words: said.append(words))
    return " ".join(said)


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


@pytest.mark.parametrize("step", ["linkage", "comparison as it is"])
def test_a_run_killed_after_a_stage_is_taken_up_there(ministry, lab, step):
    killed(lab, step)
    assert not (lab / "out").exists()
    says_nothing_of_a_person(left_behind(lab))
    assert f"taken up after: {step}" in said_by_a_run(lab)
    assert released(lab) == released(ministry / "undisturbed")
    assert not left_behind(lab)


def test_a_run_killed_after_its_entry_in_the_ledger_is_recorded_once(ministry, lab):
    killed(lab, killing.ENTRY)
    answered(lab)
    assert released(lab) == released(ministry / "undisturbed")
    entries = (lab / "holdings.ledger" / "ledger.jsonl").read_text().splitlines()
    assert [json.loads(line)["act"] for line in entries] == ["released"]
    assert not left_behind(lab)


def test_a_run_taken_up_on_another_day_is_dated_by_the_first(lab):
    (lab / "taken").write_text("a file, where the report wants a folder")
    with pytest.raises(ReportError):
        answered(lab, out="taken")
    assert left_behind(lab)
    later = answered(lab, today=killing.DAY + dt.timedelta(days=1))
    assert later.figures.study.made_on == killing.DAY
    assert not left_behind(lab)


def test_a_disk_that_is_full_stops_no_stage_and_leaves_no_half_report(ministry, lab):
    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    with (lab / "log").open("w+") as log:
        assert ended(lab, "no step", log, preexec_fn=little_room) not in (0, 1)
        log.seek(0)
        assert "Traceback" not in log.read()
    assert not (lab / "out").exists()
    answered(lab)
    assert released(lab) == released(ministry / "undisturbed")
    assert not left_behind(lab)


def test_a_holding_changed_underneath_is_named(lab):
    def changed_meanwhile(stage, _):
        if stage == "derive":
            (lab / "holdings" / "justice" / "holding.json").touch()

    with pytest.raises(HoldingError, match="was changed while the study ran"):
        answered(lab, changed_meanwhile)
