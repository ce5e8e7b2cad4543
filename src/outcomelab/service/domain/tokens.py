"""Secrets that programs show instead of signing in: how they are drawn, and what is kept of them."""

from __future__ import annotations

import hashlib
import secrets

LONGEST_DAYS = 365
_PREFIX = "olab_"  # so that a secret left lying about is recognised


def drawn() -> str:
    """A new secret, of 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a secret: its SHA-256. It is as long and as random as a key, so that this hides it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
