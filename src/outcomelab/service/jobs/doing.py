"""One job, done: decided on again, its stage run outside any transaction, its end written with the act."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace

from django.db import InterfaceError, OperationalError, models
from django.utils import timezone

from outcomelab.errors import OutcomeLabError
from outcomelab.service.actions.acting import Acting, By, act
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision, Refused
from outcomelab.service.jobs.checking_list import check
from outcomelab.service.jobs.evaluating import evaluate
from outcomelab.service.jobs.given import Ending, Given
from outcomelab.service.jobs.heart import beating
from outcomelab.service.jobs.linking import link
from outcomelab.service.jobs.queue import Job, LeaseLostError, beat, ended, failed
from outcomelab.service.jobs.releasing import release
from outcomelab.service.jobs.trying import try_out
from outcomelab.service.store import reading
from outcomelab.service.store.deciding import decider
from outcomelab.service.store.models import StudyRow
from outcomelab.service.vault.places import places

_STAGES: dict[Command, Callable[[Given], Ending]] = {
    Command.UPLOAD: check,
    Command.TRY: try_out,
    Command.LINK: link,
    Command.EVALUATE: evaluate,
    Command.RELEASE: release,
}
# What an end is told as, where it is not the command that was asked for.
_TOLD_AS = {Command.UPLOAD: "check-list"}
_log = logging.getLogger("outcomelab.service.jobs")
Clock = Callable[[], dt.datetime]


def do(job: Job, every: float = 10.0, clock: Clock = timezone.now) -> None:
    """Do a job, or write why it cannot be done. Whoever loses the lease meanwhile writes nothing. Raises Django's
    OperationalError or InterfaceError when the database is away; the job is then given back as a silent one.

    every: seconds between beats. clock: the time, in UTC, at which the work is decided on and ends; heard of it is
    by the clock on the wall. What failed is told in the lab's own words, which quote nobody; of an error that has
    none its kind and place.
    """
    try:
        with beating(job, every) as lost:
            _done(job, lost, clock)
    except LeaseLostError:
        _log.warning("job %d was taken by another worker", job.number)
    except OutcomeLabError as error:
        _failed(job, error.code, str(error), clock)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 the last door: a message could quote a person, its kind and place cannot
        _log.exception("job %d failed", job.number)
        _failed(
            job, "unexpected", f"Something unexpected went wrong ({_kind_and_place(error)}): tell the lab.", clock
        )


def _done(job: Job, lost: Callable[[], bool], clock: Clock) -> None:
    command = reading.COMMANDS[job.command]
    parties = StudyRow.objects.select_related("provider", "custodian", "lab", "agreement", "holding")
    row = parties.get(reference=job.study)
    study = replace(reading.study(row), under_way=False)
    refused = decider(reading.person(job.by), study, timezone.localdate(clock()))(command)
    if isinstance(refused, Refused):
        _failed(job, refused.code.value, refused.sentence, clock)
        return

    def progress(stage: str, _: str) -> None:  # its words can tell a result, and are not kept
        if lost():
            raise LeaseLostError
        beat(job, timezone.now(), stage)

    ending = _STAGES[command](Given(job, row, study, places(), progress))

    def end(acting: Acting) -> Iterable[models.Model]:
        yield ended(job, acting.by.at)
        yield from ending(acting)

    told: Decision = act(
        command, By(job.by, clock()), job.study, end, told_as=_TOLD_AS.get(command, ""), of_worker=True
    )
    if isinstance(told, Refused):
        _failed(job, told.code.value, told.sentence, clock)


def _failed(job: Job, code: str, words: str, clock: Clock) -> None:
    with suppress(LeaseLostError):
        failed(job, clock(), code, words)


def _kind_and_place(error: BaseException) -> str:
    trace, place = error.__traceback__, ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if f"{os.sep}outcomelab{os.sep}" in file:
            place = f" at {file.rsplit(f'{os.sep}outcomelab{os.sep}', 1)[1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}"
