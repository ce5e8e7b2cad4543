"""What the pairs teach: how often a person's two records agree, by expectation maximisation.

The model is Fellegi and Sunter's (1969) with four sorts of pairs: the same person, relatives, strangers, and two
people of whom one is down under the other's service number (a guardian's form with the child's).
The expectation step lets a participant be at most one person and a person at most one participant, which
an expectation pair by pair does not know; without that, brothers and namesakes pass for spoiled matches
and estimated precision comes out too high. Rates start from the levels' own m, which count as much as
`_START` matches, so that a short list learns little and a long one nearly everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.linkage.lent import Rates, lending
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.relatives import Relatives
from outcomelab.linkage.scheme import Comparison
from outcomelab.linkage.score import Levels, Numbers, Pairs, at

_START = 20.0
_LISTED_START, _LISTED_WEIGHT = 0.8, 10.0
_ROUNDS, _STILL = 50, 1e-4  # to go on to 1e-6 changed no digit of what docs/benchmarks.md tells
_NEVER = 1e-9  # how often relatives are on a level that is not for them
_CERTAIN = 500.0  # bits; twice as many would overflow


@dataclass(frozen=True)
class Again:
    """Pairs `one` and `other` (indices) want the same record; `same`: that theirs are one person all the same."""

    one: Numbers
    other: Numbers
    same: Floats

    def total(self, odds: Floats) -> Floats:
        """For each pair the `odds` of its rivals that are no rivals, being the same person."""
        forgiven: Floats = np.bincount(self.one, self.same * odds[self.other], minlength=len(odds)).astype(
            np.float64
        )
        forgiven += np.bincount(self.other, self.same * odds[self.one], minlength=len(odds))
        return forgiven

    def through(self, probability: Floats) -> Floats:
        """For each pair the best of what follows from a rival's `probability`, as far as it is the same person."""
        return self._best(self.same, probability)

    def against(self, probability: Floats) -> Floats:
        """For each pair the best of its rivals' `probability`, as far as they are somebody else."""
        return self._best(1 - self.same, probability)

    def _best(self, share: Floats, probability: Floats) -> Floats:
        best = np.zeros(len(probability))
        np.maximum.at(best, self.one, share * probability[self.other])
        np.maximum.at(best, self.other, share * probability[self.one])
        return best


@dataclass(frozen=True)
class Repeats:
    """Which participants, and which persons, that are rivals for a record are one person (`same_side`)."""

    participants: Again
    persons: Again


@dataclass(frozen=True)
class Model:
    """What was learned. m: by comparison and level. share: of the participants, how many are in the holding. lent:
    of them, how many are down under somebody else's service number. weight: bits for each pair; evidence: those of
    them that are not of how many matches there are. probability: that the pair is the same person, given that each
    side has at most one match, but for `again`, records of one side that are one person."""

    m: dict[str, Floats]
    share: float
    lent: float
    weight: Floats
    probability: Floats
    evidence: Floats
    again: Repeats | None = None


def learn(
    pairs: Pairs,
    comparisons: tuple[Comparison, ...],
    relatives: Relatives,
    listed: int,
    held: int,
    *,
    repeats: bool = False,
    again: Repeats | None = None,
) -> Model:
    """Learn m and the share of participants in the holding from all candidate pairs at once.

    `repeats`: one person may be on the list several times, so participants are no rivals of each other.
    `again`: records of one side that are one person, so that a person may have several matches.
    """
    probable = without_other_participants if repeats else one_to_one
    two_people = different_people(pairs, comparisons, relatives, held)
    lent = lending(pairs, comparisons, two_people, held)
    patterns = _patterns(pairs, comparisons)
    m = {c.name: np.array([level.m for level in c.levels]) for c in comparisons}
    start = {name: _START * values / values.sum() for name, values in m.items()}
    share, matches, rates = _LISTED_START, _LISTED_START, Rates()
    weight = probability = np.zeros(len(pairs.participant))
    for _ in range(_ROUNDS):
        agreed = sum((at(np.log2(values), patterns.levels[name]) for name, values in m.items()), np.zeros(1))
        weight = (agreed + np.log2(matches / (1 - share) / held))[patterns.of] - two_people
        weight[lent.which] += lent.bits(rates)
        before, probability = probability, probable(pairs, weight, again)
        if np.abs(probability - before).max(initial=0.0) < _STILL:
            break
        expected = np.bincount(patterns.of, probability, minlength=patterns.number)
        for name in m:
            seen = patterns.levels[name] >= 0
            counts = start[name] + np.bincount(
                patterns.levels[name][seen], expected[seen], minlength=len(start[name])
            )
            m[name] = counts / counts.sum()
        found = at_most_one(pairs, probability)
        matches, share = (
            float((each.sum() + _LISTED_START * _LISTED_WEIGHT) / (listed + _LISTED_WEIGHT))
            for each in (probability, found)
        )
        rates = lent.learned(pairs, found, listed, rates)
    evidence = weight - np.log2(matches / (1 - share) / held)
    return Model(m, share, rates.overall(share), weight, probability, evidence, again)


