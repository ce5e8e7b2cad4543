"""Which program this is: what one version finished, another may read or make differently."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def program() -> str:
    """SHA-256, in hexadecimal, of the lab's code as it is: its version's number stays while it is changed."""
    place, digest = Path(__file__).parents[1], hashlib.sha256()
    for file in sorted(place.rglob("*.py")):
        if file.is_relative_to(place / "service"):
            continue
        content = file.read_bytes()
        digest.update(f"{file.relative_to(place)}|{len(content)}|".encode())
        digest.update(content)
    return digest.hexdigest()
