"""One release of real persons attacked by whoever knows all who are in it, and has its figures and nothing else.

The same attacks are made on invented persons, each in a file of its own, over many releases; here is what of them
can be asked of one release that is out. Whose outcome it was is not known here either: an attack succeeds where
what is published leaves no other possibility.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

import numpy as np

from outcomelab.attacks.releases import dates, decoding, differencing, homogeneity, uniqueness
from outcomelab.attacks.releases.asking import Answer
from outcomelab.attacks.releases.dates import by_then
from outcomelab.attacks.releases.invented import Bools
from outcomelab.attacks.releases.programs import bounds, fixed_persons, system
from outcomelab.attacks.releases.reading import Told, told
from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.handovers.selftest import Attack, Attempt

_FEW = 10
_HALF = 0.5
_SHOWN = 1e-9


def attempts(figures: Figures, everyone: Bools, by: Mapping[str, Mapping[str, Bools]]) -> Iterator[Attempt]:
    """Every attack on `figures`, about `everyone` and the levels of its subgroups (`by`)."""
    for outcome in (one for one in figures.outcomes if one.kind == "any" and not one.among):
        parts = tuple(one for one in figures.subgroups if one.name == outcome.name)
        parts = tuple(one for one in parts if one.level in by.get(one.subgroup, {}))
        only = figures.model_copy(update={"outcomes": (outcome,), "subgroups": parts})
        known = told(Answer(everyone, {name: dict(levels) for name, levels in by.items()}, only))
        name = f"{figures.study.title}: {outcome.label}, {len(known)} counts"
        yield _certain(name, known, everyone)
        yield _by_difference(name, known, everyone)
        yield _alike(name, known, everyone)
    yield _small(figures)
    if any(one.survival for one in (*figures.outcomes, *figures.subgroups)):
        yield _dated(figures, everyone, by)


def _certain(name: str, known: list[Told], everyone: Bools) -> Attempt:
    fixed = fixed_persons(system(known), np.random.default_rng(0)).sum() if known else 0
    persons = int(everyone.sum())
    return _attempt(decoding.ATTACK, name, "persons whose outcome is fixed", int(fixed), persons)


def _by_difference(name: str, known: list[Told], everyone: Bools) -> Attempt:
    """Of every two populations and what is left of everybody without one, those that differ by fewer than ten."""
    sets = [everyone, *(one.persons for one in known)]
    sets += [everyone & ~one for one in sets[1:]]
    pairs = list(combinations(sets, 2))
    apart = {(one ^ other).tobytes(): one ^ other for one, other in pairs if 0 < (one ^ other).sum() < _FEW}
    found = system(known) if known and apart else None
    cut = 0
    for few in apart.values():
        if found is not None:
            low, high = bounds(found, few)
            cut += high - low < _HALF * few.sum()
    measure = "groups of fewer than ten whose possible counts are cut by half"
    return _attempt(differencing.ATTACK, name, measure, cut, len(pairs))


def _alike(name: str, known: list[Told], everyone: Bools) -> Attempt:
    alike = [one.persons for one in known if one.high == 0 or one.low == int(one.persons.sum())]
    found = int(np.any(alike, axis=0).sum()) if alike else 0
    persons = int(everyone.sum())
    return _attempt(homogeneity.ATTACK, name, "persons of groups that are told to be all alike", found, persons)


def _small(figures: Figures) -> Attempt:
    """Of every count of persons that is shown or follows from a percentage, whether it must be under ten."""
    base, matched = figures.rules.base, figures.matching.matched
    k = np.arange(matched + base)
    percent = 100 * base * np.floor(k / base + 0.5) / max(base * np.floor(matched / base + 0.5), 1)
    most = [
        int(k[np.abs(percent - one.participants_percent) <= 0.5 + _SHOWN].max(initial=0))
        for one in figures.balance
        if one.participants_percent is not None
    ]
    counts = [count for step in figures.flow for count in (step.count, *(loss.count for loss in step.lost))]
    counts += [one.participants for one in (*figures.outcomes, *figures.subgroups)]
    most += [count + base // 2 for count in counts if count]
    measure = "counts of persons that must be of fewer than ten"
    few = sum(one < _FEW for one in most)
    return _attempt(uniqueness.ATTACK, f"{figures.study.title}: flow and balance", measure, few, len(most))


def _dated(figures: Figures, everyone: Bools, by: Mapping[str, Mapping[str, Bools]]) -> Attempt:
    few = looked_at = 0
    for figure in (*figures.outcomes, *figures.subgroups):
        group = by.get(figure.subgroup, {}).get(figure.level) if figure.subgroup else everyone
        if figure.survival is None or group is None:
            continue
        for least, most in _stretches(figure, int(group.sum()), figures):
            looked_at += 1
            few += 0 < most - least < _FEW
    measure = "stretches of a curve with fewer than ten events"
    return _attempt(dates.ATTACK, f"{figures.study.title}: survival curves", measure, few, looked_at)


def _stretches(figure: OutcomeFigure, persons: int, figures: Figures) -> Iterator[tuple[int, int]]:
    """The least that had the event before, and the most that had it after each stretch of a curve."""
    points = figure.survival.points if figure.survival else ()
    ends = [(0, 0), *(by_then(point.participants.without, persons, figure, figures.rules) for point in points)]
    for (least, _), (_, most) in pairwise(ends):
        yield least, most


def _attempt(attack: Attack, released: str, measure: str, found: int, tries: int) -> Attempt:
    return Attempt(
        attack=attack,
        released=released,
        measure=measure,
        success=100 * found / max(tries, 1),
        guess=0.0,
        limit=0.0,
        tries=tries,
    )