@dataclass(frozen=True)
class _Patterns:
    """The different combinations of levels, of which there are far fewer than pairs.

    levels: of each pattern, by comparison. of: the pattern of each pair.
    """

    levels: dict[str, Levels]
    of: Numbers
    number: int


def _patterns(pairs: Pairs, comparisons: tuple[Comparison, ...]) -> _Patterns:
    codes = np.zeros(len(pairs.participant), np.int64)
    for c in comparisons:
        codes = codes * (len(c.levels) + 1) + pairs.levels[c.name] + 1
    _, first, of = np.unique(codes, return_index=True, return_inverse=True)
    levels = {c.name: pairs.levels[c.name][first] for c in comparisons}
    return _Patterns(levels, of.astype(np.int32), len(first))


def agreement(pairs: Pairs, comparisons: tuple[Comparison, ...], model: Model) -> Floats:
    """log2 of the probability of a pair's levels if it is one person."""
    told = (at(np.log2(model.m[c.name]), pairs.levels[c.name]) for c in comparisons)
    total: Floats = sum(told, np.zeros(len(pairs.participant)))
    return total


def different_people(pairs: Pairs, comparisons: tuple[Comparison, ...], relatives: Relatives, held: int) -> Floats:
    """log2 of the probability of a pair's levels if it is two people: strangers or, perhaps, relatives."""
    strangers = {
        c.name: at(np.log2(pairs.chance[c.name]), pairs.levels[c.name]) - pairs.frequency[c.name]
        for c in comparisons
    }
    chance: Floats = sum(strangers.values(), np.zeros(len(pairs.participant)))
    if not relatives.number or not pairs.relatives.any():
        return chance
    family = chance + np.log2(relatives.number / held)
    for comparison in comparisons:
        if comparison.name in relatives.shared:
            kin = np.log2([max(level.kin, _NEVER) for level in comparison.levels])
            family = family - strangers[comparison.name] + at(kin, pairs.levels[comparison.name])
    for name, rate in (("born", relatives.twins), ("forename", relatives.namesakes)):
        if name in strangers:
            agrees = pairs.levels[name] == 0
            family = family + np.where(agrees, np.maximum(np.log2(rate) - strangers[name], 0.0), 0.0)
    return np.where(pairs.relatives, np.logaddexp2(chance, family), chance)


def at_most_one(pairs: Pairs, probability: Floats) -> Floats:
    """`probability` shared out, so that a participant's pairs have 1 together at most: of persons found, and not
    of their records."""
    shared: Floats = probability / np.maximum(_total(pairs.participant, probability), 1.0)
    return shared


def one_to_one(pairs: Pairs, weight: Floats, again: Repeats | None = None) -> Floats:
    """Each pair's probability against all its rivals: the participant's other persons, the person's other
    participants, and no match at all. Those that are one person, by `again`, are no rivals."""
    odds = np.exp2(np.minimum(weight, _CERTAIN))
    rivals = np.maximum(_total(pairs.participant, odds) - odds, 0.0)
    rivals += np.maximum(_total(pairs.person, odds) - odds, 0.0)
    if again is not None:
        rivals = np.maximum(rivals - again.persons.total(odds) - again.participants.total(odds), 0.0)
    probability: Floats = odds / (1.0 + odds + rivals)
    if again is not None:
        through = np.maximum(again.persons.through(probability), again.participants.through(probability))
        against = np.maximum(again.persons.against(probability), again.participants.against(probability))
        probability = np.maximum(probability, np.minimum(through, 1 - against))
    return probability


def without_other_participants(pairs: Pairs, weight: Floats, again: Repeats | None = None) -> Floats:
    """Each pair's probability against the participant's other persons and no match only."""
    odds = np.exp2(np.minimum(weight, _CERTAIN))
    rivals = _total(pairs.participant, odds) - odds
    if again is not None:
        rivals = rivals - again.persons.total(odds)
    probability: Floats = odds / (1.0 + odds + np.maximum(rivals, 0.0))
    if again is not None:
        probability = np.maximum(probability, again.persons.through(probability))
    return probability


def _total(group: Numbers, value: Floats) -> Floats:
    totals: Floats = np.bincount(group, value).astype(np.float64)
    return totals[group]
