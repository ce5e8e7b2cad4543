"""What is left of sessions that have ended: who was signed in where is not kept."""

from __future__ import annotations

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session


def forget_ended(now: dt.datetime) -> None:
    """Remove sessions that ended, and from which browser and network address they were."""
    Session.objects.filter(expire_date__lte=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
