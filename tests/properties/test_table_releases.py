"""Tables of the same people one after the other: what an attacker who has them all can work out."""

import tempfile
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import outcomelab
from outcomelab.reports.cleared_table import write_cleared_table

NAMES = ("x", "y", "z")
PAIRS = st.sampled_from([("x",), ("z",), ("x", "y"), ("x", "z"), ("y", "z"), ("x", "y", "z")])
FEW = settings(max_examples=6, deadline=None)


@st.composite
def people(draw):
    """One to two hundred persons with values of three columns, some of them rare."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    size = draw(st.integers(100, 200))
    columns = {name: rng.choice(list("pqr"), size, p=[0.5, 0.3, 0.2]) for name in NAMES}
    rare = rng.random(size) < 0.06
    columns["y"] = np.where(rare, "rare", columns["y"])
    return {"who": [f"p{n}" for n in range(size)], **columns}


def released(table, *asked):
    """Those of the tables asked for that are cleared, one after the other by the same ledger."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = outcomelab.ledger_of("clients", Path(folder) / "ledger")
        answers = [outcomelab.protect(table, None, ledger, by=by, person="who") for by in asked]
    return [answer.figures for answer in answers if isinstance(answer, outcomelab.Cleared)]


class Attacker:
    """Knows every figure shown to the unit, and looks for what each cell can hold."""

    def __init__(self, table, releases):
        rows = list(zip(*(table[name] for name in NAMES), strict=True))
        self.classes = list(product(*(sorted(set(table[name])) for name in NAMES)))
        self.truth = np.array([rows.count(one) for one in self.classes])
        equations = [self.row(cell) for figures in releases for cell, shown in cells(figures) if shown is not None]
        self.equations = np.array(equations).reshape(-1, len(self.classes))

    def row(self, cell):
        held = {NAMES.index(name): value for name, value in cell}
        return np.array([all(one[at] == value for at, value in held.items()) for one in self.classes], dtype=float)

    def bounds(self, cell):
        ends = []
        for sign in (1, -1):
            found = linprog(sign * self.row(cell), A_eq=self.equations, b_eq=self.equations @ self.truth)
            ends.append(sign * found.fun)
        return ends


def cells(figures):
    for row in figures.cells.to_pylist():
        yield frozenset((name, row[name]) for name in figures.by if row[name] != "Total"), row["count"]


@FEW
@given(people(), PAIRS, PAIRS)
def test_no_small_cell_of_two_tables_can_be_told_to_be_small(table, first, second):
    releases = released(table, first, second)
    attacker = Attacker(table, releases)
    for figures in releases:
        for cell, shown in cells(figures):
            count = attacker.row(cell) @ attacker.truth
            if count < 10:
                assert shown is None
                assert attacker.bounds(cell)[1] >= 10 - 1e-6


@FEW
@given(people(), PAIRS, PAIRS)
def test_a_table_more_never_widens_what_can_be_worked_out(table, first, second):
    releases = released(table, first, second)
    before, after = Attacker(table, releases[:1]), Attacker(table, releases)
    for cell, _ in cells(releases[0]) if releases else ():
        (low, high), (new_low, new_high) = before.bounds(cell), after.bounds(cell)
        assert new_low >= low - 1e-6
        assert new_high <= high + 1e-6


@FEW
@given(people(), PAIRS, PAIRS)
def test_the_same_cell_has_the_same_figure_in_every_release(table, first, second):
    shown = {}
    for figures in released(table, first, second, first):
        for cell, figure in cells(figures):
            if figure is not None:
                assert shown.setdefault(cell, figure) == figure


@FEW
@given(st.lists(st.integers(10_000, 99_999), min_size=4, max_size=9, unique=True), st.integers(1, 9))
def test_nothing_raw_survives_in_what_is_written(counts, small):
    counts = [small, *(count + 1 if count % 5 == 0 else count for count in counts)]
    table = pa.table({"place": [f"p{n}" for n in range(len(counts))], "n": counts})
    figures = outcomelab.protect(table, by="place", count="n")
    with tempfile.TemporaryDirectory() as folder:
        write_cleared_table(figures, Path(folder) / "out")
        written = b"".join(path.read_bytes() for path in (Path(folder) / "out").iterdir())
    for raw in (*counts[1:], sum(counts), sum(counts) - small):
        assert raw % 5 == 0 or str(raw).encode() not in written
