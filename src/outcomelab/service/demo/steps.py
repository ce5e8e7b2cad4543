"""What fills the demo: steps, each done at a moment of the past weeks by which it is known again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from outcomelab.errors import UsageError
from outcomelab.service.demo.given import Given
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.jobs.doing import do
from outcomelab.service.jobs.queue import give_back, take
from outcomelab.service.store.models import AuditRow, JobRow
from outcomelab.service.store.models.work import JobState

WEEKS = 13  # the last of them ended on the Friday before the day on which the demo is made
_DAYS = 5  # nobody works at weekends


@dataclass(frozen=True)
class Step:
    """Something done at a moment, in UTC, of which the audit log then has an event: that tells that it was done.
    It is a transaction, or an act that asks for work and then the work; `act` is given that moment. study: whose
    story it is of, by its title."""

    at: dt.datetime
    words: str
    act: Callable[[dt.datetime, Given], None]
    study: str = ""


@dataclass(frozen=True)
class Calendar:
    """The demo's working days, by their number from its first, a Monday (0)."""

    monday: dt.date

    @classmethod
    def before(cls, now: dt.datetime) -> Calendar:
        """That of a demo which is made now."""
        today = timezone.localdate(now)
        return cls(today - dt.timedelta(days=today.weekday(), weeks=WEEKS))

    def day(self, number: int) -> dt.date:
        """The day of a number."""
        weeks, weekday = divmod(number, _DAYS)
        return self.monday + dt.timedelta(days=weekday, weeks=weeks)

    def at(self, number: int, hour: int, minute: int, second: int = 0) -> dt.datetime:
        """A moment of a day, by the clock of the lab, in UTC."""
        return moment(self.day(number), hour, minute, second)


def moment(day: dt.date, hour: int, minute: int, second: int = 0) -> dt.datetime:
    """A moment of any day, by the clock of the lab, in UTC."""
    there = dt.datetime.combine(day, dt.time(hour, minute, second), timezone.get_default_timezone())
    return there.astimezone(dt.UTC)


def done(at: dt.datetime) -> bool:
    """Whether what belongs to that moment was done."""
    return AuditRow.objects.filter(at=at).exists()


def allowed(decision: object) -> None:
    """Raise UsageError when something was refused: somebody did otherwise than the demo's people meanwhile."""
    if isinstance(decision, Refused):
        raise UsageError(f"The demo cannot go on: {decision.sentence} Begin with an empty folder.")


def refused(decision: object) -> None:
    """Raise UsageError when something was allowed that the demo shows a refusal of."""
    if not isinstance(decision, Refused):
        raise UsageError("The demo cannot go on: what was to be refused was allowed. Begin with an empty folder.")


def worked(reference: str, at: dt.datetime) -> None:
    """Do the work that waits on a study, also when whoever did it before was killed; it ends at that moment.
    Raises UsageError when it fails."""
    give_back(reference)
    job = take(timezone.now(), reference)
    if job is None:
        raise UsageError(f"The demo cannot go on: no work waits on {reference}. Begin with an empty folder.")
    do(job, clock=lambda: at)
    row = JobRow.objects.get(pk=job.number)
    if row.state != JobState.DONE.value:
        raise UsageError(f"The demo cannot go on: {row.words} Begin with an empty folder.")
