"""`outcomelab.protect` for tables: whatever is given, cleared or refused in words."""

from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import outcomelab
from outcomelab.disclosure.evidence.table import table_evidence
from outcomelab.disclosure.ledger.store import Ledger
from outcomelab.disclosure.tables import protect_table
from outcomelab.errors import UsageError
from outcomelab.handovers.counting import Counting
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.tabulate.count import tabulated


def people(**counts):
    """So many rows of each region and sex, written as north_f=12."""
    rows = [name.split("_") for name, n in counts.items() for _ in range(n)]
    return pa.table({"region": [one for one, _ in rows], "sex": [two for _, two in rows]})


TABLE = people(north_f=12, north_m=23, south_f=34, south_m=41)


def shown(answer):
    assert isinstance(answer, outcomelab.Cleared), str(answer)
    figures = answer.figures
    return {tuple(row[name] for name in figures.by): row[figures.measure] for row in figures.cells.to_pylist()}


def test_a_table_is_cleared_with_its_margins():
    assert shown(outcomelab.protect(TABLE, by=("region", "sex")))["north", "Total"] == 35


def test_a_mapping_of_columns_is_a_table_too():
    assert shown(outcomelab.protect({"region": ["north"] * 20}, by="region")) == {("north",): 20, ("Total",): 20}


@pytest.mark.parametrize("rules", [DisclosureRules(threshold=20), {"threshold": 20}])
def test_rules_may_be_stricter(rules):
    assert shown(outcomelab.protect(TABLE, rules, by=("region", "sex")))["north", "f"] is None


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"threshold": 5}, "threshold may be made stricter, never laxer: write at least 10"),
        ({"dominance_share": 0.95}, "write at most 0.9"),
        ({"treshold": 20}, "no rule treshold"),
        ({"threshold": "20"}, "must be a number"),
        ({"threshold": 20.5}, "must be a whole number"),
    ],
)
def test_what_is_no_stricter_rule_is_said_in_one_sentence(rules, words):
    with pytest.raises(UsageError, match=words):
        outcomelab.protect(TABLE, rules, by="region")


def test_too_few_persons_are_refused_by_the_name_of_the_rule():
    answer = outcomelab.protect(people(north_f=9), by="region")
    assert isinstance(answer, outcomelab.Refused)
    assert answer.reasons == ("threshold: The table counts fewer than 10 persons; nothing of it can be shown.",)


def test_what_is_no_table_is_said():
    with pytest.raises(UsageError, match="Give a table"):
        outcomelab.protect(7, by="region")


def test_tables_that_share_a_margin_are_protected_in_one():
    table = TABLE.append_column("age", pa.array([str(20 + n % 3) for n in range(110)]))
    found = shown(outcomelab.protect(table, by="region", also=[("region", "sex"), "age"]))
    assert set(found) >= {("north", "Total", "Total"), ("north", "f", "Total"), ("Total", "Total", "21")}
    assert ("north", "f", "21") not in found


def test_a_cell_that_is_small_in_one_table_is_not_given_away_by_another():
    rows = [("a", "x", 1)] * 4 + [("a", "y", 2)] * 30 + [("b", "x", 1)] * 40 + [("b", "y", 3)] * 50
    table = pa.table({name: [row[at] for row in rows] for at, name in enumerate(("one", "two", "three"))})
    found = shown(outcomelab.protect(table, by=("one", "two"), also=[("one", "three")]))
    # a and three=1 are those of a and x: with both, one and three show what one and two withhold
    assert found["a", "x", "Total"] is None
    assert found["a", "Total", "1"] is None


def test_a_cell_that_everybody_knows_to_be_empty_is_shown_and_protects_nothing():
    table = people(island_bus=40, north_bus=50, north_train=60)
    table = table.rename_columns(["region", "by"])
    zeros = [{"region": "island", "by": "train"}]
    assert None not in shown(outcomelab.protect(table, by=("region", "by"), zeros=zeros)).values()
    without = shown(outcomelab.protect(table, by=("region", "by")))
    assert without["island", "train"] is None


def test_a_known_empty_cell_that_holds_somebody_is_refused():
    with pytest.raises(UsageError, match="holds persons"):
        outcomelab.protect(TABLE, by=("region", "sex"), zeros=[{"region": "north", "sex": "f"}])


