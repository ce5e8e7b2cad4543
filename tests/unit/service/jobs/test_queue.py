"""The queue: a job is done by one worker, and by another once that one is not heard of any more."""

import datetime as dt
import logging
import time

import pytest
from django.db import transaction
from django.utils import timezone
from tests.unit.service.actions.test_acts_at_once import at_once

from outcomelab.errors import EngineError
from outcomelab.service.actions import agreements, analysing, applying
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import State
from outcomelab.service.jobs import doing
from outcomelab.service.jobs.queue import LeaseLostError, beat, ended, reap, take
from outcomelab.service.queries.study import page
from outcomelab.service.store import log
from outcomelab.service.store.models import AuditRow, JobRow, StudyRow

REFERENCE, PATIENCE = "2026-014", dt.timedelta(seconds=60)


@pytest.fixture
def asked(placed, cast, world):
    """A study that is to be evaluated."""
    placed.place(world.study(state=State.PROTOCOL_FIXED))
    analysing.evaluate(cast["analyst"], REFERENCE)
    return JobRow.objects.get()


@pytest.fixture
def stage(monkeypatch):
    """What evaluating does instead."""

    def put(evaluate):
        monkeypatch.setitem(doing._STAGES, Command.EVALUATE, evaluate)

    put(lambda _: lambda _: ())
    return put


@pytest.fixture
def now(noon, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: noon)
    return noon


def last():
    row = AuditRow.objects.order_by("number").last()
    return row.command, row.code, row.who


def test_of_two_workers_one_takes_a_job(asked, noon):
    taken = at_once(*[lambda: take(noon)] * 2)
    assert sorted(job is None for job in taken) == [False, True]
    assert JobRow.objects.get().state == "running"


def test_a_job_is_done_in_the_name_of_who_asked_for_it(asked, stage, now, cast):
    doing.do(take(now))
    row = StudyRow.objects.get()
    assert (row.state, JobRow.objects.get().state) == (State.EVALUATED, "done")
    assert last() == ("evaluate", "allowed", cast["analyst"].account)
    assert take(now) is None


def test_a_silent_worker_s_job_is_taken_by_another_and_what_it_brings_late_is_not_written(asked, stage, now):
    first = take(now)
    reap(now + PATIENCE / 2, PATIENCE)
    assert take(now) is None
    reap(now + 2 * PATIENCE, PATIENCE)
    second = take(now + 2 * PATIENCE)
    with pytest.raises(LeaseLostError):
        beat(first, now)
    with pytest.raises(LeaseLostError), transaction.atomic():
        ended(first, now)
    doing.do(first)
    assert StudyRow.objects.get().state == State.PROTOCOL_FIXED
    doing.do(second)
    assert StudyRow.objects.get().state == State.EVALUATED
    asked_and_done = AuditRow.objects.order_by("-number").values_list("command", flat=True)[:2]
    assert list(asked_and_done) == ["evaluate", "evaluate-asked"]


def test_a_worker_that_is_heard_of_keeps_its_job(asked, now):
    job = take(now)
    beat(job, now + 2 * PATIENCE, "evaluate")
    reap(now + 2.5 * PATIENCE, PATIENCE)
    row = JobRow.objects.get()
    assert (row.state, row.stage) == ("running", "evaluate")


def test_a_job_that_is_stopped_again_and_again_fails_and_the_study_can_be_worked_on_anew(asked, now, cast):
    at = now
    for _ in range(5):
        assert take(at) is not None
        at += 2 * PATIENCE
        reap(at, PATIENCE)
    assert take(at) is None
    job = JobRow.objects.get()
    assert (job.state, job.code, "administrator" in job.words) == ("failed", "stopped", True)
    assert last() == ("evaluate-failed", "stopped", 0)
    assert analysing.evaluate(cast["analyst"], REFERENCE).to is State.PROTOCOL_FIXED


@pytest.mark.parametrize("when", ["before it is begun", "before it ends"])
@pytest.mark.parametrize("what", ["withdrawn", "revoked"])
def test_the_rules_are_asked_again_before_work_begins_and_before_it_ends(asked, stage, now, cast, what, when):
    def happens():
        if what == "withdrawn":
            applying.withdraw(cast["provider"], REFERENCE)
        else:
            agreements.revoke(cast["steward"], "2026-001")

    done = []

    def evaluate(_):
        done.append(1)
        happens()
        return lambda _: ()

    stage(evaluate)
    if when == "before it is begun":
        happens()
    doing.do(take(now))
    job, code = JobRow.objects.get(), {"withdrawn": "final-state", "revoked": "agreement-revoked"}[what]
    assert (job.state, job.code) == ("failed", code)
    assert len(done) == (when == "before it ends")
    assert StudyRow.objects.get().state == (State.WITHDRAWN if what == "withdrawn" else State.PROTOCOL_FIXED)
    assert log.verify()[1] == ()


def test_what_went_wrong_is_told_in_the_lab_s_words_or_by_its_kind_and_never_by_what_a_library_said(
    asked, stage, now, cast, caplog
):
    def refused(_):
        raise EngineError("The lab's disk is full.")

    def unexpected(_):
        raise ValueError("Jane Smith")

    told = []
    for evaluate in (refused, unexpected):
        stage(evaluate)
        with caplog.at_level(logging.ERROR):
            doing.do(take(now))
        job = JobRow.objects.order_by("pk").last()
        told.append((job.state, job.code, job.words))
        analysing.evaluate(cast["analyst"], REFERENCE)
    assert told[0] == ("failed", "engine", "The lab's disk is full.")
    assert told[1][:2] == ("failed", "unexpected")
    assert "ValueError" in told[1][2]
    assert "Jane" not in told[1][2] + log.exported().decode()


def test_what_a_stage_says_of_how_far_it_is_is_told_without_its_figures(asked, stage, now, cast):
    told = []

    def evaluate(given):
        given.progress("link", "linked 213 of 250 participants")
        told.append(page(cast["analyst"].account, REFERENCE, now.date()).work)
        return lambda _: ()

    stage(evaluate)
    doing.do(take(now))
    assert (told[0].stage, told[0].words) == ("link", "Looking for the participants in the holding's records.")


def test_a_heart_beats_while_a_stage_says_nothing(asked, stage, noon):
    def evaluate(_):
        begun, limit = JobRow.objects.get().beat, time.monotonic() + 30
        while JobRow.objects.get().beat == begun:
            assert time.monotonic() < limit
        return lambda _: ()

    stage(evaluate)
    doing.do(take(noon), every=0.01)
    assert JobRow.objects.get().ended is not None
