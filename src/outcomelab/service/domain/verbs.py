"""Verbs: what is stored of them never changes, and what their buttons say may."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Verb(StrEnum):
    """A verb of the service. Its value is what is stored and never changes; `words` are those of its button."""

    words: str

    def __new__(cls, value: str, words: str) -> Self:
        """A verb of that value, with its words."""
        verb = str.__new__(cls, value)
        verb._value_ = value
        verb.words = words
        return verb
