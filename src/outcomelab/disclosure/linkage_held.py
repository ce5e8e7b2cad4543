"""Groups that only the holding knows, as they may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from outcomelab.disclosure.linkage_groups import share
from outcomelab.disclosure.rounding import rounded_count
from outcomelab.handovers.linkage import HeldGroup
from outcomelab.handovers.linkage_figures import HeldGroupFigure
from outcomelab.protocol.rules import DisclosureRules


def cleared_held(
    groups: Sequence[HeldGroup], rules: DisclosureRules
) -> tuple[tuple[HeldGroupFigure, ...], tuple[HeldGroup, ...]]:
    """The groups shown, and the same raw. A level with too few links is merged with the next one; a grouping
    that leaves one level says nothing and is left out."""
    shown: list[HeldGroup] = []
    for _, members in groupby(groups, key=lambda group: group.group):
        merged = _merged(list(members), rules.threshold)
        if len(merged) > 1:
            shown += merged
    figures = tuple(
        HeldGroupFigure(
            group=group.group,
            level=group.level,
            linked=rounded_count(group.linked, rules.base),
            precision_percent=share(group.right / group.linked, group.linked, rules),
            recall_percent=share(recall(group), group.linked, rules),
        )
        for group in shown
    )
    return figures, tuple(shown)


def recall(group: HeldGroup) -> float | None:
    """Of the matches expected of a group's persons, the share that links have made."""
    return min(group.right / group.expected, 1.0) if group.expected else None


def _merged(groups: list[HeldGroup], threshold: int) -> list[HeldGroup]:
    merged: list[HeldGroup] = []
    for group in groups:
        if merged and merged[-1].linked < threshold:
            merged[-1] = _together(merged[-1], group)
        else:
            merged.append(group)
    if len(merged) > 1 and merged[-1].linked < threshold:
        merged[-2:] = [_together(*merged[-2:])]
    return merged


def _together(one: HeldGroup, other: HeldGroup) -> HeldGroup:
    return replace(
        one,
        level=f"{one.level} or {other.level}",
        linked=one.linked + other.linked,
        expected=one.expected + other.expected,
        right=one.right + other.right,
    )
