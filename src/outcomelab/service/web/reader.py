"""Who is reading a page, and in whose name what it asks for is done."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from outcomelab.service.actions.acting import By
from outcomelab.service.store.models import Account

T = TypeVar("T")
_MOST_DIGITS = 16


def account(request: HttpRequest) -> Account:
    """The account that is signed in. Raises Http404 when none is: what needs one is not there for others."""
    if not isinstance(request.user, Account):
        raise Http404
    return request.user


def by(request: HttpRequest) -> By:
    """Whoever is signed in, now."""
    return By(account(request).pk, timezone.now())


def number(sent: QueryDict, name: str) -> int | None:
    """A number that came along under a name; None where there is none, or none that an event or a version has."""
    text = sent.get(name, "")
    return int(text) if text.isdecimal() and len(text) < _MOST_DIGITS else None


def there(found: T | None) -> T:
    """What a query found. Raises Http404 for what is not there, or is somebody else's: nobody is told which."""
    if found is None:
        raise Http404
    return found