def test_persons_are_counted_once_whatever_rows_they_have():
    rows = [(person, "abc"[person % 3]) for person in range(60) for _ in range(1 + person % 4)]
    table = pa.table({"who": [who for who, _ in rows], "place": [place for _, place in rows]})
    assert shown(outcomelab.protect(table, by="place", person="who")) == {
        ("a",): 20, ("b",): 20, ("c",): 20, ("Total",): 60
    }  # fmt: skip


def test_people_who_are_in_several_cells_are_one_in_the_total():
    rows = [(person, place) for person in range(60) for place in ("ab" if person < 30 else "a")]
    table = pa.table({"who": [who for who, _ in rows], "place": [place for _, place in rows]})
    assert shown(outcomelab.protect(table, by="place", person="who")) == {("a",): 60, ("b",): 30, ("Total",): 60}


def test_a_small_cell_of_people_in_several_cells_stays_hidden():
    rows = [(person, place) for person in range(60) for place in ("ab" if person < 4 else "a")]
    rows += [(person, "c") for person in range(100, 150)]
    table = pa.table({"who": [who for who, _ in rows], "place": [place for _, place in rows]})
    found = shown(outcomelab.protect(table, by="place", person="who"))
    assert found["b",] is None
    assert list(found.values()).count(None) >= 2


def amounts(per_person):
    """Twelve persons of one place who spend what is listed, in rows of half of it, and forty of another."""
    rows = [(who, "a", spent / 2) for who, spent in enumerate(per_person) for _ in range(2)]
    rows += [(100 + who, "b", 50.0) for who in range(40)]
    rows += [(200 + who, "c", 60.0) for who in range(40)]
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(("who", "place", "spent"))})


def test_dominance_is_by_person_and_not_by_row():
    table = amounts([1000.0] + [5.0] * 11)
    assert shown(outcomelab.protect(table, by="place", sum="spent", person="who"))["a",] is None
    # one row is never more than half of what the person spends, so that by rows two of them make it up too
    assert shown(outcomelab.protect(amounts([50.0] * 12), by="place", sum="spent", person="who"))["a",] == 600


def test_costs_are_held_to_a_stricter_p():
    # the second largest can place the largest within 12%: fine for an amount, not for a cost
    table = amounts([1000.0, 1000.0] + [12.0] * 10)
    kept = {"dominance_share": 0.9}
    loose = amounts([1000.0, 400.0] + [13.0] * 10)
    assert shown(outcomelab.protect(table, kept, by="place", sum="spent", person="who"))["a",] is None
    as_amount = outcomelab.protect(loose, by="place", sum="spent", person="who")
    as_cost = outcomelab.protect(loose, by="place", sum="spent", person="who", costs=True)
    assert list(shown(as_cost).values()).count(None) >= list(shown(as_amount).values()).count(None)


def test_small_values_are_merged_first_into_one():
    counts = {"one": 50, "two": 40, "three": 4, "four": 3, "five": 6}
    table = pa.table({"kind": list(counts), "n": list(counts.values())})
    found = shown(outcomelab.protect(table, by="kind", count="n", merge=True))
    assert found == {("five or four or three",): 15, ("one",): 50, ("two",): 40, ("Total",): 105}


def test_of_an_ordered_column_neighbours_are_merged():
    counts = {"under 18": 4, "18-24": 40, "25-34": 3, "35-44": 5, "45-54": 60, "100+": 50}
    table = pa.table({"age": list(counts), "n": list(counts.values())})
    found = shown(outcomelab.protect(table, by="age", count="n", merge=True, ordered=["age"]))
    assert set(found) == {("under 18 to 35-44",), ("45-54",), ("100+",), ("Total",)} or set(found) == {
        ("under 18 to 18-24",), ("25-34 to 45-54",), ("100+",), ("Total",)
    } or None not in found.values()  # fmt: skip


def test_an_order_without_numbers_has_to_be_named():
    table = pa.table({"level": ["low", "middle", "high"], "n": [4, 30, 40]})
    with pytest.raises(UsageError, match="Name them in order"):
        outcomelab.protect(table, by="level", count="n", merge=True, ordered=["level"])
    found = shown(
        outcomelab.protect(table, by="level", count="n", merge=True, ordered={"level": ("low", "middle", "high")})
    )
    assert found == {("low to middle",): 35, ("high",): 40, ("Total",): 75}


