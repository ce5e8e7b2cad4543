"""An attack that never succeeds proves nothing: each one does, on what is not protected."""

import numpy as np
import pytest

from outcomelab.attacks.releases.asking import Question
from outcomelab.attacks.releases.contributors import contributors
from outcomelab.attacks.releases.dates import dates
from outcomelab.attacks.releases.decoding import routine, subsets
from outcomelab.attacks.releases.differencing import differencing
from outcomelab.attacks.releases.homogeneity import homogeneity
from outcomelab.attacks.releases.invented import invented
from outcomelab.attacks.releases.membership import membership
from outcomelab.attacks.releases.parts import parts
from outcomelab.attacks.releases.reading import told
from outcomelab.attacks.releases.reconstruction import reconstruction
from outcomelab.attacks.releases.tracker import tracker
from outcomelab.attacks.releases.uniqueness import uniqueness
from outcomelab.disclosure import balance, survival_grid


def test_differencing_counts_the_few_by_every_way_to_them(unprotected):
    assert [attempt.success for attempt in differencing(unprotected, 3, 1)] == [100.0] * 4


def test_every_kind_of_tracker_has_its_questions_answered(unprotected):
    assert [attempt.success for attempt in tracker(unprotected, 3, 1)] == [100.0] * 3


def test_fifty_routine_releases_give_everybody_away_in_a_cohort_of_two_hundred(unprotected):
    fixed, squares, program = routine(unprotected, 200, 50, 7)
    assert fixed.success > 95
    assert squares.success > squares.limit
    assert program.success > program.limit


def test_as_many_random_halves_as_there_are_persons_are_decoded_by_both_ways(unprotected):
    _, squares, program = subsets(unprotected, 200, 200, 1)
    assert squares.success > squares.guess + 15
    assert program.success > program.guess + 15


def test_records_of_forty_persons_are_put_together_again(unprotected):
    [attempt] = reconstruction(unprotected, 3, 40, 2)
    assert attempt.success > 0


def test_groups_that_are_alike_are_told_of_by_studies_and_by_tables(unprotected):
    studies, tables = homogeneity(unprotected, 1, 500, 1)
    assert studies.success == 100.0
    assert tables.success > 0


def test_small_cells_are_told_to_be_small(unprotected):
    [attempt] = uniqueness(unprotected, 1, 800, 1)
    assert attempt.success == 100.0


def test_parts_give_away_the_nine_that_they_lack(unprotected):
    assert [attempt.success for attempt in parts(unprotected, 1, 1)] == [100.0]


def test_totals_give_their_largest_contributors_away(unprotected):
    assert [attempt.success for attempt in contributors(unprotected, 1, 1500, 1)] == [100.0] * 2


def test_events_are_dated_to_the_day_by_a_curve_with_every_step(unprotected, monkeypatch):
    monkeypatch.setattr(survival_grid, "spacing", lambda *_: 1.0)
    single, few = dates(unprotected, 1, 60, 1)
    assert single.success > 50
    assert few.success > 90


def test_sixty_traits_of_sixty_persons_tell_who_took_part(unprotected, monkeypatch):
    monkeypatch.setattr(balance, "_MOST_COVARIATES", ())
    homer, ratio = membership(unprotected, 10, 60, 1)
    assert min(homer.success, ratio.success) > 65


@pytest.mark.parametrize("attack", [differencing, tracker])
def test_an_attack_is_the_same_for_the_same_seed(unprotected, attack):
    assert attack(unprotected, 2, 5) == attack(unprotected, 2, 5)


def test_what_is_read_from_figures_is_true_of_everybody(labs):
    cohort = invented(500, 3)
    by = {trait: cohort.levels(trait) for trait in ("district", "offence")}
    answer = labs.new().ask(cohort, Question(np.ones(500, dtype=bool), by))
    found = told(answer)
    assert len(found) > 10
    for one in found:
        assert one.low <= cohort.outcome[one.persons].sum() <= one.high
