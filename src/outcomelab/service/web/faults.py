"""Pages for when there is no page: none of them says what was asked for."""

from __future__ import annotations

import sys
from typing import Any

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
        if request.path_info.startswith(PROGRAMS):
            return JsonResponse({"code": "too-large", "sentence": words}, status=413)
        return _page(request, 413, _("The file is too large"), words)
    return _page(request, 400, _("This cannot be read"), _("Go back, and try it again."))


def not_allowed(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 Django's own
    """Somebody is not let in."""
    return _page(request, 403, _("You cannot open this"), _("Sign in as somebody who may, or ask."))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django's own
    """A form was sent that this service did not give, or long ago."""
    return _page(request, 403, _("This page was open for too long"), _("Go back, reload it and send it again."))


def not_there(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 Django's own
    """There is no such page, or it is somebody else's."""
    return _page(request, 404, _("There is no such page"), _("Look at the address again, or go home."))


def too_often(request: HttpRequest) -> HttpResponse:
    """Somebody asked for something so often that it looks like a machine."""
    return _page(request, 429, _("This was tried too often"), _("Wait some minutes, then try again."))


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Something unexpected happened; or the database was away, or taken for so long that a write gave up."""
    if isinstance(sys.exception(), OperationalError):
        words = _("Wait a minute. Then look whether what you asked for was done, and if not try again.")
        if request.path_info.startswith(PROGRAMS):
            answer: HttpResponse = JsonResponse({"code": "too-busy", "sentence": words}, status=503)
        else:
            answer = _page(request, 503, _("The service is too busy now"), words)
        answer["Retry-After"] = str(_WAIT)
        return answer
    return _page(request, 500, _("Something went wrong"), _("Nothing was changed. Try again, or tell the lab."))


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    return render(request, "parts/fault.html", {"title": title, "words": words}, status=status)
