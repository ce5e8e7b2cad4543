"""The Justice Data Lab's eleven measures on a simulated holding, held against what the test counts itself."""

import csv
import datetime as dt
from types import SimpleNamespace

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import outcomelab.cli.main  # noqa: F401 registers the commands
from outcomelab.cli.app import app
from outcomelab.hall.lab import Lab
from outcomelab.hall.stages import ask, checked, derived_outcomes, found, held_against_ledger, linked_to_persons
from outcomelab.handovers.membership import from_bits
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.register import add
from outcomelab.impact.evaluate import evaluate
from outcomelab.reports.write import report
from outcomelab.simulate.settings import Programme, Simulation, Spoiling
from outcomelab.simulate.world import simulate

NOTHING = Spoiling(**dict.fromkeys(Spoiling.model_fields, 0.0))  # so that everybody is found for certain
WORLD = Simulation(
    persons=20_000,
    seed=4,
    offenders=0.3,
    programme=Programme(participants=500, not_held=0.0),
    spoiling={"everyone": NOTHING},
    register_spoiling=0.0,
)
FROM, TO = WORLD.index_from, WORLD.index_to
COURT = ("custody", "community", "fine")  # the gravest first
NAMES = (
    "reoffended", "reoffences", "days_to_reoffence", *(f"first_{sort}" for sort in COURT),
    *(f"reoffences_{sort}" for sort in COURT), "custody", "custodial_sentences",
)  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """The study from drafted protocol to release, and where its world is."""
    folder = tmp_path_factory.mktemp("measures")
    world, holdings, study = folder / "world", folder / "holdings", folder / "STUDY.toml"
    simulate(WORLD, world)
    add(world / "ministries" / "justice" / "justice.json", holdings, default_keys(holdings))
    words = ["new-study", "justice", "--measures", "reoffending", "--holdings", str(holdings), "--out", str(study)]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    text = study.read_text()
    for key, day in (("from", FROM), ("to", TO)):
        text = "\n".join(f"{key} = {day}" if s.startswith(f"{key} = ") else s for s in text.split("\n"))
    study.write_text(text.replace("within_days = 366", "within_days = 31"))
    lab = Lab.at(holdings)
    question = ask(study, lab, dt.date(2026, 1, 1))
    people = checked(question, world / "provider" / "participants.csv")
    linked = linked_to_persons(question, people, lab)
    derived = derived_outcomes(question, linked.crosswalk, people.dates, lab)
    impact = evaluate(derived.table, question.protocol)
    findings = found(question, people.flow, linked.report, derived.flow, impact)
    cleared = held_against_ledger(findings, question, derived.membership, lab)
    written = report(cleared, folder / "report")
    return SimpleNamespace(
        world=world, said=done.output, links=linked.crosswalk, table=derived.table, impact=impact,
        figures={one.name: one for one in cleared.figures.outcomes}, written=written,
        regional=cleared.figures.matching.regional_colour,
    )  # fmt: skip


def measured(offences, index):
    """One person's eleven figures, from the offences that the ministry recorded of them."""
    counts = [
        (day, decision)
        for day, decision, decided in offences
        if decision in COURT and 1 <= (day - index).days <= 365 and decided and (decided - index).days <= 365 + 183
    ]
    first = min((day for day, _ in counts), default=None)
    gravest = next((sort for sort in COURT if (first, sort) in counts), "")
    of_sort = [sum(decision == sort for _, decision in counts) for sort in COURT]
    days = (first - index).days if first else 365
    return (
        float(bool(counts)), len(counts), days, *(float(gravest == sort) for sort in COURT), *of_sort,
        float(of_sort[0] > 0), of_sort[0],
    )  # fmt: skip


@pytest.fixture(scope="module")
def expected(asked):
    """Of every person released in the period by number: their index date, and their figures. Who took part."""
    justice = asked.world / "ministries" / "justice"
    offences, index = {}, {}
    for row in pq.read_table(justice / "offences.parquet").to_pylist():
        offences.setdefault(row["person_no"], []).append((row["offended_on"], row["decision"], row["decided_on"]))
    for row in pq.read_table(justice / "releases.parquet").to_pylist():
        if FROM <= row["released_on"] <= TO:
            number = row["person_no"]
            index[number] = min(row["released_on"], index.get(number, TO))
    truth = asked.world / "truth"
    numbers = {row["person"]: row["justice_no"] for row in pq.read_table(truth / "persons.parquet").to_pylist()}
    listed = {row["row"]: numbers[row["person"]] for row in pq.read_table(truth / "list.parquet").to_pylist()}
    linked = {listed[row] for row in asked.links["row"].to_pylist()}
    figures = {number: measured(offences.get(number, []), day) for number, day in index.items()}
    return SimpleNamespace(
        mine=sorted(figures[number] for number in linked & figures.keys()),
        pool=sorted(figures[number] for number in figures.keys() - linked),
    )


