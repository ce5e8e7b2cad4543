"""The API: one door for programs, with the pages' rules in front of it."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.throttling import AuthRateThrottle

from outcomelab.errors import OutcomeLabError
from outcomelab.service.api import agreements, approving, checking, everyone, log, planning, studies
from outcomelab.service.api.answers import Fault, FaultError
from outcomelab.service.api.limit import Token
from outcomelab.service.wording.hearing import heard

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")  # of a field, or of an application's question

api = NinjaAPI(
    title="Outcome Lab",
    version="1",
    description="Studies, agreements and releases, by the rules that the pages go by. A token acts as its owner "
    "in one role for one organisation; whatever it may not do is refused with a code and a sentence. Nothing here "
    "gives a person's row to anyone.",
    auth=Token(),
    throttle=[AuthRateThrottle("600/m")],
    docs_url=None,  # its page asks for scripts from elsewhere
    urls_namespace="api",
)
api.add_router("", everyone.router)
api.add_router("/studies", studies.router)
api.add_router("/studies", approving.router)
api.add_router("/studies", planning.router)
api.add_router("/studies", checking.router)
api.add_router("/agreements", agreements.router)
api.add_router("", log.router)


@api.exception_handler(FaultError)
def _fault(request: HttpRequest, error: FaultError) -> HttpResponse:
    return api.create_response(request, error.fault, status=error.status)


@api.exception_handler(OutcomeLabError)
def _untakeable(request: HttpRequest, error: OutcomeLabError) -> HttpResponse:
    return api.create_response(request, Fault(code=error.code, sentence=heard(str(error))), status=422)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which fields are wrong and why; what was sent is not said again, nor are keys that are no names."""
    places = "; ".join(f"{_place(one['loc'])}: {one['msg']}" for one in error.errors)
    fault = Fault(code="not-as-described", sentence=f"{_('Send it as the description says.')} {places}")
    return api.create_response(request, fault, status=422)


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) if isinstance(part, int) or _NAME.fullmatch(part) else "…" for part in loc[1:])


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    fault = Fault(code="no-token", sentence=_("Send a token of yours: Authorization: Bearer …."))
    return api.create_response(request, fault, status=401)


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    fault = Fault(
        code="not-understood", sentence=_("This cannot be read, or comes too often: look at the description.")
    )
    return api.create_response(request, fault, status=error.status_code)
