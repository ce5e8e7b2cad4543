"""Programs act by a token: as its owner, in its one role, while a request that shows it lasts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from ninja.security import HttpBearer

from outcomelab.service.actions.acting import By
from outcomelab.service.queries.tokens import Bearer, bearer
from outcomelab.service.store import reading


class Limit:
    """Has every act and every query of a request with a token see its owner in that token's role alone."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, limited where it shows a token that is good; such an answer is kept nowhere."""
        shown = request.headers.get("Authorization", "")
        kind, _, secret = shown.partition(" ")
        found = bearer(secret.strip(), timezone.now()) if kind.lower() == "bearer" else None
        request.bearer = found  # type: ignore[attr-defined]
        if found is None:
            return self._answer(request)
        with reading.limited_to(found.post):
            answer = self._answer(request)
        patch_cache_control(answer, private=True, no_store=True)
        return answer


class Token(HttpBearer):
    """Lets in whoever shows a token that is good."""

    def authenticate(self, request: HttpRequest, token: str) -> Bearer | None:  # noqa: ARG002 looked at before
        """Whom the token stands for, as `Limit` found."""
        return getattr(request, "bearer", None)


def by(request: HttpRequest) -> By:
    """The token's owner, now."""
    who: Bearer = request.auth  # type: ignore[attr-defined]
    return By(who.account, timezone.now())
