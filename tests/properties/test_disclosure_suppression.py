"""What must hold of every table that is cleared, by an audit written apart and by trying every possible table."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from outcomelab.disclosure.audit.audit import Demands, audit
from outcomelab.disclosure.audit.bounds import bounds, by_sums
from outcomelab.disclosure.audit.bridges import bridges
from outcomelab.disclosure.audit.published import additivity, published
from outcomelab.disclosure.primary import whole
from outcomelab.disclosure.suppress.attacker import Attacker
from outcomelab.disclosure.suppress.grid import linked, relations, shape, summed
from outcomelab.disclosure.suppress.hypercube import hypercube
from outcomelab.disclosure.suppress.lines import unmet_in_lines
from outcomelab.disclosure.suppress.optimal import optimal
from outcomelab.disclosure.suppress.problem import Problem, needs
from outcomelab.disclosure.suppress.protection import met, unmet
from outcomelab.disclosure.suppress.suppress import suppress
from outcomelab.disclosure.suppress.together import met_together
from outcomelab.disclosure.tables import protect_table
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cells import Cells, Tree, flat
from outcomelab.protocol.rules import DisclosureRules

RULES = DisclosureRules()


@st.composite
def axes(draw, name):
    """An axis of up to four codes, some of them under a whole of their own."""
    size = draw(st.integers(2, 4))
    levels = tuple(f"{name}{i}" for i in range(size))
    grouped = draw(st.integers(0, size - 1))
    if grouped < 2:
        return flat(name, levels, "Total")
    of = [size] * grouped + [size + 1] * (size - grouped)
    return Tree(name, (*levels, f"{name} some", "Total"), (*of, size + 1, -1))


@st.composite
def tables(draw, most=3):
    trees = tuple(draw(axes(name)) for name in "abcd"[: draw(st.integers(1, most))])
    size = tuple(len(tree.inner) for tree in trees)
    number = int(np.prod(size))
    counts = draw(st.lists(st.integers(0, 30), min_size=number, max_size=number))
    return Cells(trees, np.array(counts, dtype=np.int64).reshape(size))


def problem_of(cells):
    table = whole(cells, RULES)
    return Problem(
        table.values,
        np.maximum(table.values, 1.0),
        table.primary,
        ~table.primary,
        relations(cells.axes),
        table.up,
        table.down,
        table.person,
        table.alone,
    )


def demands_of(problem):
    return Demands(
        np.where(problem.up > 0, problem.values + problem.up, -np.inf),
        np.where(problem.down > 0, problem.values - problem.down, np.inf),
        problem.person,
        problem.alone,
        problem.values,
    )


def seen(cells, values, withheld):
    codes = list(product(*(axis.codes for axis in cells.axes)))
    return published(np.where(withheld, np.nan, values), additivity(codes, cells.axes))


@given(tables())
@settings(max_examples=20, deadline=None)
def test_what_is_chosen_is_safe_by_the_audit(cells):
    problem = problem_of(cells)
    chosen = optimal(problem, 1.0)
    assert chosen.withheld[problem.primary].all()
    assert audit(seen(cells, problem.values, chosen.withheld), demands_of(problem)).safe


@given(tables(most=4))
@settings(max_examples=15, deadline=None)
def test_a_choice_made_in_no_time_is_safe_too_and_no_cheaper_than_its_bound(cells):
    problem = problem_of(cells)
    try:
        chosen = optimal(problem, 0.0)
    except TimeoutError:  # on a busy machine; boxes follow
        reject()
    assert chosen.cost >= chosen.bound - 1e-6
    assert audit(seen(cells, problem.values, chosen.withheld), demands_of(problem)).safe


@given(tables())
@settings(max_examples=20, deadline=None)
def test_both_sides_agree_on_what_adds_up(cells):
    codes = list(product(*(axis.codes for axis in cells.axes)))
    mine, theirs = relations(cells.axes), additivity(codes, cells.axes)
    values = summed(cells.persons, cells.axes).ravel()
    assert not np.any(theirs @ values)

    def rows(matrix):
        return sorted(map(tuple, matrix.toarray().tolist()))

    assert mine.shape == theirs.shape
    assert rows(mine) == rows(theirs)


@given(tables(most=2), st.data())
@settings(max_examples=20, deadline=None)
def test_the_audit_finds_what_a_secondary_cell_taken_back_gives_away(cells, data):
    problem = problem_of(cells)
    chosen = optimal(problem, 1.0)
    assume(chosen.solver == "optimal" and (chosen.withheld & ~problem.primary).any())
    assume((problem.person < 0).all())
    back = data.draw(st.sampled_from(np.flatnonzero(chosen.withheld & ~problem.primary).tolist()))
    withheld = chosen.withheld.copy()
    withheld[back] = False
    # a choice that costs least has no cell too many
    assert not audit(seen(cells, problem.values, withheld), demands_of(problem)).safe


def possible_tables(rows, columns):
    """Every 2 × 3 table of whole numbers with those margins: two of its cells fix the rest."""
    for first, second in product(range(rows[0] + 1), repeat=2):
        top = np.array([first, second, rows[0] - first - second])
        inner = np.array([top, columns - top])
        if (inner >= 0).all():
            yield inner


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6), st.data())
@settings(max_examples=20, deadline=None)
def test_bounds_hold_every_possible_table_and_are_reached_in_two_dimensions(counts, data):
    cells = Cells(
        (flat("a", ("x", "y"), "Total"), flat("b", ("p", "q", "r"), "Total")), np.array(counts).reshape(2, 3)
    )
    values = summed(cells.persons, cells.axes).ravel()
    withheld = np.array(data.draw(st.lists(st.booleans(), min_size=12, max_size=12)))
    withheld[[3, 7, 8, 9, 10, 11]] = False
    inner = [
        summed(table, cells.axes).ravel() for table in possible_tables(values[[3, 7]].astype(int), values[8:11])
    ]
    there = np.array([table for table in inner if (table[~withheld] == values[~withheld]).all()])
    found = bounds(seen(cells, values, withheld))
    # two-way tables of whole numbers have whole bounds (their equations are totally unimodular)
    assert np.allclose(found.low, there.min(axis=0))
    assert np.allclose(found.high, there.max(axis=0))
    rough = by_sums(seen(cells, values, withheld))
    assert (rough.low <= found.low + 1e-6).all()
    assert (rough.high >= found.high - 1e-6).all()


@given(tables(most=2), st.data())
@settings(max_examples=20, deadline=None)
def test_bridges_are_the_cells_that_cannot_change(cells, data):
    values = summed(cells.persons + 1, cells.axes).ravel()
    withheld = np.array(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    table = seen(cells, values, withheld)
    fixed = bridges(table)
    assume(fixed is not None)
    free = table.equations[:, np.flatnonzero(withheld)].toarray()
    for place, cell in enumerate(np.flatnonzero(withheld)):
        without = np.linalg.matrix_rank(np.delete(free, place, axis=1)) if free.shape[1] > 1 else 0
        assert (cell in fixed) == (np.linalg.matrix_rank(free) > without)


@given(tables(), st.sampled_from([5, 10]))
@settings(max_examples=20, deadline=None)
def test_rounding_only_widens_what_can_be_worked_out(cells, base):
    problem = problem_of(cells)
    withheld = optimal(problem, 1.0).withheld
    exact = bounds(seen(cells, problem.values, withheld))
    shown = np.where(withheld, np.nan, base * np.floor(problem.values / base + 0.5))
    codes = list(product(*(axis.codes for axis in cells.axes)))
    rounded = bounds(published(shown, additivity(codes, cells.axes), (base // 2, base // 2), 10))
    gaps = np.flatnonzero(withheld)
    assert (rounded.low[gaps] <= exact.low[gaps] + 1e-6).all()
    assert (rounded.high[gaps] >= exact.high[gaps] - 1e-6).all()


@given(tables(most=2), tables(most=2))
@settings(max_examples=20, deadline=None)
def test_tables_that_share_a_margin_are_protected_together(one, other):
    first = one.axes[0]
    rest = tuple(Tree(f"z{axis.name}", axis.codes, axis.whole) for axis in other.axes[:1])
    sizes = (len(first.inner), len(rest[0].inner))
    rows = one.persons.reshape(sizes[0], -1).sum(axis=1)
    counts = np.zeros(sizes, dtype=np.int64)
    counts[:, 0], counts[:, -1] = rows // 3, rows - rows // 3
    both = linked([one.axes, (first, *rest)])
    values = np.zeros(both.size)
    values[both.cell[0]] = summed(one.persons, one.axes).ravel()
    values[both.cell[1]] = summed(counts, (first, *rest)).ravel()
    assert not np.any(both.relations @ values)
    few = values < 10
    nobody = np.full(both.size, -1)
    up, down = np.where(few, 10 - values, 0.0), np.where(few & (values > 0), 1.0, 0.0)
    problem = Problem(values, np.maximum(values, 1.0), few, ~few, both.relations, up, down, nobody, nobody)
    chosen = suppress(problem, [one.axes, (first, *rest)], both, 1.0)
    table = published(np.where(chosen.withheld, np.nan, values), both.relations)
    assert audit(table, demands_of(problem)).safe


@given(tables())
@settings(max_examples=20, deadline=None)
def test_hypercubes_protect_from_subtraction(cells):
    problem = problem_of(cells)
    withheld = hypercube(problem, [cells.axes], linked([cells.axes]))
    free = relations(cells.axes)[:, np.flatnonzero(withheld)].toarray()
    rank = np.linalg.matrix_rank(free) if free.size else 0
    for place, cell in enumerate(np.flatnonzero(withheld)):
        if problem.primary[cell]:
            without = np.delete(free, place, axis=1)
            assert (np.linalg.matrix_rank(without) if without.size else 0) == rank


@given(tables(most=2))
@settings(max_examples=20, deadline=None)
def test_a_cleared_table_shows_nothing_under_the_threshold(cells):
    assume(cells.persons.sum() >= 10)
    try:
        figures = protect_table(cells, RULES).figures
    except DisclosureRefused:
        return
    shown = [row for row in figures.cells.to_pylist() if not row["withheld"]]
    assert all(row["count"] >= 10 and row["count"] % 5 == 0 for row in shown)
    assert figures.primary + figures.secondary == figures.evidence.withheld.num_rows


@pytest.mark.parametrize("cost", ["value", "cells"])
def test_what_costs_least_is_withheld(cost):
    # 3 can be hidden by one dear cell a line or by cheap ones: 2 × 2 corners in either case
    cells = Cells(
        (flat("a", ("x", "y", "z"), "Total"), flat("b", ("p", "q", "r"), "Total")),
        np.array([[3, 20, 90], [25, 30, 80], [70, 60, 50]]),
    )
    figures = protect_table(cells, RULES, cost).figures
    assert figures.secondary == 3
    if cost == "value":
        withheld = {(row["a"], row["b"]) for row in figures.cells.to_pylist() if row["withheld"]}
        assert withheld == {("x", "p"), ("x", "q"), ("y", "p"), ("y", "q")}


def test_a_need_is_met_or_says_what_it_takes():
    cells = Cells((flat("a", ("x", "y", "z"), "Total"),), np.array([4, 40, 50]))
    problem = problem_of(cells)
    transposed = csr_array(problem.relations.T)
    broken = list(unmet(problem, problem.primary, needs(problem), transposed))
    assert [set(found.cells.tolist()) for _, found in broken] == [{1, 2, 3}, {1, 2, 3}]
    assert shape(cells.axes) == (4,)


def test_somebody_alone_in_a_cell_learns_nothing_from_knowing_it():
    cells = Cells((flat("a", ("w", "x", "y", "z"), "Total"),), np.array([1, 9, 40, 50]))
    problem = problem_of(cells)
    # 1 and 9 make 10: enough for any reader, but not for whoever is the 1
    assert not list(unmet(problem, problem.primary, needs(problem), csr_array(problem.relations.T)))
    verdict = audit(seen(cells, problem.values, problem.primary), demands_of(problem))
    assert (verdict.unsafe, verdict.unsafe_to_contributors) == ((), (1,))
    assert optimal(problem, 60).withheld.tolist() == [True, True, True, False, False]


@given(tables(most=2))
@settings(max_examples=20, deadline=None)
def test_what_one_sum_gives_away_to_a_contributor_is_not_met_by_linear_programs_either(cells):
    problem = problem_of(cells)
    transposed = csr_array(problem.relations.T)
    for need in unmet_in_lines(problem, problem.primary, needs(problem)):
        assert list(unmet(problem, problem.primary, [need], transposed))


@given(tables())
@settings(max_examples=20, deadline=None)
def test_needs_shown_to_be_met_together_are_met_by_themselves(cells):
    problem = problem_of(cells)
    attacker = Attacker(problem, problem.primary | problem.free)
    below, above = problem.values[attacker.cells], np.full(len(attacker.cells), np.inf)
    asked = needs(problem)
    for need, shown in zip(asked, met_together(attacker, asked, below, above), strict=True):
        assert not shown or met(need, attacker.reach(need, below, above).moves)
