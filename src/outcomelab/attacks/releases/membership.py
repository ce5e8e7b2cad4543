"""Whether a person whose traits are known took part, from how the participants differ from everybody."""

from __future__ import annotations

import numpy as np

from outcomelab.attacks.releases.asking import Labs, Question
from outcomelab.attacks.releases.invented import Floats, invented
from outcomelab.handovers.figures import BalanceFigure
from outcomelab.handovers.impact import BalanceRow
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="membership",
    knows="all of a person's traits, and how common each is among everybody",
    does="asks whether the person is nearer to the published shares of participants than chance would have it",
    source="Homer et al. 2008, Resolving individuals, PLoS Genetics 4(8); Sankararaman, Obozinski, Jordan & "
    "Halperin 2009, Genomic privacy and limits of individual detection in a pool, Nature Genetics 41(9)",
)
BETTER = 10.0  # points above a coin (judgement)
_POOL = 40_000
_MOST = 60  # covariates looked at, as many as a study may well have


def membership(labs: Labs, studies: int, persons: int, seed: int) -> tuple[Attempt, ...]:
    """So many studies whose balance table has 60 traits of yes or no: of participants and as many others, how many
    are told apart, by each of two statistics."""
    right = np.zeros(2)
    listed = 0
    for number in range(studies):
        rng = np.random.default_rng((seed, number))
        share = rng.uniform(0.2, 0.8, _MOST)
        members, others = (rng.random((persons, _MOST)) < share for _ in range(2))
        rows = tuple(_row(f"trait {n}", members[:, n], share[n]) for n in range(_MOST))
        cohort = invented(persons, seed + number)
        question = Question(np.ones(persons, dtype=np.bool_), balance=rows)
        answer = labs.new().ask(cohort, question)
        if answer is None:
            right += 0.5
            continue
        told = {line.covariate: line for line in answer.figures.balance if line.participants_percent is not None}
        places = [n for n in range(_MOST) if f"trait {n}" in told]
        listed += len(places)
        seen = np.array([_seen(told[f"trait {n}"], share[n], persons) for n in places])
        both = np.vstack([members, others])[:, places]
        right += [_told_apart(score, persons) for score in _scores(both, seen, share[places])]
    return tuple(
        Attempt(
            attack=ATTACK,
            released=f"{studies} studies of {persons:,} persons, balance tables of {listed / studies:.0f} traits",
            measure=f"participants and others told apart by {name}",
            success=float(100 * found / studies),
            guess=50.0,
            limit=50.0 + BETTER,
            tries=2 * persons * studies,
        )
        for name, found in zip(("distance (Homer)", "likelihood ratio (Sankararaman)"), right, strict=True)
    )


def _row(name: str, held: np.ndarray, share: float) -> BalanceRow:
    mean = float(held.mean())
    sd = float(np.sqrt(mean * (1 - mean)))
    difference = (mean - share) / sd if sd else 0.0
    count = int(held.sum())
    return BalanceRow(name, "", True, count, 2000, mean, mean, share, mean, sd, difference, 0.0)


def _seen(line: BalanceFigure, pool: float, persons: int) -> float:
    """The participants' share: of those that go with the percentage shown, the nearest to what the SMD says."""
    k = np.arange(1, persons) / persons
    smd = (k - pool) / np.sqrt(k * (1 - k))
    far = np.abs(100 * k - (line.participants_percent or 0)) / 5
    off = np.abs(smd - (line.smd_before or 0.0)) / 0.005
    return float(k[np.argmin(np.maximum(far - 1, 0) + off)])


def _scores(x: np.ndarray, seen: Floats, pool: Floats) -> tuple[Floats, Floats]:
    homer = (np.abs(x - pool) - np.abs(x - seen)).sum(axis=1)
    ratio = x @ np.log(seen / pool) + (1 - x) @ np.log((1 - seen) / (1 - pool))
    return homer, ratio


def _told_apart(score: Floats, members: int) -> float:
    """Share of persons on the right side of the middle score, the first `members` of whom took part."""
    above = score > np.median(score)
    return float((above[:members].mean() + (~above[members:]).mean()) / 2)
