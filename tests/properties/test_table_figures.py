"""What must hold of the figures of any cleared table."""

from itertools import product

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

import outcomelab

FEW = settings(max_examples=15, deadline=None)
COUNTS = st.lists(st.integers(0, 60), min_size=12, max_size=12)


def table(counts, rows, columns):
    """A table of counts by two columns with these names for their values."""
    codes = list(product(rows, columns))
    return pa.table({"a": [a for a, _ in codes], "b": [b for _, b in codes], "n": np.array(counts)})


def cleared(counts, rows="pqr", columns="wxyz", **more):
    answer = outcomelab.protect(table(counts, rows, columns), by=("a", "b"), count="n", **more)
    if isinstance(answer, outcomelab.Refused):
        return None
    return {(row["a"], row["b"]): row["count"] for row in answer.figures.cells.to_pylist()}


@FEW
@given(COUNTS)
def test_margins_agree_with_what_they_are_made_of(counts):
    shown = cleared(counts)
    for whole, value in (shown or {}).items():
        for place, codes in enumerate(("pqr", "wxyz")):
            if whole[place] != "Total" or value is None:
                continue
            parts = [shown[tuple(code if at == place else one for at, one in enumerate(whole))] for code in codes]
            if None in parts:
                assert sum(part or 0 for part in parts) <= value + 2.5 * (len(parts) + 1)
            else:
                assert abs(sum(parts) - value) <= 2.5 * (len(parts) + 1)


@FEW
@given(COUNTS)
def test_no_line_has_a_single_gap(counts):
    shown = cleared(counts) or {}
    lines = [[(a, b) for b in (*"wxyz", "Total")] for a in (*"pqr", "Total")]
    lines += [[(a, b) for a in (*"pqr", "Total")] for b in (*"wxyz", "Total")]
    for line in lines if shown else ():
        assert [shown[cell] for cell in line].count(None) != 1


@FEW
@given(COUNTS, st.permutations("pqr"), st.permutations("wxyz"))
def test_other_names_change_nothing_but_the_names(counts, rows, columns):
    """Figures are the same; and so is what is withheld, up to choices that cost the same."""
    one, other = cleared(counts), cleared(counts, rows, columns)
    if one is None or other is None:
        assert one is other
        return
    named = dict(zip((*"pqr", *"wxyz", "Total"), (*rows, *columns, "Total"), strict=True))
    renamed = {(named[a], named[b]): shown for (a, b), shown in one.items()}
    assert renamed.keys() == other.keys()
    assert all(None in (shown, other[cell]) or shown == other[cell] for cell, shown in renamed.items())
    assert worth(counts, one) == worth(counts, other, rows, columns)


def worth(counts, shown, rows="pqr", columns="wxyz"):
    """How many persons are in what is withheld, as the choice of cells counts them."""
    persons = dict(zip(product(rows, columns), counts, strict=True))
    total = 0
    for (a, b), figure in shown.items():
        inside = [n for code, n in persons.items() if a in (code[0], "Total") and b in (code[1], "Total")]
        total += max(sum(inside), 1) if figure is None else 0
    return total


@FEW
@given(COUNTS)
def test_a_stricter_rule_shows_nothing_that_is_small_by_it(counts):
    for threshold in (10, 25):
        shown = cleared(counts, rules={"threshold": threshold}) or {}
        assert all(figure is None or figure >= threshold for figure in shown.values())


@FEW
@given(st.lists(st.integers(0, 40), min_size=6, max_size=6), st.integers(0, 2**32))
def test_what_is_merged_is_what_its_parts_hold(counts, seed):
    places = [f"p{at}" for at, n in enumerate(counts) for _ in range(n)]
    rows = pa.table(
        {"place": places or ["p0"], "sex": np.random.default_rng(seed).choice(["f", "m"], len(places) or 1)}
    )
    answer = outcomelab.protect(rows, by=("place", "sex"), merge=True)
    if isinstance(answer, outcomelab.Refused):
        return
    total = answer.figures.cells.to_pylist()[-1]["count"]
    assert total is None or abs(total - sum(counts)) <= 2
    merged = [level for _, levels in answer.figures.evidence.merged.merge for level in levels]
    kept = {row["place"] for row in answer.figures.cells.to_pylist()}
    assert not kept & set(merged)
