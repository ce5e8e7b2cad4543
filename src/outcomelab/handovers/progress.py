"""How a stage says how far it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable

# Called with the stage's name and a few words of what it is doing or found. Never a personal value.
Progress = Callable[[str, str], None]


def silent(stage: str, words: str) -> None:
    """Listen to nothing."""
