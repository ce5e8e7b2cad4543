"""What the truth's folder tells of people, and effects and errors as they are set for some of them."""

# ruff: noqa: S608  the queries name the world's own files

import duckdb
import numpy as np

from outcomelab.simulate.names import names
from outcomelab.simulate.settings import Effects, Programme, Ratios, Simulation, Spoiling, read_settings
from outcomelab.simulate.world import piece


def one(sql):
    return duckdb.sql(sql).fetchone()


def of(world, name):
    return f"'{world}/{name}.parquet'"


def test_what_grown_people_learn_has_an_effect_too_for_whom_it_is_asked():
    effects = Effects(offending=1, work=1, qualifications=2, subgroups={"men": Ratios(qualifications=2)})
    settled = Simulation(
        persons=60_000, seed=5, offenders=0.9, programme=Programme(participants=3_000, effects=effects)
    )
    made = piece(0, settled, names()).effects
    woman = np.array(made["woman"])
    with_it, without = np.array(made["qualifications_with"]), np.array(made["qualifications_without"])
    for who, ratio in ((woman, 2), (~woman, 4)):
        spread = ratio * np.sqrt(1 / with_it[who].sum() + 1 / without[who].sum())
        assert abs(with_it[who].sum() / without[who].sum() - ratio) < 2.5 * spread
    assert made["reoffences_with"].equals(made["reoffences_without"])


def test_the_truth_says_who_people_are_without_error_and_what_became_of_them(world):
    people_, register = of(world, "truth/persons"), of(world, "ministries/health/persons")
    spelled, dated, wrong = one(
        "SELECT avg((t.forename = r.forename)::INT), avg((t.born = r.born)::INT), "
        'count(*) FILTER (t."group" <> r.ethnicity)'
        f" FROM {people_} AS t JOIN {register} AS r ON health_no = person_no"
    )
    assert (0.95 < spelled < 1, 0.98 < dated < 1, wrong) == (True, True, 0)
    homes, died, married, moved = one(
        f"SELECT count(DISTINCT household), count(died), count(married_on), count(moved_on) FROM {people_}"
    )
    assert 10_000 < homes < 15_000
    assert (died > 500, married > 500, moved > 10_000) == (True, True, True)
    assert one(
        f"SELECT count(*) FROM {people_} WHERE died > DATE '2021-12-31' OR (surname_at_birth <> surname AND"
        " married_on IS NULL)"
    ) == (0,)


def test_what_a_group_does_not_set_is_everyones(tmp_path):
    (tmp_path / "world.toml").write_text("[spoiling.everyone]\ntypo = 0.3\n[spoiling.indian]\nnickname = 0.4\n")
    rates = read_settings(tmp_path / "world.toml")
    assert (rates.spoiled("indian").typo, rates.spoiled("indian").nickname) == (0.3, 0.4)
    assert (rates.spoiled("kenyan").typo, rates.spoiled("kenyan").nickname) == (0.3, Spoiling().nickname)
    assert '"typo":0.3' in rates.spoiling["indian"].model_dump_json()
