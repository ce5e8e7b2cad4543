"""What of an expression is left to the store: whatever is made of single rows, and nothing beyond."""

from __future__ import annotations

import ibis
import ibis.expr.operations as ops

from outcomelab.engines.scans import cut

EVENTS = ibis.table({"person": "int64", "on": "date", "kind": "string", "cost": "float64"}, name="events")
PEOPLE = ibis.table({"person": "int64", "index": "date"}, name="people")
THEFTS = EVENTS.filter(EVENTS.kind == "theft").select(
    "person", days=EVENTS.on.delta(ibis.date("2020-01-01"), unit="day")
)


def tables(expression: ibis.Table) -> set[str]:
    return {node.name for node in expression.op().find(ops.UnboundTable)}


def test_columns_and_conditions_are_read_where_the_store_lies_and_people_are_brought_together_elsewhere():
    rest, scans = cut(THEFTS.inner_join(PEOPLE, "person").group_by("person").agg(n=ibis._.days.max()), {"events"})
    [(name, scan)] = scans.items()
    assert scan.equals(THEFTS)
    assert tables(rest) == {name, "people"}


def test_a_number_among_a_person_s_rows_is_beyond_one_row():
    ranked = EVENTS.mutate(rank=ibis.row_number().over(group_by="person", order_by="on"))
    rest, scans = cut(ranked.filter(ranked.rank == 0), {"events"})
    assert [scan.op() for scan in scans.values()] == [EVENTS.op()]
    assert rest.schema() == ranked.schema()


def test_what_is_read_twice_in_the_same_way_is_one_scan_of_the_same_name_in_any_expression():
    twice = THEFTS.semi_join(PEOPLE, "person").union(THEFTS.anti_join(PEOPLE, "person"))
    [name] = cut(twice, {"events"})[1]
    assert [name] == list(cut(THEFTS.aggregate(n=ibis._.count()), {"events"})[1])


def test_an_expression_that_puts_nothing_together_is_a_scan_whole():
    rest, scans = cut(THEFTS, {"events"})
    assert tables(rest) == set(scans)
    assert next(iter(scans.values())).equals(THEFTS)


def test_tables_that_are_not_the_store_s_are_left_alone():
    assert cut(PEOPLE.select("person"), {"events"})[1] == {}
