"""A simulated world hangs together: its registers, its events, its programme and its truth."""

# ruff: noqa: S608  every name in these queries is written here

import fcntl
import hashlib
import json
import os
from dataclasses import asdict

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from outcomelab.errors import UsageError
from outcomelab.simulate import world as front_door
from outcomelab.simulate.days import NEVER, number
from outcomelab.simulate.effects import subgroups
from outcomelab.simulate.ministries import work
from outcomelab.simulate.names import names
from outcomelab.simulate.people import people
from outcomelab.simulate.settings import SUBGROUPS, Effects, Programme, Ratios, Simulation, Spoiling, read_settings
from outcomelab.simulate.world import piece, simulate

EVENTS = {
    "justice": {"offences": "offended_on", "releases": "released_on"},
    "work": {"earnings": "month", "benefits": "month", "spells": "begun_on"},
    "health": {"contacts": "seen_on"},
    "education": {"enrolments": "enrolled_on", "qualifications": "gained_on"},
}


def one(sql):
    return duckdb.sql(sql).fetchone()


def of(world, name):
    return f"'{world}/{name}.parquet'"


@pytest.mark.parametrize("ministry", EVENTS)
def test_every_event_is_of_somebody_in_the_register_and_within_the_coverage(world, ministry):
    covered = json.loads((world / "ministries" / ministry / f"{ministry}.json").read_text())["coverage"]
    persons = of(world, f"ministries/{ministry}/persons")
    assert one(f"SELECT count(*) = count(DISTINCT person_no) AND count(*) > 0 FROM {persons}") == (True,)
    for table, date in EVENTS[ministry].items():
        events = of(world, f"ministries/{ministry}/{table}")
        outside = one(
            f"SELECT count(*) FROM {events} WHERE person_no NOT IN (SELECT person_no FROM {persons})"
            f" OR {date} NOT BETWEEN '{covered['from']}' AND '{covered['to']}'"
        )
        assert outside == (0,), table
        assert one(f"SELECT count(*) > 100 FROM {events}") == (True,), table


def test_nobody_offends_in_custody_or_before_they_are_fourteen(world):
    offences, persons = (of(world, f"ministries/justice/{name}") for name in ("offences", "persons"))
    young = one(
        f"SELECT count(*) FROM {offences} JOIN {persons} USING (person_no)"
        " WHERE offended_on < born + INTERVAL 11 YEARS"  # a register's dates of birth can be wrong by some
    )
    assert young[0] < 200
    releases = of(world, "ministries/justice/releases")
    inside = one(
        f"SELECT count(*) FROM {offences} AS o JOIN {releases} AS r USING (person_no)"
        " WHERE o.offended_on < r.released_on AND o.offended_on >= r.released_on - r.days_served"
    )
    assert inside == (0,)


def test_the_programme_does_what_its_settings_say(world):
    truth = of(world, "truth/effects")
    n, ratio, with_it, without = one(
        "SELECT count(*), sum(reoffences_with) / sum(reoffences_without), avg(months_worked_with),"
        f" avg(months_worked_without) FROM {truth}"
    )
    assert n == 400
    assert 0.40 < ratio < 0.62  # half, but for custody and courts, and for chance
    assert with_it > 1.1 * without


def test_a_programme_without_effect_changes_nobodys_life():
    still = Simulation(persons=20_000, seed=3, offenders=0.3,
                       programme=Programme(participants=150, effects=Effects(offending=1, work=1)))  # fmt: skip
    made = piece(0, still, names()).effects
    for name in (
        "reoffended",
        "reoffences",
        "days_to_reoffence",
        "custody",
        "months_worked",
        "earned",
        "benefits",
        "contacts",
        "qualifications",
    ):
        assert made[f"{name}_with"].equals(made[f"{name}_without"])
    assert sum(made["reoffended_with"].to_pylist()) > 10


