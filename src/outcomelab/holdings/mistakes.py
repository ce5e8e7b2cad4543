"""From a list of mistakes to the error that carries them."""

from __future__ import annotations

from collections.abc import Sequence

from outcomelab.errors import HoldingError, Mistake


def refusal(what: str, mistakes: Sequence[Mistake]) -> HoldingError:
    """The error that says `what` has these mistakes, one a line."""
    number = f"{len(mistakes)} mistake{'s' if len(mistakes) != 1 else ''}"
    lines = "\n".join(f"  {mistake}" for mistake in mistakes)
    return HoldingError(f"{what} has {number}:\n{lines}", tuple(mistakes))