def rows(asked, took_part):
    chosen = asked.table.filter(asked.table["participant"] if took_part else _not(asked.table["participant"]))
    return list(zip(*(chosen[name].to_pylist() for name in NAMES), strict=True))


def _not(column):
    return [not value for value in column.to_pylist()]


def test_all_eleven_were_drafted_and_nothing_was_missing(asked):
    assert tuple(asked.figures) == NAMES
    assert "In the dictionary" not in asked.said


def test_everybody_has_the_figures_that_their_records_say(asked, expected):
    assert len(expected.mine) > 400
    assert sorted(rows(asked, True)) == expected.mine
    assert sorted(rows(asked, False)) == expected.pool


@pytest.fixture(scope="module")
def matched(asked):
    """The figures of the participants who were compared."""
    mine = rows(asked, True)
    bits = from_bits(asked.impact.outcomes[0].persons, len(mine))
    found = np.array([row for row, there in zip(mine, bits, strict=True) if there])
    return dict(zip(NAMES, found.T, strict=True))


def to_five(count):
    return 5 * np.floor(count / 5 + 0.5)


@pytest.mark.parametrize("name", ["reoffended", *(f"first_{sort}" for sort in COURT), "custody"])
def test_rates_are_the_counts_of_the_records(name, asked, matched):
    figure = asked.figures[name]
    share = 100 * to_five(matched[name].sum()) / to_five(len(matched[name]))
    assert not figure.withheld
    assert figure.participants == to_five(len(matched[name]))
    assert figure.participants_value == np.floor(share + 0.5)


@pytest.mark.parametrize("name", ["reoffences", *(f"reoffences_{sort}" for sort in COURT)])
def test_frequencies_are_the_means_of_the_records(name, asked, matched):
    assert not asked.figures[name].withheld
    assert asked.figures[name].participants_value == pytest.approx(matched[name].mean(), abs=0.005)


@pytest.mark.parametrize(("name", "half"), [("days_to_reoffence", 0.5), ("custodial_sentences", 0.005)])
def test_measures_of_those_who_reoffended_leave_out_the_others(name, half, asked, matched):
    inside = matched["reoffended"] > 0
    figure = asked.figures[name]
    assert not figure.withheld
    assert figure.participants == to_five(inside.sum())
    assert figure.participants_value == pytest.approx(matched[name][inside].mean(), abs=half + 1e-9)
    assert (figure.among, figure.effect.method, figure.effect.estimand) == ("reoffended", "among", "among")


def test_first_offences_by_court_outcome_add_up_to_whoever_reoffended(asked, matched):
    assert sum(matched[f"first_{sort}"].sum() for sort in COURT) == matched["reoffended"].sum()
    assert sum(matched[f"reoffences_{sort}"].sum() for sort in COURT) == matched["reoffences"].sum()
    assert {asked.figures[f"first_{sort}"].part_of for sort in COURT} == {"reoffended"}


def test_every_measure_is_compared_within_regions_too(asked):
    assert all(figure.beside[-1].method == "regional" for figure in asked.figures.values())


def test_how_alike_the_groups_are_within_regions_is_told(asked):
    assert asked.regional in ("green", "amber", "red")
    assert "Within regions" in asked.written.html.read_text()


def test_the_report_has_a_section_for_each_measure(asked):
    page = asked.written.html.read_text()
    for heading in ("The measures at a glance", "Frequency of proven reoffending", "Custody"):
        assert f">{heading}</h2>" in page
    assert "per 100 people" in page
    assert "say nothing of what the programme did" in page
    with (asked.written.data / "outcomes.csv").open() as file:
        measures = {row["measure"] for row in csv.DictReader(file)}
    assert len(measures) == 6
