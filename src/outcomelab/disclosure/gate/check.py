"""The gate: a new release held against every earlier one over the same persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from outcomelab.disclosure.gate.capped import PERSONS_A_CELL, past_the_cap
from outcomelab.disclosure.gate.differencing import differing_by_few
from outcomelab.disclosure.gate.known import Populations
from outcomelab.disclosure.gate.narrowed import RANGE_CUT, narrowed
from outcomelab.disclosure.gate.rerun import adds_too_few

Rule = Literal["re-run", "differencing", "cells", "narrowed"]


@dataclass(frozen=True)
class Broken:
    """A rule that a new release breaks, and the places of the populations that break it. Not for the analyst:
    which rule it was tells of persons too."""

    rule: Rule
    populations: tuple[int, ...]
    outcome: str = ""


def broken(
    new: Populations,
    past: Populations,
    threshold: int,
    persons_a_cell: int = PERSONS_A_CELL,
    range_cut: float = RANGE_CUT,
) -> tuple[Broken, ...]:
    """Every rule across releases that `new` breaks after `past`; none when it may leave.

    `threshold`: the fewest persons anything may be told of; `persons_a_cell`: of a population, for every count
    in it; `range_cut`: the most of a small group's range that may be taken away. Cheap rules come first, and the
    linear programs only where those are kept.
    """
    cheap = (
        Broken("re-run", adds_too_few(new, past, threshold)),
        Broken("differencing", differing_by_few(new, past, threshold)),
        Broken("cells", past_the_cap(new, past, persons_a_cell)),
    )
    found = tuple(one for one in cheap if one.populations)
    if found:
        return found
    tried = ((outcome, narrowed(new, past, outcome, threshold, range_cut)) for outcome in new.outcomes)
    return tuple(Broken("narrowed", places, outcome) for outcome, places in tried if places)