def test_an_effect_that_raises_offending_is_possible_and_can_differ_for_women():
    programme = Programme(
        participants=900, effects=Effects(offending=1.6, subgroups={"women": Ratios(offending=0.25)})
    )
    worse = Simulation(persons=60_000, seed=5, offenders=0.4, programme=programme)
    made = piece(0, worse, names()).effects
    woman = np.array(made["woman"])
    with_it, without = np.array(made["reoffences_with"]), np.array(made["reoffences_without"])
    assert with_it[~woman].sum() > 1.2 * without[~woman].sum()
    assert with_it[woman].sum() < 0.8 * without[woman].sum()


@pytest.mark.parametrize(
    ("kind", "outcome"), [("earnings", "earned"), ("benefits", "benefits"), ("contacts", "contacts")]
)
def test_every_kind_of_outcome_has_an_effect_of_its_own_for_whom_it_is_asked(kind, outcome):
    effects = Effects(offending=1, work=1, subgroups={"men": Ratios(**{kind: 2.5})})
    programme = Programme(participants=900, effects=effects)
    made = piece(0, Simulation(persons=60_000, seed=5, offenders=0.4, programme=programme), names()).effects
    woman = np.array(made["woman"])
    with_it, without = np.array(made[f"{outcome}_with"]), np.array(made[f"{outcome}_without"])
    assert 2.2 < with_it[~woman].sum() / without[~woman].sum() < 2.8
    assert (with_it[woman] == without[woman]).all()
    assert made["reoffences_with"].equals(made["reoffences_without"])


def test_every_subgroup_of_the_settings_is_somebody(lives):
    who = subgroups(lives, np.full(len(lives), 18_000, np.int32))
    assert set(who) == set(SUBGROUPS)
    assert all(0 < people.sum() < len(lives) for people in who.values())


def test_nobody_is_in_two_subgroups_of_one_family():
    effects = Effects(offending=1.5, subgroups={"women": Ratios(offending=2), "men": Ratios(offending=3)})
    assert effects.most("offending") == 4.5
    assert effects.most("work") == 1.3


@pytest.mark.parametrize(
    ("ministry", "table", "date", "much", "outcome"),
    [
        ("work", "earnings", "month", "earned", "earned"),
        ("work", "benefits", "month", "paid", "benefits"),
        ("health", "contacts", "seen_on", "1", "contacts"),
        ("education", "qualifications", "gained_on", "1", "qualifications"),
    ],
)
def test_the_truth_is_what_the_ministries_record(world, ministry, table, date, much, outcome):
    truth, who = of(world, "truth/effects"), of(world, "truth/persons")
    recorded = (
        f"SELECT t.person, sum({much}) AS much FROM {truth} AS t JOIN {who} USING (person)"
        f" JOIN {of(world, f'ministries/{ministry}/{table}')} ON person_no = {ministry}_no"
        f" WHERE {date} > index_date AND {date} <= index_date + 365 GROUP BY t.person"
    )
    most, all_ = one(
        f"SELECT max(abs({outcome}_with - coalesce(much, 0))), sum({outcome}_with) FROM {truth}"
        f" LEFT JOIN ({recorded}) USING (person)"
    )
    assert most < 0.01
    assert all_ > 10


@pytest.fixture(scope="module")
def lives():
    """40,000 people, from the day the first ministry's records begin."""
    return people(0, 40_000, Simulation(), names(), np.random.default_rng(4))


def test_women_marry_between_18_and_45_and_take_the_name_of_whom_they_live_with(lives):
    bride = (lives.married_on < NEVER) & lives.woman
    age = (lives.married_on - lives.born)[bride] / 365.25
    assert bride.sum() > 1_000
    assert (age.min() > 17.9, age.max() < 45.1) == (True, True)
    assert (lives.married_on <= lives.died)[bride].all()
    before = np.flatnonzero(bride) - 1  # who comes before the second of a household is its first
    assert np.mean(lives.surnames[bride, 1] == lives.surnames[before, 0]) > 0.1


