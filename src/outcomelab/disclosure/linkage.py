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
    """Linkage overall and by group, in whole per cent; groups too small, or whose size another would give
    away, without figures."""
    figures: list[LinkageGroupFigure] = []
    warnings: list[str] = []
    for _, members in groupby(report.groups, key=lambda group: group.group):
        groups = [group for group in members if group.participants]
        small = [group.participants < rules.threshold for group in groups]
        hidden = complementary([group.participants for group in groups], small, rules.threshold)
        smaller_side = [min(group.linked, group.participants - group.linked) for group in groups]
        unsaid = [hide or side < rules.threshold for hide, side in zip(hidden, smaller_side, strict=True)]
        quiet = complementary(smaller_side, unsaid, rules.threshold)
        shown = [_group(*each, rules) for each in zip(groups, hidden, quiet, strict=True)]
        figures += shown
        warnings += _gaps(shown)
    return LinkageFigures(
        overall=_group(report.overall, False, False, rules), groups=tuple(figures), warnings=tuple(warnings)
    )


def _group(group: LinkageGroup, hidden: bool, quiet: bool, rules: DisclosureRules) -> LinkageGroupFigure:
    """`hidden`: nothing of the group is shown; `quiet`: only the share of it that was linked is not."""
    if hidden or group.participants < rules.threshold:
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
