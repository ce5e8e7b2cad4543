"""Tables most of which is small: cells are chosen for many needs at a time, and the audit finds them enough."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from outcomelab.disclosure.audit.audit import Demands, Verdict, audit
from outcomelab.disclosure.audit.published import published
from outcomelab.disclosure.beside import System, beside
from outcomelab.disclosure.joined import joined
from outcomelab.disclosure.suppress.batches import by_batches
from outcomelab.disclosure.suppress.hypercube import hypercube
from outcomelab.disclosure.suppress.problem import Bools
from outcomelab.disclosure.tables import costs
from outcomelab.handovers.cells import Cells, flat
from outcomelab.protocol.rules import DisclosureRules

_SIZE = (6, 5, 4, 2)


@pytest.fixture(scope="module")
def sparse() -> System:
    draw = np.random.default_rng(3)
    shares = [np.arange(1, size + 1) ** -1.2 for size in _SIZE]
    codes = [draw.choice(len(share), 600, p=share / share.sum()) for share in shares]
    counts = np.bincount(np.ravel_multi_index(codes, _SIZE), minlength=int(np.prod(_SIZE))).reshape(_SIZE)
    axes = tuple(flat(f"v{at}", tuple(map(str, range(size))), "Total") for at, size in enumerate(_SIZE))
    table = joined((Cells(axes, counts),), DisclosureRules())
    return beside(table, costs(table))


def _verdict(system: System, withheld: Bools) -> Verdict:
    problem = system.problem
    demands = Demands(
        np.where(problem.up > 0, problem.values + problem.up, -np.inf),
        np.where(problem.down > 0, problem.values - problem.down, np.inf),
        problem.person,
        problem.alone,
        problem.values,
    )
    return audit(published(np.where(withheld, np.nan, problem.values), system.equations), demands)


@pytest.fixture(scope="module")
def withheld(sparse: System) -> Bools:
    return by_batches(sparse.problem, time.monotonic() + 600)


def test_nothing_of_what_is_chosen_is_unsafe_to_readers_or_to_whoever_is_alone(
    sparse: System, withheld: Bools
) -> None:
    problem = sparse.problem
    assert ((problem.person >= 0) & problem.primary).sum() > 20
    assert _verdict(sparse, withheld).safe


def test_it_costs_less_than_boxes_without_a_solver(sparse: System, withheld: Bools) -> None:
    problem = sparse.problem
    boxes = hypercube(problem, sparse.tables, sparse.linked)
    assert problem.cost[withheld & problem.free].sum() < problem.cost[boxes & problem.free].sum()


def test_a_table_without_small_cells_needs_no_others(sparse: System) -> None:
    problem = sparse.problem
    nothing = np.zeros(len(problem.values))
    none = replace(problem, primary=nothing > 0, up=nothing, down=nothing, free=~(nothing > 0))
    assert not by_batches(none, time.monotonic() + 60).any()


def test_past_the_end_of_its_time_it_gives_up(sparse: System) -> None:
    with pytest.raises(TimeoutError):
        by_batches(sparse.problem, time.monotonic() - 1)
