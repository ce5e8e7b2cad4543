"""What an attacker can tell, held against every way in which outcomes could have been (tiny populations)."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outcomelab.disclosure.gate import nearby
from outcomelab.disclosure.gate.bits import packed
from outcomelab.disclosure.gate.check import broken
from outcomelab.disclosure.gate.free import certainly_free
from outcomelab.disclosure.gate.known import About, Populations
from outcomelab.disclosure.gate.limits import Limits
from outcomelab.disclosure.gate.middle import middle
from outcomelab.disclosure.gate.model import Model, consistent, knowledge
from outcomelab.disclosure.gate.narrowed import fixed, narrowed, small_groups

PERSONS = 9
SETS = st.lists(st.lists(st.booleans(), min_size=PERSONS, max_size=PERSONS).filter(any), min_size=1, max_size=6)
OUTCOMES = st.lists(st.booleans(), min_size=PERSONS, max_size=PERSONS)
few = settings(max_examples=40, deadline=None)


def told(sets, outcomes, wide, release=1):
    """Each set's count with the outcome, as an interval that is `wide` persons wide."""
    sets, y = np.array(sets, dtype=bool), np.array(outcomes)
    about = []
    for place, one in enumerate(sets):
        low = int(y[one].sum()) // (wide + 1) * (wide + 1)
        about.append(About(release, "s", "part", str(place), {"o": (low, low + wide)}))
    return Populations(tuple(about), packed(sets), sets.shape[1])


def possible(sets, populations):
    """Every way in which persons can have had the outcome with all figures true (persons × ways)."""
    everything = np.array(list(product((0, 1), repeat=PERSONS))).T
    counts = np.array(sets, dtype=int) @ everything
    ends = np.array([one.told["o"] for one in populations.about])
    return everything[:, ((counts >= ends[:, :1]) & (counts <= ends[:, 1:])).all(axis=0)]


def groups_of(known):
    atoms = range(len(known.size))
    return [np.array(group) for number in (1, 2) for group in combinations(atoms, number)]


def counts_of(known, group, sets, ways):
    """How many of a group of atoms had the outcome, each way."""
    signature = np.array(list(dict.fromkeys(map(tuple, sets))), dtype=bool).T
    members = np.zeros(PERSONS, dtype=bool)
    for atom in group:
        members |= (signature == (known.sets.toarray()[:, atom] > 0)).all(axis=1)
    return members, ways[members].sum(axis=0)


@few
@given(SETS, OUTCOMES, st.sampled_from([0, 1, 4]))
def test_the_bounds_contain_every_way_it_could_have_been(sets, outcomes, wide):
    populations = told(sets, outcomes, wide)
    known = knowledge(populations, "o")
    ways, model = possible(sets, populations), Model(known)
    for group in groups_of(known):
        low, high = model.bounds(group)
        _, counts = counts_of(known, group, sets, ways)
        assert low - 1e-6 <= counts.min()
        assert counts.max() <= high + 1e-6


@few
@given(SETS, OUTCOMES, st.sampled_from([0, 1, 4]))
def test_who_is_fixed_by_the_program_is_fixed_in_truth(sets, outcomes, wide):
    populations = told(sets, outcomes, wide)
    known = knowledge(populations, "o")
    ways, model = possible(sets, populations), Model(known)
    for group in groups_of(known):
        _, counts = counts_of(known, group, sets, ways)
        assert len(np.unique(counts)) == 1 or not fixed(*model.bounds(group))


@few
@given(SETS, OUTCOMES, st.sampled_from([0, 1, 4]))
def test_a_group_called_free_without_a_program_is_free_by_the_program(sets, outcomes, wide):
    populations = told(sets, outcomes, wide)
    known, inside = consistent(knowledge(populations, "o"))
    groups = small_groups(known, np.arange(len(known.low)), PERSONS)
    model = Model(known)
    for place, free in enumerate(certainly_free(known, inside, groups)):
        group = groups.indices[groups.indptr[place] : groups.indptr[place + 1]]
        low, high = model.bounds(group)
        if free:
            assert not fixed(low, high)
            assert high - low >= known.size[group].sum() / 2 - 1e-4


@few
@given(SETS, OUTCOMES, st.sampled_from([0, 1, 4]))
def test_a_range_found_with_few_who_move_is_never_wider_than_the_whole_programs(sets, outcomes, wide):
    known, inside = consistent(knowledge(told(sets, outcomes, wide), "o"))
    model = Model(known)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearby, "_MOVING", 3)
        for group in groups_of(known):
            low, high = model.bounds(group)
            few_low, few_high = nearby.bounds_nearby(known, inside, group)
            assert low - 1e-5 <= few_low <= few_high + 1e-5
            assert few_high <= high + 1e-5


@few
@given(SETS, OUTCOMES, st.sampled_from([0, 1, 4]))
def test_one_release_more_never_widens_what_an_attacker_knows(sets, outcomes, wide):
    assume(len(sets) > 1)
    populations = told(sets, outcomes, wide)
    known = knowledge(populations, "o")
    last = np.arange(len(sets)) == len(sets) - 1
    before, after = Model(knowledge(populations.untold("o", last), "o")), Model(known)
    for group in groups_of(known):
        low, high = before.bounds(group)
        new_low, new_high = after.bounds(group)
        assert new_low >= low - 1e-6
        assert new_high <= high + 1e-6


@few
@given(SETS, OUTCOMES, st.sampled_from([1, 4]), st.integers(2, 8))
def test_a_stricter_rule_never_publishes_more(sets, outcomes, wide, threshold):
    assume(len(sets) > 1)
    whole = told(sets, outcomes, wide)
    past = whole.only([place < len(sets) - 1 for place in range(len(sets))])
    new = told(sets[-1:], outcomes, wide, release=0)
    limits = Limits(threshold, persons_a_cell=10, range_cut=0.5)
    for stricter in ({"threshold": threshold + 1}, {"persons_a_cell": 20}, {"range_cut": 0.2}):
        if not broken(new, past, replace(limits, **stricter)):
            assert not broken(new, past, limits)


@few
@given(SETS, OUTCOMES, st.sampled_from([1, 4]))
def test_the_middle_of_what_is_known_keeps_all_of_it_where_rounded_counts_are_true(sets, outcomes, wide):
    known = knowledge(told(sets, outcomes, wide), "o")
    inside = middle(known.sets, known.size, known.low, known.high)
    assert inside is not None
    assert (inside >= 0).all()
    assert (inside <= known.size).all()
    assert (known.sets @ inside >= known.low - 1e-4).all()
    assert (known.sets @ inside <= known.high + 1e-4).all()


def test_a_count_that_leaves_one_possibility_for_a_person_blames_the_new_release():
    sets = np.array([[1, 1, 1, 1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 0, 0, 0, 0]], dtype=bool)
    past = told(sets[:1], [1, 1, 1, 0, 0, 1, 0, 0, 0], 0)
    new = told(sets[1:], [1, 1, 1, 0, 0, 1, 0, 0, 0], 0, release=0)
    assert narrowed(new, past, "o", Limits(5, 10, 0.5)) == (0,)
