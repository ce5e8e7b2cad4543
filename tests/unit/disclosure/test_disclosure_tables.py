"""Frequency tables cleared on their own, for any agency."""

import pyarrow as pa
import pytest

from outcomelab.disclosure.tables import protect_table
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.counting import Counting
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.tabulate.count import tabulated


def cells(output):
    return {
        tuple(row[name] for name in output.figures.by): row["count"] for row in output.figures.cells.to_pylist()
    }


def people(**counts):
    """A table with so many persons of each region and sex, written as north_f=12."""
    rows = [name.split("_") for name, n in counts.items() for _ in range(n)]
    return pa.table({"region": [r for r, _ in rows], "sex": [s for _, s in rows]})


def protected(table, by, count=None, rules=None):
    return protect_table(tabulated(table, Counting((by,), count)), rules)


def test_margins_are_added_and_all_is_rounded():
    shown = cells(protected(people(north_f=12, north_m=23, south_f=34, south_m=41), ("region", "sex")))
    assert shown["north", "f"] == 10
    assert shown["north", "Total"] == 35
    assert shown["Total", "Total"] == 110


def test_a_small_cell_takes_others_with_it_so_that_it_stays_hidden():
    shown = cells(protected(people(north_f=3, north_m=23, south_f=34, south_m=41), ("region", "sex")))
    assert [shown[cell] for cell in (("north", "f"), ("north", "m"), ("south", "f"), ("south", "m"))] == [None] * 4
    assert shown["Total", "Total"] == 100


def test_a_column_of_counts_counts_that_many_persons():
    table = pa.table({"region": ["north", "south"], "n": [40, 60]})
    assert cells(protected(table, ("region",), "n")) == {("north",): 40, ("south",): 60, ("Total",): 100}


def test_a_stricter_threshold_is_followed():
    table = pa.table({"region": ["north", "south", "west"], "n": [15, 60, 70]})
    shown = cells(protected(table, ("region",), "n", DisclosureRules(threshold=20)))
    assert shown == {("north",): None, ("south",): None, ("west",): 70, ("Total",): 145}


def test_unknown_values_are_a_level_of_their_own():
    table = pa.table({"region": ["north"] * 20 + [None] * 30})
    assert cells(protected(table, ("region",)))["not recorded",] == 30


@pytest.mark.parametrize(
    ("by", "count", "words"),
    [
        ((), None, "at least one column"),
        (("county",), None, "no column county"),
        (("region", "region"), None, "every column once"),
        (("region",), "sex", "whole numbers"),
    ],
)
def test_columns_that_cannot_be_used_are_named(by, count, words):
    with pytest.raises(UsageError, match=words):
        protected(people(north_f=30), by, count)


def test_totals_in_the_input_are_refused():
    with pytest.raises(UsageError, match="Take out the totals"):
        protected(pa.table({"region": ["north"] * 20 + ["Total"]}), ("region",))


def test_fewer_persons_than_the_threshold_make_no_table():
    with pytest.raises(DisclosureRefused, match="fewer than 10"):
        protected(people(north_f=9), ("region",))


def test_a_table_of_too_many_cells_is_refused_before_it_is_made():
    table = pa.table({f"c{i}": [str(k) for k in range(200)] for i in range(3)})
    with pytest.raises(DisclosureRefused, match="Count by fewer columns"):
        protected(table, ("c0", "c1", "c2"))
