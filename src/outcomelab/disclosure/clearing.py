"""The one place where the seal is set: on figures every part of which has a checker."""

from __future__ import annotations

from typing import TypeVar

from outcomelab.disclosure.kinds.claims import unclaimed
from outcomelab.handovers import cleared
from outcomelab.handovers.cleared import Cleared

T = TypeVar("T")


def clear(figures: T) -> Cleared[T]:
    """Seal what a checker has passed.

    Raises TypeError where a class of figures, or a field of one, has no checker: nothing leaves that no rule was
    written for.
    """
    if missing := unclaimed(type(figures)):
        raise TypeError(f"no checker is named for {', '.join(missing)}: see disclosure/kinds")
    return Cleared(figures, cleared._SEAL)