def test_nobody_works_before_they_are_16_or_after_their_death(lives):
    chained = work.chain(lives, Simulation(), np.random.default_rng(4))
    nobody = np.full(len(lives), NEVER, np.int32)
    works = work.worked(chained, nobody, np.ones(len(lives), np.float32))
    person, begun, _ = work.spells(works, chained.starts, lives.died, number(Simulation().until))
    assert len(person) > 10_000
    assert ((begun - lives.born[person]) / 365.25 >= 15.9).all()
    assert (begun < lives.died[person]).all()


def test_no_decision_is_known_before_it_is_made(world):
    offences = of(world, "ministries/justice/offences")
    assert one(f"SELECT count(*) FROM {offences} WHERE (decision IS NULL) <> (decided_on IS NULL)") == (0,)
    assert one(f"SELECT count(*) > 0 FROM {offences} WHERE decision IS NULL") == (True,)


@pytest.mark.parametrize(("persons", "participants"), [(1, 0), (300, 0), (300, 60)])
def test_a_world_may_be_small_and_may_have_no_programme(tmp_path, persons, participants):
    programme = Programme(participants=participants)
    written = simulate(Simulation(persons=persons, programme=programme), tmp_path / "world")
    assert written.participants <= participants
    assert (tmp_path / "world" / "provider" / "participants.csv").read_text().startswith('"last_name"')


@pytest.mark.parametrize("trait", ["observed", "hidden"])
def test_recruitment_goes_by_the_traits_it_is_told_to(trait):
    programme = Programme(participants=300, on_observed=0, on_hidden=0).model_copy(update={f"on_{trait}": 1.5})
    gap = hidden_of(programme) - hidden_of(Programme(participants=300, on_observed=0, on_hidden=0))
    assert (gap > 0.4) == (trait == "hidden")


def hidden_of(programme):
    made = piece(0, Simulation(persons=60_000, seed=8, offenders=0.4, programme=programme), names()).persons
    return np.array(made["hidden"])[np.array(made["participant"])].mean()


def test_the_truth_says_who_is_who(world):
    listed = duckdb.sql(
        f"SELECT count(*), count(*) FILTER (person = -1), count(DISTINCT person) FROM {of(world, 'truth/list')}"
    ).fetchone()
    assert listed == (421, 21, 401)
    lines = (world / "provider" / "participants.csv").read_text().splitlines()
    assert len(lines) == 422
    assert "person" not in lines[0]
    held = one(
        f"SELECT count(*) FROM {of(world, 'truth/list')} JOIN {of(world, 'truth/persons')} AS p USING (person)"
        f" JOIN {of(world, 'ministries/justice/persons')} AS j ON p.justice_no = j.person_no"
    )
    assert held == (400,)


def test_the_four_ministries_numbers_cannot_be_joined(world):
    first, second = (of(world, f"ministries/{ministry}/persons") for ministry in ("work", "health"))
    shared = one(
        f"SELECT count(*) FROM {first} AS a JOIN {second} AS b ON substr(a.person_no, 2) = substr(b.person_no, 2)"
    )
    assert shared[0] <= 2


def test_lists_are_spoiled_at_the_rates_of_their_group():
    spoiled = {"indian": Spoiling(missing_postcode=0.6), "everyone": Spoiling(missing_postcode=0.0)}
    made = piece(0, Simulation(persons=60_000, seed=2, offenders=0.4, spoiling=spoiled), names())
    register = made.ministries["justice"].tables["persons"]
    missing = {}
    for group in ("indian", "english"):
        rows = register.filter(np.array(register["ethnicity"]) == group)
        missing[group] = rows["postcode"].null_count / rows.num_rows
    assert missing["english"] == 0
    assert abs(missing["indian"] - 0.6 * 0.25) < 0.05


