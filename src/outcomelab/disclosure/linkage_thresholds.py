"""The links at other thresholds, as they may be shown: no two numbers a few persons apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outcomelab.disclosure.linkage_groups import share
from outcomelab.disclosure.rounding import rounded_count
from outcomelab.handovers.linkage import AtThreshold, LinkageReport
from outcomelab.handovers.linkage_figures import ThresholdFigure
from outcomelab.protocol.rules import DisclosureRules


def cleared_thresholds(report: LinkageReport, rules: DisclosureRules) -> tuple[ThresholdFigure, ...]:
    """One figure a threshold. The links of a higher threshold are among those of a lower: two numbers that
    differ by fewer than the threshold of disclosure would speak of those few, so the number nearer to the
    links kept stands for both."""
    people, kept = report.overall.participants, report.overall.linked
    rows = sorted(report.thresholds, key=lambda row: row.threshold)
    if not _enough(kept, people, rules):
        return tuple(_told(rows, None, people, rules))
    above = [row for row in rows if row.threshold >= report.threshold]
    below = [row for row in rows if row.threshold < report.threshold]
    return (*reversed(list(_told(reversed(below), kept, people, rules))), *_told(above, kept, people, rules))


def _told(
    rows: Iterable[AtThreshold], kept: int | None, people: int, rules: DisclosureRules
) -> Iterator[ThresholdFigure]:
    """Figures from the links kept outwards; `kept` None where their number is not shown."""
    last = kept
    for row in rows:
        links: int | None = row.links
        if not _enough(row.links, people, rules):
            links = None
        elif last is not None and abs(row.links - last) < rules.threshold:
            links = last
        else:
            last = row.links
        changed = None if links is None or kept is None else abs(links - kept)
        yield ThresholdFigure(
            threshold=row.threshold,
            links=None if links is None else rounded_count(links, rules.base),
            changed=rounded_count(changed, rules.base) if changed else None,
            precision_percent=None if links is None else share(row.precision, links, rules),
            recall_percent=None if links is None else share(row.recall, links, rules),
            withheld="" if links is not None else "too few people on one side",
        )


def _enough(links: int, people: int, rules: DisclosureRules) -> bool:
    return min(links, people - links) >= rules.threshold
