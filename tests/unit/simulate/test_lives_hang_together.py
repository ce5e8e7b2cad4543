"""Lives hang together: families, homes, work, custody and schooling, in ordinary worlds and in odd ones."""

# ruff: noqa: S608  the queries name the world's own files

import datetime as dt

import duckdb
import numpy as np
import pytest

from outcomelab.simulate.days import NEVER, number
from outcomelab.simulate.ministries import justice, school, work
from outcomelab.simulate.names import names
from outcomelab.simulate.people import people
from outcomelab.simulate.settings import Programme, Simulation
from outcomelab.simulate.world import piece

A_YEAR = 365.25


def one(sql):
    return duckdb.sql(sql).fetchone()


def born(seed, settled=None, size=40_000):
    """So many people, the first of a world."""
    return people(0, size, settled or Simulation(), names(), np.random.default_rng(seed))


@pytest.fixture(scope="module")
def lives():
    """40,000 people of an ordinary world."""
    return born(4)


@pytest.mark.parametrize("who", ["head", "partner"])
def test_parents_are_16_to_45_at_a_childs_birth_and_alive(lives, who):
    place = lives.person - lives.household
    children = np.flatnonzero(place >= 2)
    parent = lives.household[children] + (who == "partner")
    age = (lives.born[children] - lives.born[parent]) / A_YEAR
    assert len(children) > 5_000
    assert (age.min() >= 15.99, age.max() <= 46) == (True, True)
    assert (lives.died[parent] >= lives.born[children]).all()


def test_nobody_moves_before_they_are_born_or_after_they_died(lives):
    moves = lives.moved_on < NEVER
    assert moves.sum() > 20_000
    assert (lives.moved_on > lives.born[:, None])[moves].all()
    assert (lives.moved_on < lives.died[:, None])[moves].all()
    assert (lives.moved_on[:, 0] < lives.moved_on[:, 1])[moves.all(axis=1)].all()


def test_those_who_live_together_have_one_address_whoever_was_born_when(lives):
    day = number(dt.date(2019, 6, 1))
    there = (lives.born <= day) & (lives.died > day)
    pairs = np.unique(np.stack([lives.household, lives.postcode_on(day)])[:, there], axis=1)
    assert pairs.shape[1] == len(np.unique(lives.household[there]))


def test_whoever_takes_a_name_marries_somebody_who_is_alive_and_marries_that_day(lives):
    place = lives.person - lives.household
    bride = np.flatnonzero((place == 1) & (lives.married_on < NEVER) & ~lives.woman[lives.household])
    groom = lives.household[bride]
    named = lives.surnames[bride, 1] == lives.surnames[groom, 0]
    assert named.sum() > 100
    assert (lives.married_on[groom] == lives.married_on[bride])[named].all()
    assert (lives.married_on[groom] < lives.died[groom])[named].all()
    assert (lives.surnames[groom, 0] == lives.surnames[groom, 1])[named].all()


def test_spells_of_work_end_with_life_at_the_latest(lives):
    settled = Simulation()
    chained = work.chain(lives, settled, np.random.default_rng(4))
    works = work.worked(chained, np.full(len(lives), NEVER, np.int32), np.ones(len(lives), np.float32))
    person, begun, ended = work.spells(works, chained.starts, lives.died, number(settled.until))
    gone = lives.died[person] <= number(settled.until)
    assert gone.sum() > 200
    assert (ended[gone] <= lives.died[person][gone]).all()
    assert (begun < ended).all()


def test_months_of_work_lie_within_what_is_covered_though_it_begins_within_a_month():
    day = dt.date(2018, 1, 15)
    begun = Simulation(other_from=day, index_from=day)
    assert (work.months(begun)[0], work.months(begun)[-1]) == tuple(
        map(number, (dt.date(2018, 2, 1), dt.date(2021, 12, 1)))
    )


