"""Where linkage goes better for one group than for another, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from outcomelab.disclosure.linkage_groups import Parted
from outcomelab.disclosure.linkage_held import recall
from outcomelab.disclosure.rounding import rounded
from outcomelab.handovers.linkage import HeldGroup, LinkageGroup
from outcomelab.handovers.linkage_figures import LinkageGroupFigure
from outcomelab.protocol.gaps import Rate, widest_gap
from outcomelab.protocol.recall import recall_between, uncertain

_RATE = "{high} of participants in “{best}” were found in the records against {low} in “{worst}”"
_RECALL = (
    "an estimated {low} of people in the group “{worst}” were found in the records against {high} in “{best}”"
)
_PRECISION = "an estimated {low} of links in the group “{worst}” join the right person against {high} in “{best}”"
_MEANING = " What is found for the one group may not hold for the other."


def recall_warning(recall: float | None, shown_percent: float | None) -> Iterator[str]:
    """How far to trust the `recall` that is shown, where it is not far. What the sentence tells follows from what
    is shown; that it stands there does not depend on the rules."""
    if uncertain(recall) is not None and shown_percent is not None:
        low, high = (f"{rounded(100 * share, 0):g}%" for share in recall_between(shown_percent / 100))
        yield (
            "How many people who are in the records were not found is an estimate, and here a rough one: between "
            f"{low} and {high} of them were found."
        )


def group_warnings(parts: Sequence[Parted]) -> Iterator[str]:
    """Gaps between the groups of the list in link rate (adjusted where it is), recall or precision. Only
    figures that are shown are compared."""
    for part in parts:
        both = tuple(zip(part.raw, part.shown, strict=True))
        name = part.raw[0].group
        held = " with age and sex held equal," if any(group.adjusted is not None for group in part.raw) else ""
        yield from _said(f"By {name},{held} ", _RATE, (_link_rate(*one) for one in both))
        yield from _said(
            f"By {name}, ",
            _RECALL,
            (
                Rate(raw.level, raw.recall, raw.right + raw.missed)
                for raw, shown in both
                if raw.recall is not None and shown.recall_percent is not None
            ),
        )
        yield from _said(
            f"By {name}, ",
            _PRECISION,
            (
                Rate(raw.level, raw.precision, raw.linked)
                for raw, shown in both
                if raw.precision is not None and shown.precision_percent is not None
            ),
        )


def held_warnings(groups: Sequence[HeldGroup]) -> Iterator[str]:
    """Gaps in recall or precision between the groups that only the holding knows; `groups` are those shown."""
    for name, members in groupby(groups, key=lambda group: group.group):
        levels = list(members)
        recalls = [(one, recall(one)) for one in levels]
        yield from _said(
            f"By {name}, ",
            _RECALL,
            (Rate(one.level, found, one.expected) for one, found in recalls if found is not None),
        )
        yield from _said(
            f"By {name}, ", _PRECISION, (Rate(one.level, one.right / one.linked, one.linked) for one in levels)
        )


def _link_rate(raw: LinkageGroup, shown: LinkageGroupFigure) -> Rate | None:
    if shown.linked_percent is None:
        return None
    return Rate(
        raw.level, raw.linked / raw.participants if raw.adjusted is None else raw.adjusted, raw.participants
    )


def _said(start: str, words: str, rates: Iterator[Rate | None]) -> Iterator[str]:
    gap = widest_gap([rate for rate in rates if rate is not None])
    if gap is not None:
        low, high = gap
        told = words.format(low=_percent(low), high=_percent(high), worst=low.level, best=high.level)
        yield f"{start}{told}.{_MEANING}"


def _percent(rate: Rate) -> str:
    return f"{min(rounded(100 * rate.share, 0), 99.0):g}%"
