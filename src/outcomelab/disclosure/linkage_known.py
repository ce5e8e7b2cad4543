"""Linked against unlinked participants on what the list says of both, as it may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import sqrt

from outcomelab.disclosure.linkage_groups import Parted
from outcomelab.disclosure.rounding import percent, rounded
from outcomelab.handovers.linkage import LinkageReport
from outcomelab.handovers.linkage_figures import KnownFigure
from outcomelab.protocol.rules import DisclosureRules

THE_REST = "all others"


def cleared_known(
    report: LinkageReport, parts: Sequence[Parted], rules: DisclosureRules
) -> tuple[KnownFigure, ...]:
    """Shares of the linked and of the unlinked at each level; nothing where either side is too few.

    The levels are those whose share linked is shown by group, so that the two tables give nothing away
    together; the others stand as one. Shares come from rounded counts, and differences from the shares.
    """
    linked = report.overall.linked
    unlinked = report.overall.participants - linked
    if min(linked, unlinked) < rules.threshold:
        return ()
    levels = [*_of_groups(parts), *_of_identifiers(report, rules)]
    return tuple(_figure(*level, linked, unlinked, rules) for level in levels)


def _of_groups(parts: Sequence[Parted]) -> Iterator[tuple[str, str, int, int]]:
    for part in parts:
        told = [figure.linked_percent is not None for figure in part.shown]
        if not any(told) or len(told) == 1:
            continue
        hidden = [group for group, tell in zip(part.raw, told, strict=True) if not tell]
        for group, tell in zip(part.raw, told, strict=True):
            if tell:
                yield group.group, group.level, group.linked, group.participants - group.linked
        if hidden:
            linked = sum(group.linked for group in hidden)
            yield part.raw[0].group, THE_REST, linked, sum(group.participants for group in hidden) - linked


def _of_identifiers(report: LinkageReport, rules: DisclosureRules) -> Iterator[tuple[str, str, int, int]]:
    for _, members in groupby(report.known, key=lambda share: share.variable):
        levels = list(members)
        if all(min(level.linked, level.unlinked) >= rules.threshold for level in levels):
            yield levels[0].variable, levels[0].level, levels[0].linked, levels[0].unlinked


def _figure(
    variable: str,
    level: str,
    linked: int,
    unlinked: int,
    all_linked: int,
    all_unlinked: int,
    rules: DisclosureRules,
) -> KnownFigure:
    one, other = (
        percent(count, of, rules.base, 1 if of >= rules.precise_from else 0)
        for count, of in ((linked, all_linked), (unlinked, all_unlinked))
    )
    return KnownFigure(
        variable=variable,
        level=level,
        linked_percent=one,
        unlinked_percent=other,
        smd=_smd(one / 100, other / 100),
    )


def _smd(one: float, other: float) -> float | None:
    """The standardised difference of two shares (Austin 2009)."""
    spread = sqrt((one * (1 - one) + other * (1 - other)) / 2)
    return rounded((one - other) / spread, 2) if spread else None
