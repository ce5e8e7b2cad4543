"""The service's own keys: made once and kept where keys are kept, unless given."""

from __future__ import annotations

from pathlib import Path

from outcomelab.errors import HoldingError, SettingsError
from outcomelab.holdings.keys import keep_key, new_key, read_key

SESSIONS = "service.secret.key"  # what sessions are signed with


def kept_secret(keys: Path, name: str = SESSIONS) -> str:
    """The key of that name in the folder of keys, made when there is none yet. Raises SettingsError when it can be
    neither read nor written."""
    file = keys / name
    try:
        if not file.exists():
            keep_key(file, new_key())
    except HoldingError as fault:
        if not file.exists():  # else another process of the service has just made it
            raise SettingsError(str(fault)) from None
    try:
        return read_key(file)
    except HoldingError as fault:
        raise SettingsError(str(fault)) from None
