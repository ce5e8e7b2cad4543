"""A worker that is killed by the system: the study goes on where it was, once, and ends in the same figures."""

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests import killing
from tests.unit.service import databases

from outcomelab import pipeline
from outcomelab.service.actions import analysing, checking
from outcomelab.service.domain.states import State
from outcomelab.service.store import log, reading
from outcomelab.service.store.models import JobRow, OutputRow, ReleaseRow

LIMIT = 120.0
# A worker as `outcomelab service work` starts it, which is not heard of sooner, and is killed once a step is kept.
WORK = """
import sys
from killing import die_after
from outcomelab.service import starting
die_after(sys.argv[1])
starting.start(None)
from outcomelab.service.jobs.worker import work_until_told
work_until_told(every=0.5)
"""


@pytest.fixture
def worker(address, tmp_path):
    """Starts a worker as a process of its own, which is killed after a step; ends those that are left."""
    started = []
    said = {"OUTCOMELAB_DATA": str(tmp_path / "data"), "OUTCOMELAB_DATABASE_URL": address}
    said |= {"PYTHONPATH": str(Path(killing.__file__).parent)}

    def start(until="its end", **environment):
        command = [sys.executable, "-c", WORK, until]
        started.append(subprocess.Popen(command, env=os.environ | said | environment))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


def until(ready, process):
    end = time.monotonic() + LIMIT
    while not ready():
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end
        time.sleep(0.1)


def killed(process):
    assert process.wait(LIMIT) == -signal.SIGKILL


def ended(process):
    until(lambda: not JobRow.objects.filter(state__in=("waiting", "running")).exists(), process)
    job = JobRow.objects.order_by("pk").last()
    assert job.state == "done", job.words
    return job


def undisturbed(led, ministry, made_on):
    """What the lab itself releases of the same list, by the same protocol, on the same day."""
    lab = led.folder / "undisturbed"
    for name in ("data/holdings", "data.keys"):
        shutil.copytree(ministry[0] / name, lab / name.rpartition("/")[2])
    (lab / "study.toml").write_text(led.protocol)
    (lab / "list.csv").write_bytes(led.list)
    lists = (lab / "study.toml", lab / "list.csv", lab / "holdings")
    run = pipeline.run(*lists, keys=lab / "data.keys", today=dt.date.fromisoformat(made_on))
    return run.figures.model_dump_json()


@pytest.mark.parametrize("address", databases.ENGINES[-1:], indirect=True)
def test_a_worker_killed_within_each_stage_and_before_its_end_is_taken_up_and_nothing_is_done_twice(
    led, worker, ministry
):
    led.begin()
    led.work()
    led.receive()
    led.done(analysing.link, "linker", led.protocol)
    killed(worker("candidates"))
    assert led.row.state == State.COHORT_RECEIVED
    second = worker("analysis as it is")
    assert ended(second).tries == 2
    assert led.row.state == State.LINKED

    led.done(analysing.fix, "analyst", led.protocol)
    led.done(analysing.evaluate, "analyst")
    killed(second)
    third = worker(killing.ENTRY)
    assert ended(third).tries == 2

    led.check()
    led.done(checking.release, "our checker")
    killed(third)
    assert led.row.state == State.CLEARED
    fourth = worker()
    assert ended(fourth).tries == 2
    fourth.send_signal(signal.SIGTERM)
    assert fourth.wait() == 0

    assert (led.row.state, OutputRow.objects.count(), ReleaseRow.objects.count()) == (State.RELEASED, 1, 1)
    done = [one.command.value for one in reading.study(led.row).history]
    assert [done.count(command) for command in ("link", "evaluate", "release")] == [1, 1, 1]
    assert len((led.folder / "data" / "ledger" / "ledger.jsonl").read_text().splitlines()) == 1
    assert log.verify()[1] == ()
    results = led.folder / "data" / ReleaseRow.objects.get().place / "results.json"
    told = json.loads(results.read_text())
    assert told == json.loads(undisturbed(led, ministry, told["study"]["made_on"]))
