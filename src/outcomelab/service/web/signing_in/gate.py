"""What every request passes: sessions end, pages are in their reader's language, whoever needs a second factor
sets it up before anything else, and a service that is not set up leads to where it is."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control

from outcomelab.service.queries.accounts import is_set_up
from outcomelab.service.queries.second_factor import lacks_second_factor
from outcomelab.service.store.models import Account
from outcomelab.service.web.faults import PROGRAMS

_ENDS = "ends"  # when a session does, in seconds since 1970
_OPEN = ("/accounts/", "/language/", "/demo/", settings.STATIC_URL)
DEMO = "demo"


class Gate:
    """The middleware."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, or lead to what comes first. What somebody reads is not kept by their browser. Raises
        Http404 for an address with the character NUL in it, for which databases have no place."""
        if "\0" in request.path_info and not request.path_info.startswith(PROGRAMS):  # which tells of it itself
            raise Http404
        if not isinstance(request.user, Account):
            first = request.path in ("/", settings.LOGIN_URL) and not is_set_up()
            return redirect("set-up") if first else self._answer(request)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        if request.session.get(_ENDS, time.time()) < time.time():
            logout(request)
        answer = redirect("mfa_index") if self._kept_out(request) else self._answer(request)
        if not answer.has_header("Cache-Control"):
            patch_cache_control(answer, private=True, no_store=True)
        return answer

    @staticmethod
    def _kept_out(request: HttpRequest) -> bool:
        if (
            not request.user.is_authenticated
            or request.path.startswith(_OPEN)
            or (settings.DEMO and request.session.get(DEMO))
        ):
            return False
        return lacks_second_factor(request.user.pk or 0, settings.MFA_FOR)


def begins(request: HttpRequest, **_: object) -> None:
    """A session begins: it ends some hours later, however busy it is."""
    request.session[_ENDS] = time.time() + settings.SESSION_COOKIE_AGE


def listen() -> None:
    """Hear when a session begins."""
    user_logged_in.connect(begins, dispatch_uid="a session's end")
