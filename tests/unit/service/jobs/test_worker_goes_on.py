"""A worker outlasts a database that is away for a moment, and the job it was at is done."""

import datetime as dt
import threading

import pytest
from django.db import OperationalError
from django.utils import timezone

from outcomelab.service.actions import analysing
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.jobs import doing, worker
from outcomelab.service.jobs.queue import reap
from outcomelab.service.store.models import JobRow, StudyRow

AWAY = OperationalError("the connection is lost")


@pytest.fixture
def asked(placed, cast, world, monkeypatch):
    """A study that is to be evaluated, of which nothing is due."""
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    analysing.evaluate(cast["analyst"], "2026-014")
    monkeypatch.setattr(worker, "tend", lambda _: None)


def fails_once(then):
    """A part of the worker to which the database is away when it is first called."""
    answers = iter([AWAY])

    def part(*given):
        if (away := next(answers, None)) is not None:
            raise away
        return then(*given)

    return part


@pytest.mark.parametrize("part", ["tend", "send_due", "reap", "take"])
def test_whatever_it_was_about_the_worker_does_the_job_once_the_database_is_back(asked, monkeypatch, part):
    stop = threading.Event()

    def evaluate(_):
        stop.set()
        return lambda _: ()

    monkeypatch.setitem(doing._STAGES, Command.EVALUATE, evaluate)
    monkeypatch.setattr(worker, part, fails_once(getattr(worker, part)))
    worker.work(stop, idle=0.0)
    assert (JobRow.objects.get().state, StudyRow.objects.get().state) == ("done", State.EVALUATED)


def test_a_job_whose_database_was_away_has_not_failed_and_is_given_back(asked, monkeypatch):
    stop = threading.Event()

    def evaluate(_):
        stop.set()
        raise AWAY

    monkeypatch.setitem(doing._STAGES, Command.EVALUATE, evaluate)
    worker.work(stop, idle=0.0)
    assert JobRow.objects.get().state == "running"
    reap(timezone.now() + dt.timedelta(hours=1), dt.timedelta(seconds=60))
    assert JobRow.objects.get().state == "waiting"
