"""A worker that is told to stop ends what it is at, or gives it back to the next."""

import threading

import pytest
from django.db import connections
from tests.unit.service import databases

from outcomelab.service.actions import analysing
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.jobs import doing, worker
from outcomelab.service.jobs.queue import hand_back, take
from outcomelab.service.store.models import JobRow, StudyRow


@pytest.fixture
def asked(placed, cast, world, monkeypatch):
    """A study that is to be evaluated, of which nothing is due."""
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    analysing.evaluate(cast["analyst"], "2026-014")
    monkeypatch.setattr(worker, "tend", lambda _: None)


def test_a_job_that_is_given_back_waits_again_and_the_try_does_not_count(asked, noon):
    first = take(noon)
    hand_back(first)
    row = JobRow.objects.get()
    assert (row.state, row.lease, row.tries) == ("waiting", "", 0)
    second = take(noon)
    hand_back(first)  # which is somebody else's by now
    assert JobRow.objects.get().lease == second.lease


@pytest.mark.parametrize("address", databases.ENGINES[-1:], indirect=True)
def test_what_takes_longer_than_there_is_patience_for_is_given_back_before_the_process_ends(asked, monkeypatch):
    stop, under_way, left = threading.Event(), worker.UnderWay(), threading.Event()
    seen = []

    def leave(status):
        seen.append((status, JobRow.objects.get().state, JobRow.objects.get().tries))
        connections.close_all()  # this thread's
        left.set()

    def evaluate(_):
        stop.set()
        assert left.wait(60)
        return lambda _: ()

    monkeypatch.setattr(worker.os, "_exit", leave)
    monkeypatch.setitem(doing._STAGES, Command.EVALUATE, evaluate)
    leaving = threading.Thread(target=worker._leave, args=(stop, under_way, 0.0))
    leaving.start()
    worker.work(stop, idle=0.0, under_way=under_way)
    leaving.join()
    assert seen == [(0, "waiting", 0)]
    # Had the process gone on, it would have written nothing: the job is the next worker's.
    assert (JobRow.objects.get().state, StudyRow.objects.get().state) == ("waiting", State.PROTOCOL_FIXED)
