"""Service numbers that are somebody else's: a guardian's form with the child's, a worker's with a relative's.

Such a pair is two people, and agrees all the same on what tells people apart best. Two rates say how often that
happens: of the participants who are not in the holding, how many are down under the number of somebody who is (a),
and of those who are in it, how many are down under another person's (b). Whoever borrows a number often has none,
and then no record either, so the two can be far apart.

Derivation, by Bayes' rule over what a participant can be. Let N persons be held, and a participant be one of them
with probability s. The levels of the participant's pair with person j have probability m_j if they are one person,
u_j if they are strangers, and u_j r_j if j has lent the number (1/N, that it was j of all, is in r_j). With u for
the product of all u_j,

    nobody held:            (1 - s) u (1 + a R)              R: r of the participant's likeliest lender
    j, who has the number:  (s / N) u m_j / u_j              it is their own, so nobody lent it
    j, who has it not:      (s / N) u m_j / u_j (1 + b R)

up to 1 - a and 1 - b for numbers not lent. R is of one lender, because persons of one number are as a rule one
person who is held twice. The odds of each against nobody are what `train` weighs a pair by. That a is a share of
those who are nobody, and not of the whole list, matters most where nearly everybody is held: as a share of the
list, a lent number would count 1 / (1 - s) times too little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.linkage.levels import Floats
from outcomelab.linkage.scheme import Comparison
from outcomelab.linkage.score import Flags, Numbers, Pairs, at

# How often a lender is a namesake in surname: judgement.
_IN_THE_FAMILY = 0.7
# What the rates start from, counted as much as so many participants: 2 in 1,000 of a list of whom a fifth is not
# held, were it only these who borrow; and as many of those who are held.
_ABSENT, _PRESENT, _WEIGHT = 0.01, 0.002, 20.0


@dataclass(frozen=True)
class Rates:
    """How many are down under the number of somebody held, of those who are not held themselves (`absent`), and
    under somebody else's of those who are (`present`)."""

    absent: float = _ABSENT
    present: float = _PRESENT

    def overall(self, share: float) -> float:
        """Of all participants, when a `share` of them is held."""
        return self.absent * (1 - share) + self.present * share


@dataclass(frozen=True)
class Lending:
    """which: the pairs of participants whose number somebody has. own: whether it is this person's. lender: R of
    the module's derivation."""

    which: Numbers
    own: Flags
    lender: Floats

    def bits(self, rates: Rates) -> Floats:
        """What the weights of the pairs `which` change by for that the number may be lent."""
        own_or_lent = np.where(self.own, 0.0, np.log2(1 + rates.present * self.lender))
        changed: Floats = own_or_lent - np.log2(1 + rates.absent * self.lender)
        return changed

    def learned(self, pairs: Pairs, matched: Floats, listed: int, rates: Rates) -> Rates:
        """The rates that follow from the ones so far. matched: of each pair the probability that it is the
        participant's match, together 1 at most."""
        participant, chosen = pairs.participant[self.which], matched[self.which]
        borrower, first, of = np.unique(participant, return_index=True, return_inverse=True)
        lender = self.lender[first]
        here = np.bincount(of, chosen, len(borrower))
        by_own_number = np.bincount(of, np.where(self.own, chosen, 0.0), len(borrower))
        found = float(matched.sum())
        return Rates(
            _rate(np.maximum(1 - here, 0.0), rates.absent * lender, listed - found, _ABSENT),
            _rate(np.maximum(here - by_own_number, 0.0), rates.present * lender, found, _PRESENT),
        )


def _rate(people: Floats, odds: Floats, of: float, start: float) -> float:
    return float(((people * odds / (1 + odds)).sum() + start * _WEIGHT) / (max(of, 0.0) + _WEIGHT))


def lending(pairs: Pairs, comparisons: tuple[Comparison, ...], two_people: Floats, held: int) -> Lending:
    """Who may have lent a number to whom; `two_people` as `train.different_people` has it."""
    same, borrowed = _lent_numbers(pairs, comparisons, held)
    best = np.zeros(int(pairs.participant.max(initial=0)) + 1)
    np.maximum.at(best, pairs.participant[same], np.exp2(borrowed - two_people[same]))
    which = np.nonzero(best[pairs.participant])[0].astype(np.int32)
    return Lending(which, np.isin(which, same), best[pairs.participant[which]])


def or_lent(
    two_people: Floats, pairs: Pairs, comparisons: tuple[Comparison, ...], size: int, rate: float
) -> Floats:
    """`two_people` of pairs within one list of `size` records, or else two people one of whom, no matter which,
    has the other's number. rate: of all records, how many are down under somebody else's: nothing is known of
    these two that would make it a share of some of them only."""
    which, borrowed = _lent_numbers(pairs, comparisons, size)
    either = two_people.copy()
    either[which] = np.logaddexp2(two_people[which], borrowed + np.log2(2 * rate))
    return either


def _lent_numbers(pairs: Pairs, comparisons: tuple[Comparison, ...], held: int) -> tuple[Numbers, Floats]:
    """The pairs that share a service number, and of each log2 of the probability of its other levels, were it two
    people one of whom has the other's number, and were every record somebody else's."""
    if "service_number" not in pairs.levels:
        return np.empty(0, np.int32), np.empty(0)
    which = np.nonzero(pairs.levels["service_number"] == 0)[0].astype(np.int32)
    borrowed = np.full(len(which), -np.log2(held))
    for c in comparisons:
        if c.name == "service_number":
            continue
        levels = pairs.levels[c.name][which]
        by_chance = at(np.log2(pairs.chance[c.name]), levels) - pairs.frequency[c.name][which]
        if c.surname:
            family = _IN_THE_FAMILY * at(np.array([level.kin for level in c.levels]), levels)
            mixed = np.log2(family + (1 - _IN_THE_FAMILY) * np.exp2(by_chance))
            by_chance = np.where(levels < 0, 0.0, mixed)
        borrowed += by_chance
    return which, borrowed
