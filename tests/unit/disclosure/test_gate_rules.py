"""The rules across releases, each on sets small enough to count by hand."""

import numpy as np
import pytest

from outcomelab.disclosure.gate.bits import atoms, packed, shared, sizes, unpacked
from outcomelab.disclosure.gate.capped import past_the_cap
from outcomelab.disclosure.gate.check import broken
from outcomelab.disclosure.gate.differencing import differing_by_few
from outcomelab.disclosure.gate.known import About, Populations
from outcomelab.disclosure.gate.limits import Limits
from outcomelab.disclosure.gate.rerun import adds_too_few

PERSONS = 300
LIMITS = Limits(threshold=10, persons_a_cell=10, range_cut=0.5)


def released(*populations, release=1):
    """Populations of (role, persons) or (role, persons, ends), over 300 persons."""
    sets = np.zeros((len(populations), PERSONS), dtype=bool)
    about = []
    for place, (role, persons, *ends) in enumerate(populations):
        sets[place, list(persons)] = True
        told = {"o": ends[0]} if ends else {}
        about.append(About(release, "study", role, f"{role} {place}", told))
    return Populations(tuple(about), packed(sets), PERSONS)


def asked(*populations):
    return released(*populations, release=0)


NOTHING = released()


def test_bits_are_what_was_packed():
    sets = np.random.default_rng(1).random((5, 131)) < 0.4
    words = packed(sets)
    assert (unpacked(words, 131) == sets).all()
    assert sizes(words).tolist() == sets.sum(axis=1).tolist()
    assert (shared(words, words) == sets.astype(int) @ sets.T.astype(int)).all()


def test_persons_in_the_same_sets_are_one_atom_and_those_in_none_are_left_out():
    sets = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 1, 0]], dtype=bool)
    there, size = atoms(packed(sets), 5)
    of = sorted(zip(there.T.tolist(), size.tolist(), strict=True))
    assert of == [([False, True], 1), ([True, False], 2), ([True, True], 1)]


@pytest.mark.parametrize(("more", "refused"), [(0, ()), (1, (0,)), (9, (0,)), (10, ())])
def test_a_population_that_differs_from_an_earlier_one_by_one_to_nine_is_refused(more, refused):
    past = released(("whole", range(200)))
    assert differing_by_few(asked(("whole", range(200 + more))), past, 10) == refused


def test_as_many_gone_as_came_count_together():
    past = released(("whole", range(200)))
    assert differing_by_few(asked(("whole", range(5, 204))), past, 10) == (0,)
    assert differing_by_few(asked(("whole", range(5, 205))), past, 10) == ()


def test_a_part_that_nearly_completes_another_within_a_larger_population_is_refused():
    past = released(("whole", range(200)), ("part", range(80)))
    assert differing_by_few(asked(("part", range(83, 200))), past, 10) == (0,)
    assert differing_by_few(asked(("part", range(80, 200))), past, 10) == ()  # the complement
    assert differing_by_few(asked(("part", range(95, 200))), past, 10) == ()


def test_the_larger_population_may_be_the_new_one():
    past = released(("whole", range(80)), ("part", range(84, 200)))
    assert differing_by_few(asked(("whole", range(200))), past, 10) == (0,)


def test_overlapping_areas_in_one_release_are_held_against_each_other():
    one = asked(("whole", range(200)), ("part", range(100)), ("part", range(4, 104)), ("part", range(120, 160)))
    assert differing_by_few(one, NOTHING, 10) == (1, 2)


def test_cohorts_are_held_against_cohorts_only():
    past = released(("cohort", range(205)), ("whole", range(200)))
    assert differing_by_few(asked(("cohort", range(205)), ("whole", range(200))), past, 10) == ()


@pytest.mark.parametrize(
    ("cohort", "refused"),
    [(range(200), ()), (range(209), (0,)), (range(210), ()), (range(195), (0,)), (range(5, 215), (0,))],
    ids=["the same", "nine more", "ten more", "five fewer", "ten more and five fewer"],
)
def test_a_study_run_again_keeps_its_cohort_or_adds_ten(cohort, refused):
    past = released(("cohort", range(200)))
    assert adds_too_few(asked(("cohort", cohort)), past, 10) == refused


def test_at_most_one_cell_of_an_outcome_for_every_ten_persons():
    ends = (10, 14)
    cells = [("part", range(start, start + 30), ends) for start in range(0, 70, 7)]
    past = released(("whole", range(100), ends), *cells[:9])
    assert (
        past_the_cap(asked(("whole", range(100), ends)), past, LIMITS.persons_a_cell) == ()
    )  # known already, so it adds none
    assert past_the_cap(asked(cells[9]), past, LIMITS.persons_a_cell) == (0,)


def test_another_outcome_has_a_count_of_its_own():
    past = released(("whole", range(100), (10, 14)), *(("part", range(i, i + 30), (10, 14)) for i in range(9)))
    new = asked(("part", range(50, 90)))
    other = Populations((About(0, "study", "part", "x", {"other": (10.0, 14.0)}),), new.words, PERSONS)
    assert past_the_cap(other, past, LIMITS.persons_a_cell) == ()


def test_two_counts_that_together_fix_a_small_overlap_are_refused():
    # 0–99 and 100–199 are out, and so is who of them is in neither middle part; what is left are 8 persons
    past = released(
        ("whole", range(200), (58, 62)),
        ("part", range(90), (38, 42)),
        ("part", range(98, 200), (12, 16)),
    )
    assert broken(asked(("part", range(120, 200), (10, 14))), past, LIMITS) == ()
    found = broken(asked(("whole", range(98), (46, 50))), past, LIMITS)
    assert found
    assert found[0].populations == (0,)


def test_figures_that_were_corrected_since_do_not_stop_the_gate():
    past = released(("whole", range(200), (58, 62)))
    assert broken(asked(("whole", range(200), (68, 72))), past, LIMITS) == ()
