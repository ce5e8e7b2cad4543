"""Files that people send: held in memory until they are encrypted, never written down as they came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse

from outcomelab.people.sheet import MOST_BYTES

MOST_SENT = MOST_BYTES + 1_000_000  # the largest list, and what a form sends around it
TOO_LARGE = "outcomelab.too_large"  # what a server says of a request of which it threw away what was sent


class InMemory(MemoryFileUploadHandler):
    """Django's handler that keeps a file in memory, whatever its size, and none beyond what a list may have: that
    is refused by the length that is announced, before any of it is read. Raises RequestDataTooBig."""

    def handle_raw_input(self, *given: Any) -> None:
        """Refuse what is announced as too large."""
        _, _, content_length, *_ = given
        if content_length > MOST_SENT:
            raise RequestDataTooBig
        self.activated = True


class Refusing:
    """The middleware that refuses a request of which the server threw away what was sent, once it is known who
    reads that in which language."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request. Raises RequestDataTooBig, which becomes a page."""
        if TOO_LARGE in request.META:
            raise RequestDataTooBig
        return self._answer(request)
