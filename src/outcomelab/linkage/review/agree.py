"""What two reviewers found: how far they agree, and what their answers say of the links."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from outcomelab.errors import LinkageError
from outcomelab.handovers.linkage import Clerical, Linked
from outcomelab.handovers.review import Answer, DrawnStratum
from outcomelab.linkage.review.agreement import kappa
from outcomelab.linkage.review.answers import ANSWERS, both_of, settled
from outcomelab.linkage.review.draw import fingerprint
from outcomelab.linkage.review.estimate import Stratum, share_of_matches
from outcomelab.linkage.review.file import read_answers, read_design

Interval = tuple[float, float, float]


def agree(file: Path, role_key: str, design_key: str) -> Clerical:
    """Put the answers in `file` together with how its pairs were drawn.

    Agreement and kappa are of the pairs drawn, before a third reviewer settled anything; estimates are of all
    pairs compared with a match probability of .01 and more. Raises UsageError until two have answered every
    pair; LinkageError when a file does not open.
    """
    design, strata, links = read_design(file, design_key)
    pairs = design.num_rows
    given = read_answers(file, role_key)
    one, other = both_of(given, pairs)
    places = {answer: place for place, answer in enumerate(ANSWERS)}
    table = np.zeros((len(ANSWERS), len(ANSWERS)))
    np.add.at(table, ([places[one[p]] for p in one], [places[other[p]] for p in one]), 1)
    last = settled(given, pairs)
    counted: Counter[tuple[int, Answer]] = Counter(
        (stratum, last[pair])
        for pair, stratum in zip(*(design[n].to_pylist() for n in design.column_names), strict=True)
    )
    kept = [_told(n, stratum, counted) for n, stratum in enumerate(strata) if stratum.kept]
    others = [_told(n, stratum, counted) for n, stratum in enumerate(strata) if not stratum.kept]
    precision, links_kept = share_of_matches(kept), sum(stratum.size for stratum in kept)
    missed = (
        _times(share_of_matches(others), sum(stratum.size for stratum in others)) if others else (0.0, 0.0, 0.0)
    )
    return Clerical(
        links=links,
        pairs=pairs,
        compared=sum(stratum.size for stratum in strata),
        unsure=sum(answer == "unsure" for answer in last.values()),
        agreement=float(np.trace(table)) / pairs,
        kappa=kappa(table),
        precision=precision,
        missed=missed,
        recall=_recall(_times(precision, links_kept), missed),
    )


def take_up(linked: Linked, clerical: Clerical) -> Linked:
    """The links with what reviewers found of them. Raises LinkageError when they looked at other links."""
    if clerical.links != fingerprint(linked.crosswalk):
        raise LinkageError(
            "The review is of other links: the list, the holding or the precision asked for has changed since it "
            "was drawn. Draw a new one, or link without it."
        )
    return replace(linked, report=replace(linked.report, clerical=clerical))


def _told(number: int, stratum: DrawnStratum, counted: Counter[tuple[int, Answer]]) -> Stratum:
    return Stratum(stratum.size, counted[number, "match"], counted[number, "not"], counted[number, "unsure"])


def _times(share: Interval | None, size: int) -> Interval | None:
    return None if share is None else (share[0] * size, share[1] * size, share[2] * size)


def _recall(right: Interval | None, missed: Interval | None) -> Interval | None:
    """Of all matches, those among the links. Its ends take the worst of both estimates and the best of both, and
    so hold at least as often as each of theirs."""
    if right is None or missed is None or not right[0] + missed[0]:
        return None
    worst = right[1] / (right[1] + missed[2]) if right[1] + missed[2] else 0.0
    best = right[2] / (right[2] + missed[1]) if right[2] + missed[1] else 1.0
    return right[0] / (right[0] + missed[0]), worst, best
