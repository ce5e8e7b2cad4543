"""How a stage says how far it is, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable

# Called with the stage's name and what it is doing, in a few words that the next ones replace; or with what it
# found, in a whole sentence with its full stop, that is meant to stay. Never a personal value.
Progress = Callable[[str, str], None]


def silent(stage: str, words: str) -> None:
    """Listen to nothing."""
