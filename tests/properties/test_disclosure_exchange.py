"""A choice of cells made better by exchanges stays safe, and what the exchanges lean on is true."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csc_array, csr_array

from outcomelab.disclosure.primary import whole
from outcomelab.disclosure.suppress.boxes import boxes
from outcomelab.disclosure.suppress.contributors import unmet_by_contributors
from outcomelab.disclosure.suppress.exchange import Exchange
from outcomelab.disclosure.suppress.grid import linked, relations, summed
from outcomelab.disclosure.suppress.kernels import kept
from outcomelab.disclosure.suppress.problem import NOBODY, Problem, needs
from outcomelab.disclosure.suppress.protection import unmet
from outcomelab.handovers.cells import Cells, Tree, flat
from outcomelab.protocol.rules import DisclosureRules

AXES = (
    Tree("a", ("a0", "a1", "a2", "a3", "some", "Total"), (4, 4, 5, 5, 5, -1)),
    flat("b", ("b0", "b1", "b2", "b3"), "Total"),
    flat("c", ("c0", "c1", "c2"), "Total"),
)


def of_table(axes, counts):
    """A problem whose small cells must reach ten and go one down."""
    values = summed(counts, axes).ravel()
    small = (values > 0) & (values < 10)
    nobody = np.full(len(values), NOBODY)
    up, down = np.where(small, 10 - values, 0.0), np.where(small, 1.0, 0.0)
    return Problem(values, values, small, values >= 10, linked([axes]).relations, up, down, nobody, nobody)


@pytest.fixture(scope="module", params=[1, 2])
def problem(request):
    return of_table(AXES, np.random.default_rng(request.param).poisson(15, (4, 4, 3)))


def test_every_box_keeps_all_sums_and_lets_its_cell_move(problem):
    primary = np.flatnonzero(problem.primary)
    found = boxes(problem, [AXES], linked([AXES]))
    assert len(found) == len(primary)
    for cell, around in zip(primary.tolist(), found, strict=True):
        assert (around == cell).any(axis=1).all()
        for box in around[:20]:
            inside = problem.relations[:, np.unique(box)].toarray()
            without = problem.relations[:, np.setdiff1d(box, [cell])].toarray()
            assert np.linalg.matrix_rank(inside) == np.linalg.matrix_rank(without)


def test_what_is_made_better_is_safe_and_costs_no_more(problem):
    transposed, asked = csr_array(problem.relations.T), needs(problem)
    everything = problem.primary | problem.free
    exchange = Exchange(problem, boxes(problem, [AXES], linked([AXES])), asked, transposed)
    better = exchange.better(everything, np.inf)
    assert problem.cost[better].sum() < problem.cost[everything].sum()
    assert better[problem.primary].all()
    assert not list(unmet(problem, better, asked, transposed))


def test_without_boxes_or_time_the_choice_stays(problem):
    transposed, asked, start = csr_array(problem.relations.T), needs(problem), problem.primary | problem.free
    assert (Exchange(problem, (), asked, transposed).better(start, np.inf) == start).all()
    found = boxes(problem, [AXES], linked([AXES]))
    assert (Exchange(problem, found, asked, transposed).better(start, time.monotonic()) == start).all()


def test_the_same_choice_is_made_better_in_the_same_way(problem):
    transposed, asked, start = csr_array(problem.relations.T), needs(problem), problem.primary | problem.free
    found = boxes(problem, [AXES], linked([AXES]))
    first, second = (Exchange(problem, found, asked, transposed).better(start, np.inf) for _ in range(2))
    assert (first == second).all()


def test_tables_that_share_a_margin_have_boxes_that_keep_the_sums_of_both():
    counts = np.random.default_rng(5).poisson(14, (4, 4))
    one, other = (
        (AXES[1], flat("d", ("d0", "d1", "d2", "d3"), "Total")),
        (AXES[1], flat("e", ("e0", "e1"), "Total")),
    )
    both = linked([one, other])
    values = np.zeros(both.size)
    values[both.cell[0]] = summed(counts, one).ravel()
    half = counts.sum(axis=1) // 2
    values[both.cell[1]] = summed(np.stack([half, counts.sum(axis=1) - half], axis=1), other).ravel()
    small, nobody = values < 10, np.full(both.size, NOBODY)
    up, down = np.where(small, 10 - values, 0.0), np.where(small, 1.0, 0.0)
    problem = Problem(values, values, small, ~small, both.relations, up, down, nobody, nobody)
    found = boxes(problem, [one, other], both)
    assert found
    for cell, around in zip(np.flatnonzero(small).tolist(), found, strict=True):
        inside = both.relations[:, np.unique(around[0])].toarray()
        without = both.relations[:, np.setdiff1d(around[0], [cell])].toarray()
        assert np.linalg.matrix_rank(inside) == np.linalg.matrix_rank(without)


@given(st.lists(st.integers(0, 30), min_size=12, max_size=12), st.data())
@settings(max_examples=15, deadline=None)
def test_cells_are_shown_only_while_the_needed_ones_can_move(counts, data):
    axes = (flat("a", ("x", "y", "z"), "Total"), flat("b", ("p", "q", "r", "s"), "Total"))
    table = whole(Cells(axes, np.array(counts).reshape(3, 4)), DisclosureRules())
    sums, size = relations(axes), len(table.values)
    withheld = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    cells = np.flatnonzero(withheld)
    if not len(cells):
        return
    matrix = sums[:, cells].toarray()

    def moving(left):
        rank = np.linalg.matrix_rank(matrix[:, left])
        return [left[i] and np.linalg.matrix_rank(matrix[:, left & (np.arange(len(cells)) != i)], tol=1e-9) == rank
                for i in range(len(cells))]  # fmt: skip

    everything = np.ones(len(cells), dtype=bool)
    needed = np.array(moving(everything)) & (np.arange(len(cells)) % 3 == 0)
    order = np.flatnonzero(~needed)
    by_cell = csc_array(sums)
    left = kept(by_cell.indptr, by_cell.indices, by_cell.data.astype(float), sums.shape[0], cells, order, needed)
    now = np.array(moving(left))
    assert now[needed].all()
    # what is left is needed: without any one more, something needed would stand still
    for place in order[left[order]]:
        fewer = left.copy()
        fewer[place] = False
        assert not np.array(moving(fewer))[needed].all()


def test_nobody_alone_in_a_cell_learns_more_from_a_choice_made_better():
    counts = np.random.default_rng(7).poisson(12, (4, 4, 3))
    counts[[0, 1, 2], [0, 1, 2], 0] = 1
    problem = of_table(AXES, counts)
    one = problem.values == 1
    problem = replace(problem, person=np.where(one, np.cumsum(one), -1), alone=np.where(one, np.cumsum(one), -1))
    transposed, base, start = csr_array(problem.relations.T), needs(problem), problem.primary | problem.free
    better = Exchange(problem, boxes(problem, [AXES], linked([AXES])), base, transposed).better(start, np.inf)
    assert problem.cost[better].sum() <= problem.cost[start].sum()
    assert not unmet_by_contributors(problem, better, base)