def test_however_much_they_offend_nobody_does_in_custody_or_is_released_into_it():
    busy = Simulation(persons=3_000, offenders=1, offences_a_year=20)
    them = born(1, busy, 3_000)
    may = justice.candidates(them, busy, np.random.default_rng(1))
    nobody = np.full(3_000, NEVER, np.int32)
    record = justice.happened(may, nobody, np.ones(3_000, np.float32), number(busy.until))
    sentenced = record.happened & (may.decision == 0) & (may.decided <= number(busy.until))
    served = {"person": may.person, "begins": may.decided, "ends": may.decided + may.served}
    stays = {name: values[sentenced] for name, values in served.items()}
    free, offences = record.releases, {"person": may.person[record.happened], "day": may.day[record.happened]}
    releases = {"person": free[0], "day": free[1]}
    tables = duckdb.connect()
    for name, columns in (("stays", stays), ("offences", offences), ("releases", releases)):
        tables.register(name, {column: np.asarray(values) for column, values in columns.items()})
    within = "JOIN stays AS s ON s.person = e.person AND s.begins <= e.day AND e.day < s.ends"
    assert len(free[0]) > 3_000
    for events in ("offences", "releases"):
        assert tables.sql(f"SELECT count(*) FROM {events} AS e {within}").fetchone() == (0,), events
    assert tables.sql("SELECT count(*) = count(DISTINCT (person, day)) FROM releases").fetchone() == (True,)


def test_a_world_of_many_years_has_young_people_in_it_and_young_offenders():
    long = Simulation(justice_from=dt.date(1965, 1, 1), offenders=0.5)
    them = born(2, long)
    age = them.age_on(number(long.until))
    assert 0.05 < np.mean((age >= 0) & (age < 18)) < 0.4
    may = justice.candidates(them, long, np.random.default_rng(2))
    age = (may.day - them.born[may.person]) / A_YEAR
    assert (age.min() >= 14, age.max() < 84) == (True, True)
    late = may.day > number(dt.date(2018, 1, 1))
    assert np.mean(age[late] < 25) > 0.1


def test_what_schooling_ends_in_comes_though_a_programme_ends_all_other_learning(lives):
    settled = Simulation()
    possible = school.qualifications(lives, settled, np.random.default_rng(4))
    nothing, from_birth = np.zeros(len(lives), np.float32), lives.born
    pupils = school.qualified(lives, settled)[0]
    assert np.array_equal(possible.happened(from_birth, nothing).person, pupils)
    assert len(pupils) > 1_000


def test_a_register_says_of_children_how_much_schooling_they_have_had(world):
    people_, register = f"'{world}/truth/persons.parquet'", f"'{world}/ministries/health/persons.parquet'"
    most, grown = one(
        "SELECT max(schooling - greatest(0, date_diff('day', t.born, DATE '2021-12-31') / 365.25 - 5)),"
        " max(schooling)"
        f" FROM {register} JOIN {people_} AS t ON person_no = health_no"
    )
    assert (most <= 0.01, grown) == (True, 18)


@pytest.mark.parametrize(("observed", "hidden"), [(1.0, 0.0), (0.0, -0.8)])
def test_recruitment_has_the_log_odds_it_is_set_to_though_half_take_part(observed, hidden):
    programme = Programme(participants=5_000, on_observed=observed, on_hidden=hidden)
    made = piece(0, Simulation(persons=90_000, seed=8, offenders=0.5, programme=programme), names())
    known = {name: made.ministries["justice"].tables[name] for name in ("persons", "offences", "releases")}
    persons, offences, releases, truth = *known.values(), made.persons  # noqa: F841  read by the query
    rows = duckdb.sql(
        "WITH free AS (SELECT person_no, min(released_on) AS day FROM releases"
        "  WHERE released_on BETWEEN '2018-01-01' AND '2019-12-31' GROUP BY 1),"
        " earlier AS (SELECT person_no, count(*) AS n FROM offences JOIN free USING (person_no)"
        "  WHERE offended_on < day GROUP BY 1)"
        " SELECT participant, ln(1 + coalesce(n, 0)), woman, day - t.born, deprivation, hidden FROM free"
        " JOIN truth AS t ON person_no = justice_no JOIN persons USING (person_no)"
        " LEFT JOIN earlier USING (person_no)"
    ).fetchnumpy()
    takes_part, *traits = (np.asarray(column, float) for column in rows.values())
    offended, woman, age, deprived, trait = ((each - each.mean()) / each.std() for each in traits)
    seen = offended + woman - age - deprived
    found = logistic(np.stack([np.ones(len(seen)), seen / seen.std(), trait], axis=1), takes_part)
    assert 0.3 < takes_part.mean() < 0.7
    assert np.abs(found[1:] - (observed, hidden)).max() < 0.12


def logistic(design, answer):
    """The coefficients of a logistic regression, by Newton's method."""
    found = np.zeros(design.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-design @ found))
        weighed = (design * (chance * (1 - chance))[:, None]).T @ design
        found = found + np.linalg.solve(weighed, design.T @ (answer - chance))
    return found
