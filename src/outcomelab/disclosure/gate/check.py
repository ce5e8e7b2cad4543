"""The gate: a new release held against every earlier one over the same persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from outcomelab.disclosure.gate.capped import past_the_cap
from outcomelab.disclosure.gate.differencing import differing_by_few
from outcomelab.disclosure.gate.known import Populations
from outcomelab.disclosure.gate.limits import Limits
from outcomelab.disclosure.gate.narrowed import narrowed
from outcomelab.disclosure.gate.rerun import adds_too_few

Rule = Literal["re-run", "differencing", "cells", "narrowed", "columns"]


@dataclass(frozen=True)
class Broken:
    """A rule that a new release breaks, and the places of the populations that break it. Not for the analyst:
    which rule it was tells of persons too."""

    rule: Rule
    populations: tuple[int, ...]
    outcome: str = ""


def broken(new: Populations, past: Populations, limits: Limits) -> tuple[Broken, ...]:
    """Every rule across releases that `new` breaks after `past`; none when it may leave. Cheap rules come first,
    and the linear programs only where those are kept."""
    cheap = (
        Broken("re-run", adds_too_few(new, past, limits.threshold)),
        Broken("differencing", differing_by_few(new, past, limits.threshold)),
        Broken("cells", past_the_cap(new, past, limits.persons_a_cell)),
    )
    found = tuple(one for one in cheap if one.populations)
    if found:
        return found
    tried = ((outcome, narrowed(new, past, outcome, limits)) for outcome in new.outcomes)
    return tuple(Broken("narrowed", places, outcome) for outcome, places in tried if places)
