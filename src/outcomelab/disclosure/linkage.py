"""Linkage quality made safe, with a warning wherever it differs between groups."""

from __future__ import annotations

from itertools import groupby

from outcomelab.disclosure.rounding import percent, rounded, rounded_count
from outcomelab.disclosure.suppression import complementary
from outcomelab.handovers.figures import LinkageFigures, LinkageGroupFigure
from outcomelab.handovers.linkage import LinkageGroup, LinkageReport
from outcomelab.protocol.rules import DisclosureRules

GAP = 5.0  # percentage points between groups that call for a warning


def cleared_linkage(report: LinkageReport, rules: DisclosureRules) -> LinkageFigures:
    """Linkage overall and by group, in whole per cent.

    A group that is too small is merged with its neighbour in the list; a share that other shares would give
    away is withheld.
    """
    figures: list[LinkageGroupFigure] = []
    warnings: list[str] = []
    for _, members in groupby(report.groups, key=lambda group: group.group):
        groups = _merged([group for group in members if group.participants], rules.threshold)
        smaller_side = [min(group.linked, group.participants - group.linked) for group in groups]
        unsaid = [side < rules.threshold for side in smaller_side]
        quiet = complementary(smaller_side, unsaid, rules.threshold)
        shown = [_group(group, hide, rules) for group, hide in zip(groups, quiet, strict=True)]
        figures += shown
        warnings += _gaps(shown)
    return LinkageFigures(
        overall=_group(report.overall, False, rules), groups=tuple(figures), warnings=tuple(warnings)
    )


def _merged(groups: list[LinkageGroup], threshold: int) -> list[LinkageGroup]:
    """The groups in their order, each too small one together with the next, the last with the one before."""
    merged: list[LinkageGroup] = []
    for group in groups:
        if merged and merged[-1].participants < threshold:
            merged[-1] = _together(merged[-1], group)
        else:
            merged.append(group)
    if len(merged) > 1 and merged[-1].participants < threshold:
        merged[-2:] = [_together(*merged[-2:])]
    return merged


def _together(one: LinkageGroup, other: LinkageGroup) -> LinkageGroup:
    both = (one, other)
    linked = one.linked + other.linked
    right = [(group.precision or 0.0) * group.linked for group in both]
    findable = sum(found / group.recall for found, group in zip(right, both, strict=True) if group.recall)
    return LinkageGroup(
        group=one.group,
        level=f"{one.level} or {other.level}",
        participants=one.participants + other.participants,
        linked=linked,
        precision=sum(right) / linked if linked else None,
        recall=min(sum(right) / findable, 1.0) if findable else None,
    )


def _group(group: LinkageGroup, quiet: bool, rules: DisclosureRules) -> LinkageGroupFigure:
    """`quiet`: the share of the group that was linked is not shown, since it would give away another's."""
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
    decimals = 1 if group.participants >= rules.precise_from else 0
    withheld = ""
    linked: float | None = percent(group.linked, group.participants, rules.base, decimals)
    if group.linked < rules.threshold:
        linked, withheld = None, f"fewer than {rules.threshold} were found"
    elif group.participants - group.linked < rules.threshold:
        linked, withheld = None, f"all but fewer than {rules.threshold} were found"
    elif quiet:
        linked, withheld = None, "protects another group"
    some = group.linked >= rules.threshold
    return LinkageGroupFigure(
        group=group.group,
        level=group.level,
        participants=rounded_count(group.participants, rules.base),
        linked_percent=linked,
        precision_percent=_estimated(group.precision, decimals) if some else None,
        recall_percent=_estimated(group.recall, decimals) if some else None,
        withheld=withheld,
    )


def _estimated(share: float | None, decimals: int) -> float | None:
    """A model's estimate, not a count of persons; never above 99, since no linkage is known to be perfect."""
    return None if share is None else min(rounded(100 * share, decimals), 99.0 if decimals == 0 else 99.9)


def _gaps(shown: list[LinkageGroupFigure]) -> list[str]:
    found = [(figure.recall_percent, figure.level) for figure in shown if figure.recall_percent is not None]
    if len(found) < 2 or max(found)[0] - min(found)[0] <= GAP:
        return []
    (low, worst), (high, best) = min(found), max(found)
    return [
        f"By {shown[0].group}, an estimated {low:g}% of people in the group “{worst}” were found in the records "
        f"against {high:g}% in “{best}”. What is found for the one group may not hold for the other."
    ]
