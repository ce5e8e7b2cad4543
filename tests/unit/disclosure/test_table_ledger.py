"""Tables of the same people, one after the other, through the ledger."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

import outcomelab
from outcomelab.attacks.releases.invented import invented
from outcomelab.attacks.releases.raw import HOLDING, findings, protocol
from outcomelab.disclosure.ledger import store
from outcomelab.disclosure.ledger.chain import read
from outcomelab.disclosure.ledger.store import opened
from outcomelab.disclosure.ledger.table import tables_in
from outcomelab.errors import LedgerError, UsageError
from outcomelab.handovers.membership import MEMBERSHIP
from outcomelab.handovers.refused import TOO_MUCH
from outcomelab.holdings.keys import members_key
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.tabulate.members import members

RNG = np.random.default_rng(4)
PEOPLE = pa.table(
    {
        "who": [f"p{n:04}" for n in range(1200)],
        "region": RNG.choice(["east", "north", "south", "west"], 1200, p=[0.25, 0.4, 0.3, 0.05]),
        "sex": RNG.choice(["f", "m"], 1200),
        "finding": RNG.choice(list("ABCDE"), 1200, p=[0.45, 0.3, 0.2, 0.04, 0.01]),
        "cost": RNG.gamma(2.0, 100.0, 1200),
    }
)
COHORT = PEOPLE.slice(0, 1000)


@pytest.fixture
def ledger(tmp_path):
    return outcomelab.ledger_of("clients", tmp_path / "ledger")


def ask(ledger, table, *by, **more):
    return outcomelab.protect(table, None, ledger, by=by, person="who", **more)


def figures(answer):
    assert isinstance(answer, outcomelab.Cleared), str(answer)
    by, measure = answer.figures.by, answer.figures.measure
    return {
        frozenset((name, row[name]) for name in by if row[name] != "Total"): row[measure]
        for row in answer.figures.cells.to_pylist()
    }


def test_the_cohort_and_nine_more_are_refused_and_the_cohort_as_it_was_is_offered(ledger):
    first = figures(ask(ledger, COHORT, "region", "finding"))
    answer = ask(ledger, PEOPLE.slice(0, 1009), "region", "finding")
    assert isinstance(answer, outcomelab.Refused)
    assert answer.reasons == (TOO_MUCH,)
    assert answer.coarsening == outcomelab.Coarsening(frozen=1)
    again = ask(ledger, PEOPLE.slice(0, 1009), "region", "finding", coarsening=answer.coarsening)
    assert figures(again) == first


def test_a_few_more_are_refused_and_recorded_however_many_there_were(ledger):
    figures(ask(ledger, PEOPLE.slice(0, 640), "region", "finding"))
    answer = ask(ledger, PEOPLE.slice(0, 645), "region", "finding")
    assert answer.coarsening == outcomelab.Coarsening(frozen=1)
    entries, _ = read(ledger.ledger.folder)
    assert [one.act for one in entries] == ["released", "refused"]


def test_nine_fewer_are_refused_too(ledger):
    ask(ledger, COHORT, "finding")
    assert isinstance(ask(ledger, COHORT.slice(9), "finding"), outcomelab.Refused)


def test_the_rest_of_a_cohort_less_a_few_is_refused(ledger):
    figures(ask(ledger, COHORT, "finding"))
    figures(ask(ledger, COHORT.slice(0, 400), "finding"))
    assert isinstance(ask(ledger, COHORT.slice(404), "finding"), outcomelab.Refused)


def test_an_area_drawn_a_little_differently_is_refused_with_what_passes(ledger):
    figures(ask(ledger, COHORT, "region", "finding", sought=["finding"]))
    moved = COHORT["region"].to_numpy(zero_copy_only=False).copy()
    moved[np.flatnonzero(moved == "north")[:5]] = "south"
    other = COHORT.set_column(1, "region", pa.array(moved))
    answer = ask(ledger, other, "region", "finding", sought=["finding"])
    assert isinstance(answer, outcomelab.Refused)
    assert answer.coarsening is not None
    passed = ask(ledger, other, "region", "finding", sought=["finding"], coarsening=answer.coarsening)
    assert isinstance(passed, outcomelab.Cleared)


def test_many_more_people_are_released_where_only_the_finding_is_unknown(ledger):
    figures(ask(ledger, COHORT, "finding", sought=["finding"]))
    figures(ask(ledger, PEOPLE, "finding", sought=["finding"]))


def test_the_same_table_again_is_the_same_and_is_recorded_once(ledger):
    first, again = (figures(ask(ledger, COHORT, "region", "finding")) for _ in range(2))
    assert first == again
    assert len(read(ledger.ledger.folder)[0]) == 1


def test_a_cell_has_the_same_figure_in_every_table(ledger):
    tables = [
        figures(ask(ledger, COHORT, *by)) for by in (("region", "finding"), ("region", "sex"), ("finding", "sex"))
    ]
    for one in tables:
        for other in tables:
            both = one.keys() & other.keys()
            assert {cell: one[cell] for cell in both} == {cell: other[cell] for cell in both}


def test_sums_over_people_who_differ_by_few_are_refused(ledger):
    figures(ask(ledger, COHORT, "region", sum="cost"))
    assert isinstance(ask(ledger, COHORT.slice(3), "region", sum="cost"), outcomelab.Refused)


def test_a_refusal_says_nothing_of_why_but_to_a_checker_with_the_key(ledger):
    ask(ledger, COHORT, "finding")
    ask(ledger, PEOPLE.slice(0, 1009), "finding")
    entries, _ = read(ledger.ledger.folder)
    assert [entry.act for entry in entries] == ["released", "refused"]
    assert not entries[1].populations
    with opened(ledger.ledger) as book:
        assert "differencing" in book.members(entries[1]).reasons


def test_the_readable_part_names_no_person_and_no_figure_that_was_not_shown(ledger):
    ask(ledger, COHORT, "region", "finding")
    text = (ledger.ledger.folder / "ledger.jsonl").read_text(encoding="utf-8")
    numbers = members(PEOPLE["who"], ledger.key).to_pylist()
    assert not any(str(number) in text for number in numbers)
    assert "p0001" not in text


def test_people_have_the_numbers_that_a_holding_gives_them(tmp_path):
    keys = tmp_path / "ledger.keys"
    ledger = outcomelab.ledger_of("justice", tmp_path / "ledger")
    assert members_key(keys, "justice").is_file()
    again = outcomelab.ledger_of("justice", tmp_path / "ledger")
    assert again.key == ledger.key
    text, number = (members(pa.chunked_array([values]), ledger.key) for values in (["7", "8"], [7.0, 8.0]))
    assert text.equals(number)


def test_without_a_column_of_persons_there_is_no_ledger(ledger):
    with pytest.raises(UsageError, match="whose each row is"):
        outcomelab.protect(COHORT, None, ledger, by="finding")


def test_people_of_a_release_that_is_not_there_cannot_be_kept(ledger):
    with pytest.raises(LedgerError, match="no release 3"):
        ask(ledger, COHORT, "finding", coarsening=outcomelab.Coarsening(frozen=3))


def study_of(ledger, who):
    """A study of these persons, with their numbers in the ledger, cleared and recorded."""
    numbers = members(pa.chunked_array([pa.array(who)]), ledger.key).to_numpy()
    cohort = invented(len(who), 1)
    found = findings(cohort, np.ones(len(who), dtype=bool), {}, "any", "A-1")
    membership = pa.table([numbers, np.arange(len(who), dtype=np.int32)], schema=MEMBERSHIP)
    asked = protocol(DisclosureRules(), "A-1", "any")
    return outcomelab.protect(found, asked, ledger.ledger, membership)


def test_a_table_is_held_against_a_study_of_the_same_people(tmp_path):
    ledger = outcomelab.ledger_of(HOLDING, tmp_path / "ledger")
    assert isinstance(study_of(ledger, COHORT["who"].to_pylist()[:600]), outcomelab.Cleared)
    answer = ask(ledger, COHORT.slice(0, 604), "finding")
    assert isinstance(answer, outcomelab.Refused)
    assert answer.coarsening == outcomelab.Coarsening(frozen=1)
    figures(ask(ledger, COHORT.slice(0, 604), "finding", coarsening=answer.coarsening))


def test_a_study_is_held_against_a_table_of_the_same_people(tmp_path):
    ledger = outcomelab.ledger_of(HOLDING, tmp_path / "ledger")
    figures(ask(ledger, COHORT.slice(0, 600), "finding"))
    assert isinstance(study_of(ledger, COHORT["who"].to_pylist()[:595]), outcomelab.Refused)


def test_of_the_people_of_an_earlier_release_no_value_is_shown_that_none_of_them_has(ledger):
    figures(ask(ledger, COHORT, "region"))
    new = pa.table({name: COHORT[name] for name in ("who", "region")})
    more = pa.table({"who": [f"new{n}" for n in range(4)], "region": ["abroad"] * 4})
    kept = figures(
        ask(ledger, pa.concat_tables([new, more]), "region", coarsening=outcomelab.Coarsening(frozen=1))
    )
    assert frozenset({("region", "abroad")}) not in kept


def test_a_table_with_cells_that_are_no_population_is_another_release(ledger):
    figures(ask(ledger, COHORT, "finding", sought=["finding"]))
    figures(ask(ledger, COHORT, "finding", also=[("region", "sex")], sought=["finding"]))
    with opened(ledger.ledger) as book:
        tables = [tuple(book.members(entry).table) for entry in book.released(ledger.holding)]
    assert [len({name.partition(".")[0] for name in each}) for each in tables] == [1, 2]


def test_sums_of_two_columns_are_two_releases(ledger):
    table = COHORT.append_column("also", COHORT["cost"])
    for column in ("cost", "also", "cost"):
        figures(ask(ledger, table, "region", sum=column))
    assert len(read(ledger.ledger.folder)[0]) == 2


def test_what_is_withheld_for_another_tables_sake_stays_so_in_a_third_that_shares_nothing_with_that(ledger):
    kinds, halves = np.repeat(["few", "many", "most"], [4, 300, 500]), np.tile(["one", "two"], 402)
    table = pa.table(
        {"who": [f"q{n}" for n in range(804)], "kind": kinds, "half": halves, "part": np.repeat(list("xy"), 402)}
    )
    first = figures(ask(ledger, table, "kind"))
    (hidden,) = [
        dict(cell)["kind"] for cell, figure in first.items() if figure is None and ("kind", "few") not in cell
    ]
    inside = table.filter(pc.equal(table["kind"], hidden))
    second = figures(ask(ledger, inside, "half"))
    assert second.pop(frozenset()) is None
    (less,) = [dict(cell)["half"] for cell, figure in second.items() if figure is None]
    third = ask(ledger, inside.filter(pc.equal(inside["half"], less)), "part")
    assert isinstance(third, outcomelab.Refused) or figures(third)[frozenset()] is None


def test_what_is_offered_of_a_merged_table_is_done_to_the_merged_table(ledger):
    asked = {"merge": True, "sought": ["finding"]}
    others = COHORT.set_column(0, "who", pa.array([f"r{n:04}" for n in range(COHORT.num_rows)]))
    many = pa.concat_tables([COHORT, others])
    first = ask(ledger, many, "region", "finding", "sex", **asked)
    moved = many["region"].to_numpy(zero_copy_only=False).copy()
    moved[np.flatnonzero(moved == "north")[:5]] = "south"
    other = many.set_column(1, "region", pa.array(moved))
    offered = ask(ledger, other, "region", "finding", "sex", **asked).coarsening
    assert offered == outcomelab.Coarsening(withhold=("region",))
    less = ask(ledger, other, "region", "finding", "sex", coarsening=offered, **asked)
    assert set(less.figures.cells["finding"].to_pylist()) == set(first.figures.cells["finding"].to_pylist())
    assert less.figures.evidence.merged == first.figures.evidence.merged.and_(offered)


def test_the_people_of_an_earlier_release_alone_say_which_values_are_merged(ledger):
    finding = pa.array(["A"] * 60 + ["B"] * 50 + ["C"] * 9 + ["D"] * 5)
    table = pa.table({"who": [f"p{n}" for n in range(124)], "finding": finding})
    more = pa.table({"who": ["new1", "new2"], "finding": ["C", "C"]})
    first = figures(ask(ledger, table, "finding", merge=True))
    assert frozenset({("finding", "C or D")}) in first
    grown = pa.concat_tables([table, more])
    offered = ask(ledger, grown, "finding", merge=True).coarsening
    assert offered == outcomelab.Coarsening(frozen=1)
    assert figures(ask(ledger, grown, "finding", merge=True, coarsening=offered)) == first


def test_what_is_known_of_a_cell_that_was_rounded_twice_is_what_both_figures_leave_open(ledger):
    table = pa.table({"who": [f"q{n}" for n in range(116)], "kind": ["few"] * 6 + ["some"] * 13 + ["many"] * 97})
    for base in (5, 20):
        figures(outcomelab.protect(table, {"base": base}, ledger, by="kind", person="who"))
    last = outcomelab.protect(table, {"base": 20}, ledger, by="kind", person="who").figures
    # to base 5, everybody is 113 to 117 and most 93 to 97; to base 20, they are 110 to 129 and 90 to 109
    assert [row["high"] for row in last.evidence.withheld.to_pylist()] == [117 - 93] * 2


def test_a_value_that_is_empty_is_a_part_of_the_people_and_not_the_whole(ledger):
    table = COHORT.append_column("empty", pa.array(["" if n % 2 else "x" for n in range(COHORT.num_rows)]))
    figures(ask(ledger, table, "empty", "finding"))
    (entry,) = read(ledger.ledger.folder)[0]
    assert [one.role for one in entry.populations].count("whole") == 1


def test_a_file_of_the_vault_is_opened_once_a_table(ledger, monkeypatch):
    figures(ask(ledger, COHORT, "finding"))
    opened_files = []
    unsealing = store.unseal
    monkeypatch.setattr(store, "unseal", lambda *of: opened_files.append(of[2]) or unsealing(*of))
    figures(ask(ledger, COHORT, "sex"))
    assert opened_files == [1]


def test_fewer_than_two_hundred_people_are_told_of_by_one_column_at_a_time(ledger):
    few = COHORT.slice(0, 199)
    answer = ask(ledger, few, "sex", "finding")
    assert isinstance(answer, outcomelab.Refused)
    assert "200" in answer.reasons[0]
    assert "subgroups_from" in answer.reasons[0]
    assert answer.coarsening == outcomelab.Coarsening(withhold=("finding",))
    assert set(figures(ask(ledger, few, "sex", "finding", coarsening=answer.coarsening))) >= {
        frozenset(), frozenset({("sex", "f")})
    }  # fmt: skip
    assert isinstance(ask(ledger, few, "sex", also=[("region",)]), outcomelab.Cleared)
    assert isinstance(ask(ledger, PEOPLE.slice(1000), "sex", "finding"), outcomelab.Cleared)  # just 200


def test_fewer_than_two_thousand_people_are_told_of_by_two_columns_at_a_time(ledger):
    answer = ask(ledger, COHORT, "sex", "region", "finding")
    assert isinstance(answer, outcomelab.Refused)
    assert "three_columns_from" in answer.reasons[0]
    assert answer.coarsening is not None
    assert figures(ask(ledger, COHORT, "sex", "region", "finding", coarsening=answer.coarsening))
    assert figures(ask(ledger, COHORT, "sex", "region"))


def test_a_stricter_rule_asks_for_more_people_for_two_columns(ledger):
    answer = outcomelab.protect(COHORT, {"subgroups_from": 1001}, ledger, by=("sex", "finding"), person="who")
    assert isinstance(answer, outcomelab.Refused)
    assert "1001" in answer.reasons[0]


def alone_and_forty():
    """Of 341 people one is the only one of their kind and 40 of another: both kinds are withheld, the 40 for the
    one's sake, who knows by their own that there are 40. Nine of the 40 are in one half."""
    kinds, halves = np.repeat(["one", "forty", "many"], [1, 40, 300]), np.repeat(["x", "y", "x"], [10, 31, 300])
    return pa.table({"who": [f"q{n}" for n in range(341)], "kind": kinds, "half": halves})


def test_who_was_alone_in_an_earlier_table_works_nobody_out_of_a_new_one(ledger):
    table = alone_and_forty()
    first = figures(ask(ledger, table, "kind"))
    assert [first[frozenset({("kind", kind)})] for kind in ("one", "forty", "many")] == [None, None, 300]
    second = figures(ask(ledger, table.filter(pc.equal(table["kind"], "forty")), "half"))
    # Anybody else can think that there are 41 of that kind and 10 in the half; the one knows that there are 9.
    assert second[frozenset({("half", "y")})] is None


def test_who_was_alone_in_a_table_of_an_earlier_version_is_known_by_its_counts(ledger):
    figures(ask(ledger, alone_and_forty(), "kind"))
    with opened(ledger.ledger) as book:
        written = book.members(book.released(ledger.holding)[0]).table
    (now,) = tables_in(written)
    (before,) = tables_in({name: array for name, array in written.items() if not name.endswith(".sole")})
    assert now.sole.tolist() == before.sole.tolist()
    assert now.sole.sum() == 1
