"""What is sent and is larger than anything that is taken: thrown away as it comes, and answered by a page of ours.

Waitress would answer in a few English words of its own, and close the connection while more is being sent: whoever
does not listen before all is sent, as many programs do not, is told nothing but that the connection broke.
"""

from __future__ import annotations

import io
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask, Task, WSGITask
from waitress.utilities import RequestEntityTooLarge

from outcomelab.service.web.uploads import TOO_LARGE

_MOST_WAITED_FOR = 1_000_000_000  # bytes; whoever announces more is answered, and sends it to nobody


class _Received(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request. One that is announced as too large is whole once all of it has come; nothing of it is kept."""

    expect_continue: bool
    to_come = 0  # bytes to be thrown away

    def received(self, data: bytes) -> int:
        """Take what came of it. Returns how many bytes were of this request."""
        if self.to_come:
            thrown_away = min(len(data), self.to_come)
            self.to_come -= thrown_away
            self.completed = not self.to_come
            return thrown_away
        taken: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            waits, self.expect_continue = self.expect_continue, False  # for leave to send, which it is not given
            if not (waits or self.chunked) and self.content_length <= _MOST_WAITED_FOR:
                self.to_come, self.completed = self.content_length, False
            else:
                self.connection_close = True
        return taken


class _TooLarge(WSGITask):  # type: ignore[misc]  # waitress has no types
    """Has the application answer, without what was sent and told of it."""

    def execute(self) -> None:
        """Answer."""
        if self.request.connection_close:
            self.set_close_on_finish()
        super().execute()

    def get_environment(self) -> dict[str, Any]:
        """What the application is given of the request."""
        nothing = {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"}
        return {**super().get_environment(), **nothing, TOO_LARGE: True}


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection on which what is too large is answered so."""

    parser_class = _Received

    @staticmethod
    def error_task_class(channel: Channel, request: HTTPRequestParser) -> Task:
        """What answers a request that cannot be taken."""
        kind = _TooLarge if isinstance(request.error, RequestEntityTooLarge) else ErrorTask
        return kind(channel, request)
