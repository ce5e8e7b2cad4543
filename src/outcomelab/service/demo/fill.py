"""The front door: an empty service filled with the demo's organisations, people, agreements and studies."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter

from django.conf import settings
from django.utils import timezone

from outcomelab.errors import UsageError
from outcomelab.handovers.progress import Progress, silent
from outcomelab.service.configuration.choices import Mode
from outcomelab.service.demo.cast import ours
from outcomelab.service.demo.given import given, refuse_missing
from outcomelab.service.demo.papers import papers
from outcomelab.service.demo.setting_up import setting_up
from outcomelab.service.demo.steps import Calendar, Step
from outcomelab.service.demo.stories import STORIES
from outcomelab.service.demo.telling import told
from outcomelab.service.store.models import Account, AuditRow

STAGE = "demo"


def refuse_used() -> None:
    """Raise UsageError for a service that somebody else set up, and for one that is for others: in a demo anybody
    is anybody. Raises SettingsError for an empty one when the demo's data are not installed."""
    if getattr(settings, "CHOICES").mode is not Mode.LOCAL:  # noqa: B009 mypy knows no settings but Django's
        raise UsageError("The demo runs on this machine alone: start it without OUTCOMELAB_MODE.")
    if ours():
        return
    if Account.objects.exists() or AuditRow.objects.exists():
        raise UsageError("The demo fills an empty service only, and this one is in use: name another folder.")
    refuse_missing()


def fill(progress: Progress = silent, now: dt.datetime | None = None) -> None:
    """Fill an empty service, or go on where this was cut off; nothing is done to one that is filled already.

    Everything is done by the service's own actions and stages, as of days in the 13 weeks before `now` (the
    clock's, unless given), in the order of time, each step a transaction of its own, so that pages answer
    meanwhile. A study that somebody acts on meanwhile is left to them. Begin workers afterwards: what they did
    meanwhile they would do as of today.

    Raises UsageError as `refuse_used` does, and where organisations or agreements could not be made; SettingsError
    when the demo's data are not installed.
    """
    refuse_used()
    steps = _in_order(_calendar(now or timezone.now()))
    already = set(AuditRow.objects.values_list("at", flat=True))
    if all(step.at in already for step in steps):
        return
    left: set[str] = set()
    progress(STAGE, "making the demo's data")
    with given() as ships:
        for number, step in enumerate(steps, start=1):
            if step.at in already or step.study in left:
                continue
            progress(STAGE, f"{number} of {len(steps)}: {step.words}")
            try:
                step.act(step.at, ships)
            except UsageError:
                if not step.study:
                    raise
                left.add(step.study)
                progress(STAGE, f"“{step.study}” is left to whoever acted on it meanwhile")


def _calendar(now: dt.datetime) -> Calendar:
    """That of the demo which was begun, or of one that begins now."""
    first = AuditRow.objects.order_by("number").first()
    return Calendar(timezone.localdate(first.at)) if first else Calendar.before(now)


def _in_order(calendar: Calendar) -> list[Step]:
    stories = (step for place, story in enumerate(STORIES) for step in told(place, story, calendar))
    return sorted((*setting_up(calendar), *papers(calendar), *stories), key=attrgetter("at"))
