"""The process that serves the pages: `python -m outcomelab.service.serving.pages DESCRIPTOR`, of a socket."""

from __future__ import annotations

import signal
import socket
import sys
from types import FrameType
from typing import Any

from waitress.server import create_server

from outcomelab.service.configuration.choices import Choices
from outcomelab.service.serving.parent import as_child
from outcomelab.service.starting import choices

THREADS = 8
_AT_ONCE = 100  # connections


def server(application: Any, listening: socket.socket, *, behind_proxy: bool) -> Any:
    """A waitress server of an application on a socket."""
    from outcomelab.service.serving.too_large import Channel
    from outcomelab.service.web.uploads import MOST_SENT

    behind: dict[str, Any] = {
        "trusted_proxy": "*",  # it alone can reach the address
        "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
    }
    made = create_server(
        application,
        sockets=[listening],
        threads=THREADS,
        connection_limit=_AT_ONCE,
        # a list that is sent is held in memory, and lies on no disk in clear
        max_request_body_size=MOST_SENT,
        inbuf_overflow=MOST_SENT,
        outbuf_overflow=MOST_SENT,
        ident=None,
        **(behind if behind_proxy else {}),
    )
    made.channel_class = Channel
    return made


def serve(listening: socket.socket, chosen: Choices) -> None:
    """Serve the pages on a socket until told to stop; what is being answered then is answered first."""

    def told(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, told)
    from outcomelab.service.web.wsgi import application

    server(application, listening, behind_proxy=chosen.behind_proxy).run()


if __name__ == "__main__":
    as_child(lambda: serve(socket.socket(fileno=int(sys.argv[1])), choices()))
