"""Tables of amounts: very small, very large, and of very different sizes."""

import numpy as np
import pytest

from outcomelab.disclosure.suppress.grid import linked, summed
from outcomelab.disclosure.suppress.own import Own
from outcomelab.disclosure.suppress.problem import NOBODY, Problem
from outcomelab.disclosure.tables import protect_table
from outcomelab.handovers.cells import Amounts, Cells, Tree, flat

AXES = (flat("area", tuple("abcdefgh"), "Total"), flat("kind", tuple("uvwxyz"), "Total"))


def spent(unit=1.0, seed=3):
    """A thousand amounts that few persons have most of, over 8 × 6 cells, in some unit."""
    draw = np.random.default_rng(seed)
    cell, amount = draw.integers(0, 48, 1000), (draw.pareto(0.8, 1000) + 1) * unit
    two = np.array([np.sort(amount[cell == place])[-2:] for place in range(48)])
    held = (np.bincount(cell, amount, 48), two[:, 1], two[:, 0])
    return Cells(
        AXES,
        np.bincount(cell, minlength=48).reshape(8, 6),
        Amounts("spent", *(each.reshape(8, 6) for each in held)),
    )


def withheld(cells):
    figures = protect_table(cells).figures
    assert 0 < figures.primary < 48
    return figures.cells["withheld"].to_pylist()


@pytest.mark.parametrize("power", [-40, 30, 600])
def test_the_unit_of_an_amount_changes_nothing_of_what_is_withheld(power):
    assert withheld(spent(2.0**power)) == withheld(spent())


def test_a_checker_sees_the_same_bounds_of_very_small_amounts():
    here, there = (protect_table(spent(unit)).figures.evidence.withheld for unit in (1.0, 1e-12))
    assert here.num_rows == there.num_rows > 0
    for name in ("low", "high"):
        known, small = (each[name].to_pylist() for each in (here, there))
        assert [None if one is None else one * 1e12 for one in small] == pytest.approx(known, rel=1e-4, abs=1e-2)


def test_what_is_ones_own_is_added_up_through_every_level_however_small_beside_the_rest():
    axes = (Tree("area", ("large", "small", "others", "both", "Total"), (4, 3, 3, 4, -1)),)
    values = summed(np.array([900_000.0, 5.0, 100.0]), axes)
    person = np.array([7, 7, NOBODY, NOBODY, NOBODY])
    none, levels = np.zeros(5, dtype=bool), np.zeros(5)
    problem = Problem(values, values, none, none, linked([axes]).relations, levels, levels, person, person)
    assert Own(problem).least(7).tolist() == [900_000, 5, 0, 5, 900_005]


@pytest.mark.parametrize("seed", range(5))
def test_amounts_that_one_person_has_nearly_all_of_are_cleared(seed):
    cells = spent(seed=seed)
    one = cells.amounts.largest.ravel().argmax()
    for each in (cells.amounts.total, cells.amounts.largest):
        each.ravel()[one] += 1e13
    figures = protect_table(cells).figures
    assert figures.cells["withheld"].to_pylist()[-1]  # of the total of all, too


def test_totals_beyond_what_whole_numbers_hold_are_written_as_they_are():
    cells = spent(2.0**70)
    figures = protect_table(cells).figures
    shown = [total for total in figures.cells["sum"].to_pylist() if total is not None]
    assert min(shown) >= 0
    assert max(shown) <= cells.amounts.total.sum() * 1.01


def test_two_who_are_alone_in_the_parts_of_a_whole_do_not_keep_it_from_being_cleared():
    # whoever has 900 of 904 knows that the whole is 900 at least: no table can make them think it less
    persons = np.full((3, 2), 30)
    persons[0] = 1
    total = np.array([[900.0, 4.0], [3000.0, 3500.0], [4000.0, 2500.0]])
    largest = np.where(persons == 1, total, total / 20)
    second = np.where(persons == 1, 0.0, total / 20)
    axes = (flat("area", ("a", "b", "c"), "Total"), flat("kind", ("u", "v"), "Total"))
    figures = protect_table(Cells(axes, persons, Amounts("spent", total, largest, second))).figures
    hidden = [tuple(row)[:2] for row in zip(*figures.cells.to_pydict().values(), strict=True) if row[3]]
    assert {("a", "u"), ("a", "v"), ("a", "Total")} < set(hidden)
    assert ("Total", "Total") not in hidden
