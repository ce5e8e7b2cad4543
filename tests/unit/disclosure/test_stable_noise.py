"""Noise that stays the same: by who is in a cell, whatever is asked and however often."""

import hashlib
import hmac

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.disclosure.perturbation.table import perturb_table
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.keyed import KeyedCells
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.tabulate.keyed import keyed

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
QUICK = settings(max_examples=25, deadline=None)


def people(count=600, seed=1):
    """Persons with a region and a sex each."""
    draw = np.random.default_rng(seed)
    return pa.table(
        {
            "person": [f"p{n}" for n in range(count)],
            "region": [f"r{n}" for n in draw.integers(0, 5, count)],
            "sex": np.where(draw.random(count) < 0.4, "f", "m"),
        }
    )


def counts(table, *by, key=KEY, rules=None):
    """The count of each cell by its codes."""
    cells = perturb_table(keyed(table, by, "person", key), rules).figures.cells
    return {tuple(row[name] for name in by): row["count"] for row in cells.to_pylist()}


def test_a_record_key_is_an_hmac_and_a_cells_key_their_sum():
    table = pa.table({"person": ["Zoë", "b", "b", "c"], "region": ["x", "x", "x", "y"]})
    cells = keyed(table, ("region",), "person", KEY)
    record = {
        name: int.from_bytes(hmac.new(KEY, name.encode(), hashlib.sha256).digest()[:8], "big")
        for name in ("Zoë", "b", "c")
    }
    inside = {"x": ("Zoë", "b"), "y": ("c",), "Total": ("Zoë", "b", "c")}
    for code, count, key in zip(cells.codes["region"].to_pylist(), cells.persons, cells.keys, strict=True):
        assert count == len(inside[code])
        assert int(key) == sum(record[name] for name in inside[code]) % 2**64


@QUICK
@given(st.permutations(range(300)))
def test_the_order_of_rows_changes_nothing(order):
    table = people(300)
    assert counts(table.take(list(order)), "region", "sex") == counts(table, "region", "sex")


def test_rows_given_twice_change_nothing():
    table = people()
    assert counts(pa.concat_tables([table, table.slice(0, 100)]), "region") == counts(table, "region")


def test_other_cells_and_other_columns_change_nothing():
    table = people()
    both = counts(table, "region", "sex")
    assert counts(table, "sex", "region") == {(sex, region): count for (region, sex), count in both.items()}
    assert counts(table, "region") == {(region,): both[region, "Total"] for region, _ in both}
    north = table.filter(pa.compute.equal(table["region"], "r1"))
    assert counts(north, "sex")[("Total",)] == both["r1", "Total"]


def test_another_name_of_column_or_code_changes_nothing():
    table = people()
    renamed = table.rename_columns(["person", "district", "sex"])
    recoded = renamed.set_column(1, "district", pa.compute.replace_substring(renamed["district"], "r", "area "))
    assert sorted(counts(recoded, "district").values()) == sorted(counts(table, "region").values())


def test_asking_a_thousand_ways_gives_one_answer():
    """The averaging attack: the same people under a thousand codes, in ten tables with others beside them."""
    draw, mine = np.random.default_rng(7), np.array([f"p{n}" for n in range(80)])
    answers = set()
    for _ in range(10):
        codes = np.char.add("q", np.arange(100).astype(str))
        persons = np.concatenate(
            [*(draw.permutation(mine) for _ in codes), [f"x{n}" for n in draw.integers(0, 10**6, 50)]]
        )
        region = np.concatenate([np.repeat(codes, len(mine)), ["else"] * 50])
        order = draw.permutation(len(persons))
        found = counts(pa.table({"person": persons[order], "region": region[order]}), "region")
        answers |= {found[(code,)] for code in codes}
    assert len(answers) == 1


def test_another_key_gives_other_noise():
    table = people()
    assert counts(table, "region", "sex") != counts(table, "region", "sex", key=OTHER)


def test_noise_is_right_on_average_and_never_far():
    draw = np.random.default_rng(2)
    persons = draw.integers(40, 400, 20_000)
    cells = KeyedCells(
        ("c",), pa.table({"c": ["x"] * 20_000}), persons, draw.integers(0, 2**64, 20_000, dtype=np.uint64)
    )
    noise = perturb_table(cells).figures.cells["count"].to_numpy() - persons
    assert np.abs(noise).max() == 5
    assert abs(noise.mean()) < 0.05
    assert noise.var() == pytest.approx(3, abs=0.1)


@QUICK
@given(st.lists(st.integers(0, 40), min_size=1, max_size=200), st.integers(10, 25), st.integers(0, 2**32))
def test_nobody_stays_nobody_and_few_are_withheld(persons, threshold, seed):
    keys = np.random.default_rng(seed).integers(0, 2**64, len(persons), dtype=np.uint64)
    cells = KeyedCells(("c",), pa.table({"c": ["x"] * len(persons)}), np.array(persons), keys)
    rows = perturb_table(cells, DisclosureRules(threshold=threshold)).figures.cells.to_pylist()
    for count, row in zip(persons, rows, strict=True):
        assert row["withheld"] == (row["count"] is None)
        assert row["count"] in (None, 0) or row["count"] >= threshold
        assert count > 0 or row["count"] == 0


def test_parts_do_not_add_up_to_their_total():
    found = counts(people(3000), "region", "sex")
    gaps = [
        found[region, "Total"] - found[region, "f"] - found[region, "m"]
        for region in ("r0", "r1", "r2", "r3", "r4")
    ]
    assert any(gaps)


def test_cells_that_nobody_is_in_are_there_too():
    table = pa.table({"person": list("abcd") * 5, "x": ["1", "2"] * 10, "y": ["1", "2"] * 10})
    assert counts(table, "x", "y")["1", "2"] == 0


@pytest.mark.parametrize(
    ("by", "person", "words"),
    [((), "person", "to count by"), (("region",), "who", "no column who"), (("person",), "person", "once")],
)
def test_columns_that_cannot_be_used_are_said(by, person, words):
    with pytest.raises(UsageError, match=words):
        keyed(people(20), by, person, KEY)


def test_a_row_of_nobody_and_a_table_of_no_rows_are_refused():
    with pytest.raises(UsageError, match="whose it is"):
        keyed(pa.table({"person": ["a", None], "x": ["1", "1"]}), ("x",), "person", KEY)
    with pytest.raises(DisclosureRefused, match="no rows"):
        keyed(people(5).slice(0, 0), ("region",), "person", KEY)


def test_a_column_that_is_there_twice_is_said():
    with pytest.raises(UsageError, match="two columns x"):
        keyed(pa.table([["a"], ["1"], ["2"]], names=["person", "x", "x"]), ("x",), "person", KEY)


def test_a_column_that_holds_totals_already_is_refused():
    with pytest.raises(UsageError, match="totals"):
        keyed(pa.table({"person": ["a"], "x": ["Total"]}), ("x",), "person", KEY)


def test_keys_are_never_printed():
    assert "keys" not in repr(keyed(people(20), ("sex",), "person", KEY))
