"""Counts of the spine: persons, and how many of a holding's another holding has too."""

from __future__ import annotations

import pyarrow.compute as pc

from outcomelab.handovers.spine import Spine


def persons(spine: Spine) -> int:
    """How many persons are on the spine."""
    return int(pc.count_distinct(spine.membership["spine_key"]).as_py())


def shared(spine: Spine) -> dict[str, int]:
    """By holding: how many of its persons are in another holding too."""
    once = spine.membership.group_by(["holding", "spine_key"]).aggregate([])
    holders = once.group_by("spine_key").aggregate([("holding", "count")])
    several = holders.filter(pc.greater(holders["holding_count"], 1))["spine_key"]
    there = (
        once.filter(pc.is_in(once["spine_key"], several)).group_by("holding").aggregate([("spine_key", "count")])
    )
    return dict(zip(there["holding"].to_pylist(), there["spine_key_count"].to_pylist(), strict=True))
