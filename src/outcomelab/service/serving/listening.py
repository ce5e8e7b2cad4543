"""Where the pages are served: an address of this machine that is taken before anything is begun."""

from __future__ import annotations

import errno
import socket

from outcomelab.errors import SettingsError
from outcomelab.service.configuration.choices import Choices, Mode

_WAITING = 128  # connections that may wait while the pages' process is started again


def refuse_open(choices: Choices) -> None:
    """Raise SettingsError where people would come from elsewhere and nothing takes their HTTPS connections."""
    if choices.mode is Mode.PRODUCTION and not choices.behind_proxy:
        raise SettingsError(
            "`outcomelab serve` speaks HTTP: put a proxy in front that takes HTTPS and sets X-Forwarded-Proto, "
            "and say so with OUTCOMELAB_BEHIND_PROXY=true."
        )


def listening(host: str, port: int) -> socket.socket:
    """A socket on which connections wait from now on. `port`: 0 for any that is free. Raises SettingsError when it
    cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(_WAITING)
    except OSError as fault:
        made.close()
        if fault.errno == errno.EADDRINUSE:
            said = f"Port {port} is in use: stop what uses it, or name another with --port."
        elif fault.errno == errno.EACCES:
            said = f"Port {port} is kept for the system: name one of 1024 or more with --port."
        else:
            said = f"This machine has no address {host}: look at OUTCOMELAB_LISTEN."
        raise SettingsError(said) from None
    return made
