"""What is answered when there is no page: none of it says what was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from outcomelab.people.sheet import MOST_BYTES

PROGRAMS = "/api/"  # whose answers are no pages
_WAIT = 60  # seconds


def not_understood(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """What was sent cannot be read, or is too large to be."""
    if isinstance(exception, RequestDataTooBig):
        most = MOST_BYTES // 1_000_000
        words = _("A file may have at most {most} MB. Go back, and send a smaller one.").format(most=most)
        return _told(request, 413, "too-large", _("The file is too large"), words)
    return _told(request, 400, "not-understood", _("This cannot be read"), _("Go back, and try it again."))


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 Django's own
    """Somebody is not let in."""
    return _told(request, 403, "not-allowed", _("You cannot open this"), _("Sign in as somebody who may, or ask."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django's own
    """A form was sent that this service did not give, or long ago."""
    words = _("Go back, reload it and send it again.")
    return _told(request, 403, "not-allowed", _("This page was open for too long"), words)


def not_there(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 Django's own
    """There is no such page, or it is somebody else's."""
    words = _("Look at the address again, or go home.")
    return _told(request, 404, "not-there", _("There is no such page"), words)


def too_often(request: HttpRequest) -> HttpResponse:
    """Somebody asked for something so often that it looks like a machine."""
    words = _("Wait some minutes, then try again.")
    return _told(request, 429, "too-often", _("This was tried too often"), words)


class InWords:
    """The middleware that answers in words where Django answers nothing: at an address that only a button leads
    to, or that programs ask in another way."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        answer = self._answer(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        words = _("This is done with a button on another page. Go home, and look for it from there.")
        if request.path_info.startswith(PROGRAMS):
            words = _("This is asked for in another way: look at the description.")
        told = _told(request, answer.status_code, "not-so", _("There is nothing to read here"), words)
        told["Allow"] = answer["Allow"]
        return told


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Something unexpected happened; or the database was away, or taken for so long that a write gave up."""
    if isinstance(sys.exception(), OperationalError):
        request.user = AnonymousUser()  # who it is stands in the database, which is asked nothing more
        words = _("Wait a minute. Then look whether what you asked for was done, and if not try again.")
        answer = _told(request, 503, "too-busy", _("The service is too busy now"), words)
        answer["Retry-After"] = str(_WAIT)
        return answer
    words = _("Look whether what you asked for was done. If not try again, or tell the lab.")
    return _told(request, 500, "went-wrong", _("Something went wrong"), words)


def _told(request: HttpRequest, status: int, code: str, title: str, words: str) -> HttpResponse:
    """A page for people; for programs the code and the sentence, as the API tells of whatever it refuses."""
    if request.path_info.startswith(PROGRAMS):
        return JsonResponse({"code": code, "sentence": words}, status=status)
    return render(request, "parts/fault.html", {"title": title, "words": words}, status=status)