def test_the_same_settings_give_the_same_bytes_and_another_seed_others(tmp_path):
    small = Simulation(persons=2_000, offenders=0.5, programme=Programme(participants=20))
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder, seed in zip(folders, (4, 4, 5), strict=True):
        simulate(small.model_copy(update={"seed": seed}), folder)
    one_, two, three = ({p.relative_to(f): hashlib.sha256(p.read_bytes()).hexdigest()
                        for p in f.rglob("*") if p.is_file()} for f in folders)  # fmt: skip
    assert one_ == two
    assert one_ != three


def test_pieces_of_the_population_add_up(tmp_path, monkeypatch):
    monkeypatch.setattr(front_door, "PIECE", 700)
    simulate(Simulation(persons=2_000, offenders=0.9, programme=Programme(participants=50)), tmp_path / "w")
    assert one(f"SELECT count(*), count(DISTINCT person) FROM {of(tmp_path / 'w', 'truth/persons')}") == (
        2000,
        2000,
    )
    assert one(f"SELECT count(*) FROM {of(tmp_path / 'w', 'truth/effects')}")[0] == 50


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path):
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="has something in it"):
        simulate(Simulation(persons=1_000), tmp_path / "w")
    assert [p.name for p in tmp_path.rglob("*")] == ["w", "mine.txt"]


def test_an_interrupted_simulation_leaves_nothing(tmp_path):
    def stop(_stage, _words):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(Simulation(persons=1_000), tmp_path / "w", stop)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_simulation_has_left_is_removed_and_what_another_one_makes_is_not(tmp_path):
    killed, at_work = tmp_path / ".w.1.part", tmp_path / ".w.2.part"
    for left in (killed, at_work):
        left.mkdir()
        (left / "persons.parquet").write_bytes(b"half")
    held = os.open(at_work, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        simulate(Simulation(persons=50), tmp_path / "w")
    finally:
        os.close(held)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".w.2.part", "w"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("persons = 0", r"world.toml cannot be used: persons: it must be at least 1"),
        ("[programme.effects]\noffending = -1", r"programme.effects.offending: it must be at least 0"),
        ("personss = 2000", r"personss: there is no such setting"),
        ("offenders = 0", r"offenders: it must be more than 0"),
        ("[programme]\nnot_held = 1", r"programme.not_held: it must be less than 1"),
        ("[spoiling.hispanic]\ntypo = 0.5", r"spoiling: there is no group hispanic; there are everyone, english"),
        ("[programme.effects.subgroups.girls]\nwork = 2", r"subgroups: there is no group girls; there are women"),
        ("until = 9000-12-31", r"days: no more than 60 years"),
        ("until = 2018-06-01", r"half a year of waiting must fit"),
        ("offences_a_year = nan", r"offences_a_year: it must be at most 20"),
        ('persons = "many"', r"persons: it must be a whole number"),
        ('offenders = "many"', r"offenders: it must be a number"),
        ('until = "soon"', r"until: it must be a day, such as 2021-12-31"),
        ("programme = 3", r"programme: it must be a section of settings"),
        ("[spoiling]\neveryone = 3", r"spoiling.everyone: it must be a section of settings"),
        ("persons = ", r"it is not a TOML file"),
    ],
)
def test_settings_that_will_not_do_are_named(tmp_path, text, words):
    (tmp_path / "world.toml").write_text(text)
    with pytest.raises(UsageError, match=words):
        read_settings(tmp_path / "world.toml")


def test_a_missing_settings_file_is_said_to_be(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_settings(tmp_path / "none.toml")


def test_what_was_written_is_counted(tmp_path):
    written = simulate(Simulation(persons=1_500, offenders=0.5), tmp_path / "w")
    rows = sum(
        one(f"SELECT count(*) FROM {of(tmp_path / 'w', f'ministries/{ministry}/{table}')}")[0]
        for ministry, tables in EVENTS.items()
        for table in tables
    )
    listed = pq.read_metadata(tmp_path / "w" / "truth" / "effects.parquet").num_rows
    counts = {"persons": 1_500, "events": rows, "participants": listed}
    assert asdict(written) == {"folder": tmp_path / "w", **counts}
