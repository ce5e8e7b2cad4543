"""`outcomelab run` killed by the system goes on where it was, to the same bytes, with nothing done twice."""

import datetime as dt
import json
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from outcomelab.demo import recid
from outcomelab.holdings.register import add

OUTCOMELAB = Path(sys.executable).with_name("outcomelab")
LEFT = ("*.unfinished", "*.part", "*.step")


@pytest.fixture(scope="module")
def ministry(tmp_path_factory):
    """The demo's justice study before anybody asked it, and beside it what an undisturbed run of it released."""
    folder = tmp_path_factory.mktemp("ministry")
    given = recid.write(folder / "before", spoil=False)
    add(given.dictionary, folder / "before" / "holdings", folder / "before" / "holdings.keys")
    shutil.copytree(folder / "before", folder / "undisturbed")
    assert run(folder / "undisturbed").wait() == 0
    return folder


@pytest.fixture
def lab(ministry, tmp_path):
    """The lab as it was before the study."""
    return Path(shutil.copytree(ministry / "before", tmp_path / "lab"))


def run(folder, log=subprocess.DEVNULL, **how):
    lists = ["--cohort", "provider/participants.csv", "--holdings", "holdings", "--out", "out"]
    words = [OUTCOMELAB, "run", "reoffending.toml", *lists]
    return subprocess.Popen(words, cwd=folder, stdout=log, stderr=log, **how)


def killed_when(process, ready, limit=120.0):
    """Kill `process` as soon as `ready()`, and fail when it ended before that."""
    end = time.monotonic() + limit
    while process.poll() is None and time.monotonic() < end and not ready():
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "the run ended before it could be killed"


def said_by_a_run(folder):
    with (folder / "log").open("w+") as log:
        status = run(folder, log).wait()
        log.seek(0)
        return status, " ".join(log.read().split())


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


@pytest.mark.parametrize("step", ["linkage", "comparison-as-it-is"])
def test_a_run_killed_after_a_stage_is_taken_up_there(ministry, lab, step):
    killed_when(run(lab), lambda: any(lab.rglob(f"{step}.step")))
    assert not (lab / "out").exists()
    says_nothing_of_a_person(left_behind(lab))
    status, said = said_by_a_run(lab)
    assert status == 0
    assert f"taken up after: {step.replace('-', ' ')}" in said
    assert released(lab) == released(ministry / "undisturbed")
    assert not left_behind(lab)


def test_a_run_killed_after_its_entry_in_the_ledger_is_recorded_once(ministry, lab):
    ledger = lab / "holdings.ledger" / "ledger.jsonl"
    killed_when(run(lab), ledger.exists)
    assert said_by_a_run(lab)[0] == 0
    assert released(lab) == released(ministry / "undisturbed")
    assert [json.loads(line)["act"] for line in ledger.read_text().splitlines()] == ["released"]
    assert not left_behind(lab)


def test_a_run_taken_up_on_another_day_is_dated_by_the_first(lab):
    from outcomelab import pipeline
    from outcomelab.errors import ReportError

    words = (lab / "reoffending.toml", lab / "provider" / "participants.csv", lab / "holdings")
    (lab / "taken").write_text("a file, where the report wants a folder")
    with pytest.raises(ReportError):
        pipeline.run(*words, today=dt.date(2026, 11, 3), out=lab / "taken")
    assert left_behind(lab)
    later = pipeline.run(*words, today=dt.date(2026, 11, 4), out=lab / "out")
    assert later.figures.study.made_on == dt.date(2026, 11, 3)
    assert not left_behind(lab)


def test_a_disk_that_is_full_stops_no_stage_and_leaves_no_half_report(ministry, lab):
    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    with (lab / "log").open("w+") as log:
        assert run(lab, log, preexec_fn=little_room).wait() not in (0, 1)
        log.seek(0)
        assert "Traceback" not in log.read()
    assert not (lab / "out").exists()
    assert said_by_a_run(lab)[0] == 0
    assert released(lab) == released(ministry / "undisturbed")
    assert not left_behind(lab)


def test_a_holding_changed_underneath_is_named(lab):
    running = lambda: any(lab.rglob("linkage.step"))  # noqa: E731
    with (lab / "log").open("w+") as log:
        process = run(lab, log)
        while process.poll() is None and not running():
            time.sleep(0.002)
        (lab / "holdings" / "justice" / "holding.json").touch()
        assert process.wait() == 5
        log.seek(0)
        assert "was changed while the study ran" in " ".join(log.read().split())
