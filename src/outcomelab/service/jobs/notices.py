"""Notices by e-mail, sent by the worker after the act: one that cannot be sent holds nothing up and waits."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from outcomelab.service.store.door import working
from outcomelab.service.store.models import NoticeRow

_AT_ONCE = 20
_TOO_OLD = dt.timedelta(days=7)  # the study's page has said it since
_FIRST_WAIT, _LONGEST_WAIT = dt.timedelta(minutes=2), dt.timedelta(hours=12)
_log = logging.getLogger("outcomelab.service.jobs")


def send_due(now: dt.datetime) -> int:
    """Send what is due, at most twenty; returns how many were sent. Without a mail server nothing is."""
    return sum(_sent(row, now) for row in _taken(now)) if settings.EMAIL_HOST else 0


def _taken(now: dt.datetime) -> list[NoticeRow]:
    """Notices that are due, put off before they are tried, so that two workers never send the same."""
    with transaction.atomic(), working():
        due = NoticeRow.objects.filter(sent=None, not_before__lte=now, at__gt=now - _TOO_OLD)
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("not_before", "pk")[:_AT_ONCE])
        for row in rows:
            row.not_before = now + min(_FIRST_WAIT * 2**row.tries, _LONGEST_WAIT)
            row.tries += 1
            row.save()
    return rows


def _sent(row: NoticeRow, now: dt.datetime) -> bool:
    with translation.override(row.to.language):
        facts = {
            "reference": row.study.reference,
            "title": row.study.title,
            "state": gettext(row.state),
            "address": settings.ADDRESS,
        }
        subject = gettext("Study {reference} is now: {state}").format_map(facts)
        body = gettext(
            "The study {reference}, “{title}”, is now: {state}.\n\nSee what is next: {address}\n"
        ).format_map(facts)
    try:
        EmailMessage(subject, body, to=[row.to.email]).send()
    except OSError:
        _log.exception("notice %d could not be sent", row.pk)
        return False
    row.sent = now
    with working():
        row.save(update_fields=["sent"])
    return True
