"""The service's own keys: made once and kept where keys are kept, unless given."""

from __future__ import annotations

import base64
import hashlib
import hmac
from pathlib import Path

from outcomelab.errors import HoldingError, SettingsError
from outcomelab.holdings.keys import made_key

SESSIONS = "service.secret.key"  # what sessions are signed with


def kept_secret(keys: Path, name: str = SESSIONS) -> str:
    """The key of that name in the folder of keys, made when there is none yet. Raises SettingsError when it can be
    neither read nor written."""
    try:
        return made_key(keys / name)
    except HoldingError as fault:
        raise SettingsError(str(fault)) from None


def set_up_code(secret: str) -> str:
    """What whoever sets the lab up has to know, so that it is not whoever comes first: 80 bits that follow from
    the secret key, in groups of four letters or digits. Printed at the console, of no use once there is a lab."""
    drawn = hmac.digest(secret.encode(), b"who sets the lab up", hashlib.sha256)[:10]
    letters = base64.b32encode(drawn).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def is_set_up_code(said: str, secret: str) -> bool:
    """Whether that is it, however spaced."""
    plain = "".join(sign for sign in said.lower() if sign.isalnum())
    return hmac.compare_digest(plain.encode(), set_up_code(secret).replace("-", "").encode())
