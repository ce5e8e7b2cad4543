"""Days on which single persons had an event, read off a survival curve."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from outcomelab.attacks.releases.asking import Labs, Question
from outcomelab.attacks.releases.invented import Bools, Cohort, invented
from outcomelab.handovers.figures import OutcomeFigure, RuleFigures
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="event dates",
    knows="that a person is in the study, and a few days between which their event must lie",
    does="turns every step of the curve back into a number of events, and the numbers at risk with it",
    source="Guyot, Ades, Ouwens & Welton 2012, Enhanced secondary analysis of survival data, BMC MRM 12:9",
)
_FEW = 10
_BY = "sex"


def dates(labs: Labs, studies: int, persons: int, seed: int) -> tuple[Attempt, ...]:
    """So many studies of a time to an event, whole and by sex: events dated to a stretch that, by the curve or by
    subtracting one curve from another, holds fewer than ten of them, and to one that holds a single one."""
    events, few, single = 0, 0, 0
    for number in range(studies):
        cohort = invented(persons, seed + number)
        everyone = np.ones(persons, dtype=np.bool_)
        levels = cohort.levels(_BY)
        answer = labs.new().ask(cohort, Question(everyone, {_BY: levels}, kind="time-to-first"))
        events += int(cohort.outcome.sum())
        if answer is None:
            continue
        rules, figures = answer.figures.rules, answer.figures
        curves = [(everyone, figure) for figure in figures.outcomes]
        curves += [(answer.by[figure.subgroup][figure.level], figure) for figure in figures.subgroups]
        dated, alone = np.zeros(persons, dtype=np.bool_), np.zeros(persons, dtype=np.bool_)
        for group, figure in curves:
            for stretch, most in _stretches(cohort, group, figure, rules):
                dated |= stretch if most < _FEW else False
                alone |= stretch if most == 1 else False
        few, single = few + int(dated.sum()), single + int(alone.sum())
    return tuple(
        Attempt(
            attack=ATTACK,
            released=f"{studies} studies of {persons:,} persons, with survival curves, whole and by {_BY}",
            measure=measure,
            success=100 * found / max(events, 1),
            guess=0.0,
            limit=0.0,
            tries=events,
        )
        for measure, found in (
            ("events that are the only one in a stretch of the curve", single),
            ("events dated to a stretch with fewer than ten", few),
        )
    )


def _stretches(
    cohort: Cohort, group: Bools, figure: OutcomeFigure, rules: RuleFigures
) -> Iterator[tuple[Bools, int]]:
    """Whose event lies between two points of a curve, and how many of them there can be at most."""
    if figure.survival is None:
        return
    points = [(0.0, 0, 0), *((point.time, *by_then(point.participants.without, int(group.sum()), figure, rules))
                             for point in figure.survival.points)]  # fmt: skip
    for (since, least, _), (until, _, most) in pairwise(points):
        yield group & cohort.outcome & (cohort.day > since) & (cohort.day <= until), most - least


def by_then(without: float, persons: int, figure: OutcomeFigure, rules: RuleFigures) -> tuple[int, int]:
    """The least and the most events by a time among so many persons, from the share without one then; where nobody
    is lost from sight it is exact, else the nearest there is."""
    k = np.arange(persons + 1)
    base, decimals = rules.base, figure.survival.decimals if figure.survival else 0
    size = base * np.floor(persons / base + 0.5)
    away = np.abs(100 * (1 - base * np.floor(k / base + 0.5) / size) - without)
    ways = np.flatnonzero(away <= max(0.5 * 10.0**-decimals, float(away.min())) + 1e-9)
    return int(ways[0]), int(ways[-1])
