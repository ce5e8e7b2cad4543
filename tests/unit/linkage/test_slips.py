"""Matches never compared, told by the slips in those that were: against invented matches, all of them known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.linkage.measures.agreeing import Agreeing, Identifier
from outcomelab.linkage.measures.slips import slips
from outcomelab.linkage.measures.uncompared import chances, uncompared

NAMES = 4
PAIRS = tuple(((i, 0), (j, 0)) for i in range(NAMES) for j in range(i))
ALL = (1 << NAMES) - 1
RIGHT_OR_WRONG = Identifier(np.empty(0, np.intp), np.array([[False], [True]]), np.array([True, False]))


@dataclass(frozen=True)
class World:
    """What linkage sees, and how many matches it never compared; `never` by participant."""

    seen: Agreeing
    never: np.ndarray


def world(wrong, listed=20_000, there=0.8, given=None, draw=None):
    """Participants of whom a share is `there`, their match found where any two identifiers agree.

    wrong: participants x identifiers; given: sets of identifiers on the list.
    """
    draw = draw or np.random.default_rng(1)
    given = np.full(listed, ALL) if given is None else given
    right = ~wrong & ((given[:, None] >> np.arange(NAMES) & 1) > 0)
    match = draw.random(listed) < there
    found = match & (right.sum(axis=1) >= 2)
    rows = np.nonzero(found)[0]
    identifiers = tuple(
        Identifier(right[rows, i].astype(np.intp), RIGHT_OR_WRONG.agrees, RIGHT_OR_WRONG.wrong)
        for i in range(NAMES)
    )
    seen = Agreeing(
        identifiers=identifiers,
        combinations=PAIRS,
        participant=rows,
        weight=np.ones(len(rows)),
        held=np.full(len(rows), ALL),
        listed=given,
        register=(np.array([ALL]), np.ones(1)),
        times=np.bincount(rows, minlength=listed).astype(float),
        share=1.0,
    )
    return World(seen, match & ~found)


def everybody(one):
    return np.ones(len(one.seen.listed), bool)


def test_independent_slips_tell_how_many_matches_were_never_compared():
    draw = np.random.default_rng(2)
    one = world(draw.random((20_000, NAMES)) < [0.1, 0.2, 0.15, 0.3], draw=draw)
    told = slips(one.seen, everybody(one))
    assert told.missed == pytest.approx(one.never.sum(), rel=0.2)
    assert abs(told.together) < 0.15


def test_slips_that_keep_apart_are_seen_to():
    # Every record has one slip, hardly any two: independent slips would miss one match in ten.
    draw = np.random.default_rng(3)
    wrong = np.eye(NAMES, dtype=bool)[draw.integers(0, NAMES, 20_000)] | (draw.random((20_000, NAMES)) < 0.01)
    one = world(wrong, draw=draw)
    told = slips(one.seen, everybody(one))
    assert told.together < -0.5
    assert told.missed == pytest.approx(one.never.sum(), abs=30)


def test_slips_that_keep_company_are_seen_to():
    draw = np.random.default_rng(4)
    careless = draw.random(20_000) < 0.15
    rates = np.where(careless, 0.4, 0.08)
    one = world(draw.random((20_000, NAMES)) < rates[:, None], draw=draw)
    told = slips(one.seen, everybody(one))
    independent = 20_000 * 0.8 * (4 * (rates.mean() ** 3) * (1 - rates.mean()) + rates.mean() ** 4)
    assert told.together > 0.2
    assert independent < told.missed
    assert told.missed == pytest.approx(one.never.sum(), rel=0.35)


def test_whoever_gives_one_identifier_only_is_missed_as_often_as_others_are_there():
    draw = np.random.default_rng(5)
    given = np.where(np.arange(20_000) % 4 == 0, 1, ALL)
    one = world(draw.random((20_000, NAMES)) < 0.1, given=given, draw=draw)
    told = slips(one.seen, everybody(one))
    assert told.missed == pytest.approx(one.never.sum(), rel=0.05)


def test_a_group_with_more_slips_is_told_more():
    draw = np.random.default_rng(6)
    spoiled = np.arange(20_000) % 10 == 0
    one = world(draw.random((20_000, NAMES)) < np.where(spoiled, 0.35, 0.1)[:, None], draw=draw)
    all_of_it = slips(one.seen, everybody(one))
    own = slips(one.seen, spoiled, all_of_it)
    others = slips(one.seen, ~spoiled, all_of_it)
    assert own.missed == pytest.approx(1_600 * 0.127, rel=0.5)  # 4 * .35**3 * .65 + .35**4
    assert others.missed == pytest.approx(14_400 * 0.0037, rel=0.5)  # 4 * .1**3 * .9 + .1**4


def test_a_group_of_nobody_found_has_everybodys_slips():
    draw = np.random.default_rng(7)
    one = world(draw.random((20_000, NAMES)) < 0.1, draw=draw)
    told = slips(one.seen, everybody(one))
    nobody = np.zeros(20_000, bool)
    assert slips(one.seen, nobody, told).missed == 0


def test_whoever_has_several_matches_is_missed_less_often():
    draw = np.random.default_rng(8)
    one = world(draw.random((20_000, NAMES)) < 0.3, draw=draw)
    twice = Agreeing(**(vars(one.seen) | {"times": 4 * one.seen.times}))
    assert slips(twice, everybody(one), several=True).missed < 0.6 * slips(one.seen, everybody(one)).missed


rates = st.lists(st.floats(0.0, 1.0), min_size=NAMES, max_size=NAMES)


@given(rates, st.floats(-3, 1), st.integers(0, ALL))
@settings(deadline=None)
def test_chances_are_probabilities(wrong, together, both):
    identifiers = (RIGHT_OR_WRONG,) * NAMES
    one = uncompared(identifiers, PAIRS, both)
    told = chances(one, [np.array([rate, 1 - rate]) for rate in wrong], identifiers, together)
    assert 0 <= told.never <= 1
    assert told.slips.sum() == pytest.approx(1)
    if bin(both).count("1") < 2:
        assert told.never == pytest.approx(1)


def test_independent_slips_are_never_found_as_often_as_arithmetic_has_it():
    identifiers = (RIGHT_OR_WRONG,) * NAMES
    told = chances(uncompared(identifiers, PAIRS, ALL), [np.array([0.1, 0.9])] * NAMES, identifiers, 0.0)
    assert told.never == pytest.approx(4 * 0.1**3 * 0.9 + 0.1**4)
