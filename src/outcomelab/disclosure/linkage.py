"""Linkage quality made safe, with a warning wherever it differs between groups."""

from __future__ import annotations

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.linkage_groups import Parted, cleared_group, parted, share
from outcomelab.disclosure.linkage_held import cleared_held
from outcomelab.disclosure.linkage_known import cleared_known
from outcomelab.disclosure.linkage_thresholds import cleared_thresholds
from outcomelab.disclosure.linkage_warnings import group_warnings, held_warnings, recall_warning
from outcomelab.disclosure.rounding import outward, rounded, rounded_count
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.linkage import Clerical, LinkageReport
from outcomelab.handovers.linkage_figures import (
    ClericalFigure,
    IntervalFigure,
    LinkageFigures,
    LinkageMethodFigure,
)
from outcomelab.protocol.rules import DisclosureRules

_IDENTIFIERS = {"born": "date of birth", "middle": "middle initial", "service_number": "service number"}
# Whatever engine compared the pairs, it was asked the same, and is no part of what a release is of.
_ENGINES = ("pyspark",)
_MOST = 99.0  # per cent; no linkage is known to be perfect


def cleared_linkage(report: LinkageReport, rules: DisclosureRules) -> LinkageFigures:
    """Linkage overall, by group and at other thresholds, in whole per cent (one decimal for large groups).

    A group that is too small is merged with its neighbour in the list, or where levels are the provider's own
    words with other small ones, unnamed; a share that other shares would give away is withheld.
    """
    parts: tuple[Parted, ...] = tuple(parted(report.groups, rules))
    held, held_raw = cleared_held(report.held, rules)
    overall = cleared_group(report.overall, rules, quiet=False, quiet_unlinkable=False)
    return LinkageFigures(
        overall=overall,
        groups=tuple(figure for part in parts for figure in part.shown),
        warnings=(
            *recall_warning(report.overall.recall, overall.recall_percent),
            *group_warnings(parts),
            *held_warnings(held_raw),
        ),
        compared_percent=share(report.compared, overall.participants, rules),
        held=held,
        known=cleared_known(report, parts, rules),
        thresholds=cleared_thresholds(report, rules),
        clerical=_clerical(report.clerical, rules),
        method=_method(report, rules),
    )


def protect_linkage(report: LinkageReport, rules: DisclosureRules) -> Cleared[LinkageFigures]:
    """Clear a linkage by itself, before anything was found on those it linked, under `rules`."""
    return clear(cleared_linkage(report, rules))


def _method(report: LinkageReport, rules: DisclosureRules) -> LinkageMethodFigure | None:
    model = report.model
    if model is None:
        return None
    return LinkageMethodFigure(
        identifiers=tuple(_IDENTIFIERS.get(comparison.name, comparison.name) for comparison in model.comparisons),
        persons=rounded_count(report.persons, rules.base),
        pairs=rounded_count(model.pairs, rules.base),
        left_out=model.left_out > 0,
        asked_percent=rounded(100 * model.precision, 1),
        # A threshold is the match probability of one link: three decimals do not tell which.
        threshold=rounded(report.threshold, 3),
        versions=tuple(f"{name} {version}" for name, version in model.versions.items() if name not in _ENGINES),
    )


def _clerical(clerical: Clerical | None, rules: DisclosureRules) -> ClericalFigure | None:
    """None without a review, or with one of too few pairs to speak of."""
    if clerical is None or clerical.pairs < rules.threshold:
        return None
    return ClericalFigure(
        pairs=rounded_count(clerical.pairs, rules.base),
        agreement_percent=min(rounded(100 * clerical.agreement, 0), _MOST),
        kappa=_interval(clerical.kappa, 1, 2, 1.0),
        precision_percent=_interval(clerical.precision, 100, 0, _MOST),
        recall_percent=_interval(clerical.recall, 100, 0, _MOST),
    )


def _interval(
    figures: tuple[float, float, float] | None, scale: float, decimals: int, most: float
) -> IntervalFigure | None:
    if figures is None:
        return None
    best, low, high = (scale * figure for figure in figures)
    below, above = outward(low, high, decimals)
    return IntervalFigure(
        estimate=min(rounded(best, decimals), most),
        low=min(below, most),
        high=min(above, 100.0 if scale > 1 else most),
    )
