"""From features to the design: what cannot be compared set aside, what repeats others dropped, all standardised.

When one side has no variation on an indicator, only those on the other side who are alike on it can be compared:
the rest are set aside and the indicator is dropped. Of a category the commonest level is left out. Columns that
repeat others are dropped and named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Ints
from outcomelab.impact.features import NOT_RECORDED, RARE, Feature
from outcomelab.impact.matrix import Matrix
from outcomelab.impact.standardised import standardised

_SOME = 20_000  # rows, looked at first
_CLOSE = 0.1  # share of a column's variance that others leave: below it, it is looked at more closely
_DEPENDENT = 1e-9  # smallest eigenvalue of the columns' correlations: below it, one repeats the others


@dataclass(frozen=True)
class Design:
    """`matrix` (n × p, standardised over everyone comparable) of the `features` the score uses; `kept` marks
    the rows of the analysis table that can be compared at all; `notes` say what was set aside or dropped."""

    matrix: Matrix
    used: tuple[Feature, ...]
    kept: Bools
    notes: tuple[str, ...]


def design(all_features: tuple[Feature, ...], participant: Bools, labels: dict[str, str]) -> Design:
    """The standardised matrix for the propensity score.

    Raises ImpactError when setting aside leaves nobody on one side.
    """
    kept, fixed, notes = _set_aside(all_features, participant, labels)
    rows = slice(None) if kept.all() else np.flatnonzero(kept)
    left_out = fixed | _commonest_levels(all_features, rows)
    varying: list[Feature] = []
    moments: list[tuple[float, float]] = []
    for number, feature in enumerate(all_features):
        if number in left_out:
            continue
        mean, spread = feature.moments(rows)
        if spread > 0:
            varying.append(feature)
            moments.append((mean, spread))
    matrix, order = standardised(varying, moments, rows, int(kept.sum()))
    independent = _independent(matrix, order)
    notes += _constant(all_features, varying, labels) + _rare(all_features, labels)
    notes += [
        f"{said(feature, labels)} is already given by the other covariates and was left out of the score."
        for number, feature in enumerate(varying)
        if number not in independent
    ]
    columns = [column for column, number in enumerate(order) if number in independent]
    matrix = matrix if len(columns) == len(order) else matrix.only(columns)
    return Design(matrix, tuple(varying[order[column]] for column in columns), kept, tuple(notes))


def _independent(matrix: Matrix, order: list[int]) -> set[int]:
    """Which of the columns, in the order of what they are (`order`), are no combination of those before them: by
    elimination on their correlations.

    What some of the rows have of a column's own, all of them have: where some are enough, the others aren't read.
    """
    if not order:
        return set()
    size = len(matrix)
    some = matrix.among(np.arange(0, size, max(1, size // _SOME)))
    if np.linalg.eigvalsh(some.gram(np.ones(len(some)))[1:, 1:] / size)[0] > 2 * _DEPENDENT:
        return set(order)
    place = np.argsort(order)
    correlation = matrix.gram(np.ones(size))[1:, 1:][np.ix_(place, place)] / size
    chosen: list[int] = []
    for number in range(len(order)):
        among = correlation[np.ix_(chosen, chosen)]
        shared = correlation[chosen, number]
        own = 1 - float(shared @ np.linalg.solve(among, shared)) if chosen else 1.0
        together = [*chosen, number]
        # several near-combinations can add up to one that no arithmetic tells from exact
        if own > _CLOSE or np.linalg.eigvalsh(correlation[np.ix_(together, together)])[0] > _DEPENDENT:
            chosen = together
    return set(chosen)


def _set_aside(
    all_features: tuple[Feature, ...], participant: Bools, labels: dict[str, str]
) -> tuple[Bools, set[int], list[str]]:
    kept = np.ones(len(participant), dtype=bool)
    fixed: set[int] = set()
    notes: list[str] = []
    indicators = [(number, feature) for number, feature in enumerate(all_features) if feature.indicator]
    sides = _sides(kept, participant)
    settled = False
    while not settled:  # setting someone aside can leave another indicator without variation
        settled = True
        for number, feature in indicators:
            for side, who in enumerate(("the participants", "the pool")):
                value = None if number in fixed else feature.only_value(sides[side])
                if value is None:
                    continue
                alike = feature.values == value
                if (kept & ~alike).any():
                    have = "everyone" if value else "nobody"
                    notes.append(
                        f"{said(feature, labels)}: {have} among {who} has it, so others are set aside: only those "
                        "alike on it are compared."
                    )
                kept &= alike
                fixed.add(number)
                settled = False
                sides = _sides(kept, participant)
                if not all(map(len, sides)):
                    raise ImpactError(
                        f"{said(feature, labels)} tells participants and pool apart completely, so there is "
                        "no one to compare with. Leave it out, or widen who is eligible."
                    )
    return kept, fixed, notes


def _sides(kept: Bools, participant: Bools) -> tuple[Ints, Ints]:
    """The rows of participants and pool that are kept."""
    return np.flatnonzero(kept & participant), np.flatnonzero(kept & ~participant)


def _constant(all_features: tuple[Feature, ...], varying: list[Feature], labels: dict[str, str]) -> list[str]:
    """Which covariates are the same for everyone in the table."""
    differ = {feature.covariate for feature in varying}
    for feature in all_features:
        if feature.covariate not in differ and feature.moments(slice(None))[1] > 0:
            differ.add(feature.covariate)  # until some were set aside
    same = dict.fromkeys(feature.covariate for feature in all_features if feature.covariate not in differ)
    return [f"{labels.get(name, name)} is the same for everyone and was left out of the score." for name in same]


def _rare(all_features: tuple[Feature, ...], labels: dict[str, str]) -> list[str]:
    """Which levels have too few people to say much."""
    merged = [
        f"{said(feature, labels)}: the levels {', '.join(feature.merged)} have fewer than {RARE} people each and "
        "are compared as one."
        for feature in all_features
        if feature.merged
    ]
    return merged + [
        f"{said(feature, labels)} has fewer than {RARE} people, too few to tell whether they are alike."
        for feature in all_features
        if 0 < feature.persons < RARE and feature.level != NOT_RECORDED
    ]


def _commonest_levels(all_features: tuple[Feature, ...], rows: slice | Ints) -> set[int]:
    """For every category, the level most people at `rows` have: the one the others are measured against."""
    numbers = {feature.covariate for feature in all_features if not feature.level}
    commonest: dict[str, tuple[float, int]] = {}
    for position, feature in enumerate(all_features):
        if feature.covariate in numbers:
            continue
        share, _ = feature.moments(rows)
        if share > commonest.get(feature.covariate, (-1.0, 0))[0]:
            commonest[feature.covariate] = (share, position)
    return {position for _, position in commonest.values()}


def said(feature: Feature, labels: dict[str, str]) -> str:
    """A column of the design as readers know it: the covariate's label, and the level."""
    label = labels.get(feature.covariate, feature.covariate)
    return f"{label} ({feature.level})" if feature.level else label