def test_where_much_is_withheld_less_detail_is_offered_and_can_be_given_back():
    rng = np.random.default_rng(2)
    kinds = rng.choice(list("ABCDEF"), 600, p=[0.5, 0.3, 0.14, 0.03, 0.02, 0.01])
    table = {"kind": kinds, "sex": rng.choice(["f", "m"], 600)}
    first = outcomelab.protect(table, by=("kind", "sex"))
    lost, offered = first.figures.evidence.cells_lost, first.figures.evidence.offered
    assert lost > 30
    again = outcomelab.protect(table, by=("kind", "sex"), coarsening=offered)
    assert again.figures.evidence.cells_lost < lost
    assert again.figures.evidence.merged == offered


@pytest.mark.parametrize(
    ("coarsening", "words"),
    [
        (outcomelab.Coarsening(withhold=("age",)), "names age"),
        (outcomelab.Coarsening(merge=(("region", ("north", "west")),)), "two or more values of region"),
        (outcomelab.Coarsening(frozen=1), "only with its ledger"),
    ],
)
def test_a_coarsening_that_cannot_be_followed_is_said(coarsening, words):
    with pytest.raises(UsageError, match=words):
        outcomelab.protect(TABLE, by=("region", "sex"), coarsening=coarsening)


def test_a_column_is_left_out_by_a_coarsening():
    answer = outcomelab.protect(TABLE, by=("region", "sex"), coarsening=outcomelab.Coarsening(withhold=("sex",)))
    assert shown(answer) == {("north",): 35, ("south",): 75, ("Total",): 110}


def test_a_duckdb_relation_and_a_data_frame_are_tables():
    expected = shown(outcomelab.protect(TABLE, by=("region", "sex")))
    assert shown(outcomelab.protect(duckdb.from_arrow(TABLE), by=("region", "sex"))) == expected
    assert shown(outcomelab.protect(pd.DataFrame(TABLE.to_pydict()), by=("region", "sex"))) == expected


def test_what_evaluate_found_goes_through_the_same_door(findings):
    answer = outcomelab.protect(findings.impact, {"threshold": 12})
    assert isinstance(answer, outcomelab.Cleared)
    assert answer.figures.rules.threshold == 12


def test_too_small_a_comparison_is_refused_by_the_name_of_its_rule(findings):
    few = replace(findings.impact, matched=replace(findings.impact.matched, matched=29))
    answer = outcomelab.protect(few)
    assert isinstance(answer, outcomelab.Refused)
    assert answer.reasons[0].startswith("minimum_matched: Fewer than 30 participants")


def test_findings_of_a_study_need_its_protocol(findings):
    with pytest.raises(UsageError, match="by its protocol"):
        outcomelab.protect(findings, DisclosureRules())


def test_a_checker_sees_by_which_rule_an_amount_was_withheld():
    rules = DisclosureRules()
    cells = tabulated(
        amounts([1000.0] + [5.0] * 11), Counting((("place",),), amount="spent", person="who", costs=True)
    )
    made = protect_table(cells, rules).figures
    (output,) = table_evidence("spent", cells, made, rules).outputs
    (found,) = [cell for cell in output.cells if cell.name == "place a"]
    assert [(check.rule, check.kept) for check in found.checks] == [
        ("threshold", True), ("dominance_share", False), ("p_percent_costs", False)
    ]  # fmt: skip
    assert found.checks[1].found == 0.953


def test_rules_that_were_made_laxer_on_the_way_are_not_taken():
    with pytest.raises(UsageError, match="never laxer"):
        outcomelab.protect(TABLE, DisclosureRules().model_copy(update={"threshold": 1}), by="region")


def test_what_a_table_is_not_cleared_with_is_said(tmp_path):
    with pytest.raises(UsageError, match="name the column"):
        outcomelab.protect(TABLE, membership=TABLE, by="region")
    with pytest.raises(UsageError, match="ledger_of"):
        outcomelab.protect(TABLE, None, Ledger(tmp_path, b"0" * 32), by="region", person="sex")


def test_of_an_amount_of_money_a_checker_sees_the_stricter_p():
    rules = DisclosureRules(p_percent=40.0)
    cells = tabulated(
        amounts([1000.0, 1.0] + [30.0] * 10), Counting((("place",),), amount="spent", person="who", costs=True)
    )
    (output,) = table_evidence("spent", cells, protect_table(cells, rules).figures, rules).outputs
    (found,) = [cell for cell in output.cells if cell.name == "place a"]
    assert [(check.rule, check.needs, check.kept) for check in found.checks[2:]] == [("p_percent", 40.0, False)]
