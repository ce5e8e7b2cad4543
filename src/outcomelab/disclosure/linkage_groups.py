"""Groups of participants as they may be shown: merged where small, withheld where a difference would tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from outcomelab.disclosure.rounding import percent, rounded, rounded_count
from outcomelab.disclosure.suppression import complementary
from outcomelab.handovers.linkage import LinkageGroup
from outcomelab.handovers.linkage_figures import LinkageGroupFigure
from outcomelab.protocol.rules import DisclosureRules

OTHER = "other"


@dataclass(frozen=True)
class Parted:
    """One way to part the participants: its groups after merging, raw, and as they are shown."""

    raw: tuple[LinkageGroup, ...]
    shown: tuple[LinkageGroupFigure, ...]


def parted(groups: Sequence[LinkageGroup], rules: DisclosureRules) -> Iterator[Parted]:
    """Every grouping as it may be shown."""
    for _, members in groupby(groups, key=lambda group: group.group):
        some = [group for group in members if group.participants]
        merge = _unnamed if some and some[0].given else _merged
        raw = merge(some, rules.threshold)
        if raw and (len(raw) > 1 or not raw[0].given):
            quiet = _quiet([group.linked for group in raw], raw, rules.threshold)
            unlinkable = _quiet([group.unlinkable for group in raw], raw, rules.threshold)
            shown = (
                cleared_group(group, rules, quiet=hide, quiet_unlinkable=hide_unlinkable)
                for group, hide, hide_unlinkable in zip(raw, quiet, unlinkable, strict=True)
            )
            yield Parted(tuple(raw), tuple(shown))


def cleared_group(
    group: LinkageGroup, rules: DisclosureRules, *, quiet: bool, quiet_unlinkable: bool
) -> LinkageGroupFigure:
    """A group's figures. `quiet`: its share linked is not shown, since it would give away another's;
    `quiet_unlinkable` the same for the share that could not be linked."""
    if group.participants < rules.threshold:
        return LinkageGroupFigure(
            group=group.group,
            level=group.level,
            participants=None,
            linked_percent=None,
            precision_percent=None,
            recall_percent=None,
            withheld="too few people to show",
        )
    decimals = _decimals(group.participants, rules)
    withheld = ""
    linked: float | None = percent(group.linked, group.participants, rules.base, decimals)
    if group.linked < rules.threshold:
        linked, withheld = None, f"fewer than {rules.threshold} were found"
    elif group.participants - group.linked < rules.threshold:
        linked, withheld = None, f"all but fewer than {rules.threshold} were found"
    elif quiet:
        linked, withheld = None, "protects another group"
    some = group.linked >= rules.threshold
    tells = group.adjusted is not None and linked is not None
    could_not = group.unlinkable
    unsaid = quiet_unlinkable or min(could_not, group.participants - could_not) < rules.threshold
    return LinkageGroupFigure(
        group=group.group,
        level=group.level,
        participants=rounded_count(group.participants, rules.base),
        linked_percent=linked,
        precision_percent=share(group.precision, group.participants, rules) if some else None,
        recall_percent=share(group.recall, group.participants, rules) if some else None,
        adjusted_percent=rounded(100 * (group.adjusted or 0.0), decimals) if tells else None,
        missed=rounded_count(group.missed, rules.base) if group.missed >= rules.threshold else None,
        unlinkable_percent=None if unsaid else percent(could_not, group.participants, rules.base, decimals),
        withheld=withheld,
    )


def share(estimated: float | None, people: int | None, rules: DisclosureRules) -> float | None:
    """A model's estimate for so many people in per cent: not a count of persons, and never above 99, since no
    linkage is known to be perfect."""
    if estimated is None or people is None:
        return None
    decimals = _decimals(people, rules)
    return min(rounded(100 * estimated, decimals), 99.0 if decimals == 0 else 99.9)


def _decimals(people: int, rules: DisclosureRules) -> int:
    return 1 if people >= rules.precise_from else 0


def _quiet(counts: Sequence[int], groups: Sequence[LinkageGroup], threshold: int) -> tuple[bool, ...]:
    """Which groups' share to withhold: those with too few on either side, and those that would give them away."""
    smaller = [min(count, group.participants - count) for count, group in zip(counts, groups, strict=True)]
    return complementary(smaller, [side < threshold for side in smaller], threshold)


def _merged(groups: list[LinkageGroup], threshold: int) -> list[LinkageGroup]:
    """The groups in their order, each too small one together with the next, the last with the one before."""
    merged: list[LinkageGroup] = []
    for group in groups:
        if merged and merged[-1].participants < threshold:
            merged[-1] = together(merged[-1], group)
        else:
            merged.append(group)
    if len(merged) > 1 and merged[-1].participants < threshold:
        merged[-2:] = [together(*merged[-2:])]
    return merged


def _unnamed(groups: list[LinkageGroup], threshold: int) -> list[LinkageGroup]:
    """The groups in their order, too small ones together at the end without their names: a word that few
    people share is not for others to read."""
    named = [group for group in groups if group.participants >= threshold]
    small = [replace(group, level=OTHER) for group in groups if group.participants < threshold]
    if not small:
        return named
    rest = small[0]
    for group in small[1:]:
        rest = replace(together(rest, group), level=OTHER)
    if rest.participants < threshold and named:
        least = min(named, key=lambda group: group.participants)
        named.remove(least)
        rest = together(least, rest)
    return [*named, rest]


def together(one: LinkageGroup, other: LinkageGroup) -> LinkageGroup:
    """Two groups as one."""
    both = (one, other)
    participants, linked = one.participants + other.participants, one.linked + other.linked
    right, missed = one.right + other.right, one.missed + other.missed
    rates = [group.adjusted * group.participants for group in both if group.adjusted is not None]
    return LinkageGroup(
        group=one.group,
        level=f"{one.level} or {other.level}",
        participants=participants,
        linked=linked,
        precision=right / linked if linked else None,
        recall=right / (right + missed) if right + missed else None,
        missed=missed,
        unlinkable=one.unlinkable + other.unlinkable,
        adjusted=sum(rates) / participants if len(rates) == len(both) else None,
        given=one.given,
    )
