"""What a checker's evidence and a linkage's counts say of each figure, as they say it; why one is withheld, and
what groups and their levels are called, the report says as well, and has in its own language."""

from __future__ import annotations

from itertools import chain

from outcomelab.disclosure.kinds.registry import KINDS
from outcomelab.protocol.statbarns import Statbarn

_SIDES = ("participants", "comparison group")
_OF = (
    "persons", "persons lost", "participants matched", "people compared", "participants", "comparison group",
    "pool", "matched", "unmatched", "linked", "not linked", "pairs that differ one way",
    "pairs that differ the other way", "participants more or fewer than were matched",
    "participants with the outcome, for a finding", "participants still followed",
    *(
        said.format(who=who)
        for who in _SIDES
        for said in (
            "{who} with the outcome", "{who} without the outcome", "{who} with the event",
            "share of the two largest, {who}", "all others in per cent of the largest, {who}",
            "events since the time shown before, {who}", "still followed, {who}",
        )
    ),
    *(f"{who}, twice over" for who in ("participants", "pool", "matched", "comparison group")),
)  # fmt: skip
_WHY = (
    "shown", "merged", "withheld", "in “{reason}”", "too few were lost to show", "with other small levels",
    "with another group of its kind", "merged, or too few were unmatched",
    "results by subgroup need {least} participants", "the primary outcome is withheld", "the outcome is withheld",
    "carries the count beside it", "too few events in the step, or people left, here or further on",
)  # fmt: skip
_NAMES = (
    "submitted", "readable", "distinct", "eligible", "bounds on pairs", "placebo: {name}", "caliper {value}",
    "log odds {value} to {other}", "everyone found", "everyone compared", "age band", "sex", "everybody",
    "{name}, {count} days",
)  # fmt: skip
_KINDS = tuple(chain.from_iterable((kind.name, kind.asks) for kind in KINDS))
SENTENCES = tuple(filter(None, (*_OF, *_WHY, *_NAMES, *_KINDS, *(barn.value for barn in Statbarn))))
