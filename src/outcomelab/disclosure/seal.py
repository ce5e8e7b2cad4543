"""Cleared figures written down and read back: a seal (HMAC-SHA256, RFC 2104) shows that nobody changed them.

The key stays in the lab's folder of keys. A file whose seal does not hold is not cleared.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

from outcomelab.disclosure.clearing import clear
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures


def sealed(output: Cleared[Figures], key: bytes) -> str:
    """The figures as a sealed JSON text."""
    body = output.figures.model_dump_json()
    return json.dumps({"seal": _seal(body, key), "figures": body})


def unsealed(file: Path, key: bytes) -> Cleared[Figures]:
    """The cleared figures of a file written with `sealed`.

    Raises DisclosureRefused when the file is not such a file, or its seal does not hold.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = ""
    return unsealed_text(text, file.name, key)


def unsealed_text(text: str, name: str, key: bytes) -> Cleared[Figures]:
    """The cleared figures of a text that `sealed` made, called `name` when it is refused. Raises as `unsealed`."""
    try:
        content = json.loads(text)
        body, seal = str(content["figures"]), str(content["seal"])
    except (ValueError, KeyError, TypeError):
        raise DisclosureRefused(f"{name} holds no cleared figures. Make it with `outcomelab protect`.") from None
    if not hmac.compare_digest(seal, _seal(body, key)):
        raise DisclosureRefused(
            f"The seal of {name} does not hold: it was changed, or cleared in another lab. "
            "Clear the findings again with `outcomelab protect`."
        )
    return clear(Figures.model_validate_json(body))


def _seal(body: str, key: bytes) -> str:
    return hmac.new(key, body.encode("utf-8"), hashlib.sha256).hexdigest()
