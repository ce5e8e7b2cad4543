"""Files that people send: held in memory until they are encrypted, never written down as they came."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

from outcomelab.people.sheet import MOST_BYTES

MOST_SENT = MOST_BYTES + 1_000_000  # the largest list, and what a form sends around it


class InMemory(MemoryFileUploadHandler):
    """Django's handler that keeps a file in memory, whatever its size, and none beyond what a list may have: that
    is refused by the length that is announced, before any of it is read. Raises RequestDataTooBig."""

    def handle_raw_input(self, *given: Any) -> None:
        """Refuse what is announced as too large."""
        _, _, content_length, *_ = given
        if content_length > MOST_SENT:
            raise RequestDataTooBig
        self.activated = True
