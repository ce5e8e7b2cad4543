"""Tables printed in the literature, with what their authors say an attacker learns."""

import numpy as np
import pytest

from outcomelab.disclosure.audit.bounds import bounds
from outcomelab.disclosure.audit.published import additivity, published
from outcomelab.disclosure.suppress.grid import linked, summed
from outcomelab.disclosure.suppress.optimal import optimal
from outcomelab.disclosure.suppress.problem import NOBODY, Problem
from outcomelab.disclosure.tables import protect_table
from outcomelab.handovers.cells import Cells, flat

# Fischetti & Salazar (2001), figure 1: investment of enterprises by activity (I–III) and region (A–C), in millions
# of guilders. The sensitive cell is activity II in region C, 22.
INVESTMENT = np.array([[20, 50, 10], [8, 19, 22], [17, 32, 12]])
AXES = (flat("activity", ("I", "II", "III"), "Total"), flat("region", ("A", "B", "C"), "Total"))
CODES = [(activity, region) for activity in AXES[0].codes for region in AXES[1].codes]
SENSITIVE = CODES.index(("II", "C"))


def values():
    return summed(INVESTMENT, AXES).ravel()


def investment(up, down):
    primary = np.arange(16) == SENSITIVE
    nobody = np.full(16, NOBODY)
    levels = (np.where(primary, up, 0.0), np.where(primary, down, 0.0))
    return Problem(values(), values(), primary, ~primary, linked([AXES]).relations, *levels, nobody, nobody)


def test_the_published_margins_are_made_from_the_inner_cells():
    assert values().reshape(4, 4)[:, 3].tolist() == [80, 49, 61, 190]
    assert values().reshape(4, 4)[3].tolist() == [45, 101, 44, 190]


def test_an_attacker_learns_that_the_sensitive_cell_lies_between_5_and_30():
    withheld = np.array([code[0] in ("II", "III") and code[1] in ("A", "C") for code in CODES])
    found = bounds(published(np.where(withheld, np.nan, values()), additivity(CODES, AXES)))
    assert found.low[SENSITIVE] == pytest.approx(5)
    assert found.high[SENSITIVE] == pytest.approx(30)


@pytest.mark.parametrize(("up", "down", "cost"), [(1, 1, 37), (8, 17, 37)])
def test_the_published_pattern_is_the_cheapest_for_what_it_protects(up, down, cost):
    # the three cells beside it hold 8 + 17 + 12; with I instead of III they would hold 8 + 20 + 10 = 38
    chosen = optimal(investment(up, down), 60)
    assert chosen.solver == "optimal"
    assert chosen.cost == cost
    assert {CODES[cell] for cell in np.flatnonzero(chosen.withheld)} == {
        ("II", "A"),
        ("II", "C"),
        ("III", "A"),
        ("III", "C"),
    }


# HiGHS 1.16, given a start, proves here that a choice costs 447 and returns the start, which costs 457.
BLOCK = [[[107, 0], [2, 33], [3, 1]], [[5, 1], [35, 4], [3, 13]], [[3, 2], [3, 30], [8, 2]]]


def test_a_solver_that_gives_the_start_back_is_asked_again():
    axes = (
        flat("a", ("x", "y", "z"), "Total"),
        flat("b", ("p", "q", "r"), "Total"),
        flat("c", ("k", "l"), "Total"),
    )
    figures = protect_table(Cells(axes, np.array(BLOCK)), seconds=60).figures
    assert figures.evidence.solver == "optimal"
