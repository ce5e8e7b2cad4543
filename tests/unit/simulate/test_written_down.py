"""How people are written down: slips that are slips, as often as they are set, on a day of each one's own."""

import datetime as dt

import numpy as np
import pytest

from outcomelab.errors import UsageError
from outcomelab.simulate import world as front_door
from outcomelab.simulate.days import number
from outcomelab.simulate.names import names
from outcomelab.simulate.people import people
from outcomelab.simulate.settings import Programme, Simulation, Spoiling, read_settings
from outcomelab.simulate.spoil import written

WORDS = names()
RIGHT = dict.fromkeys(Spoiling.model_fields, 0.0)
TODAY = number(dt.date(2021, 12, 31))


def noted(day=TODAY, size=20_000, **rates):
    """People, and how they are written down on a day with errors of these kinds alone."""
    settled = Simulation(spoiling={"everyone": Spoiling(**{**RIGHT, **rates})})
    them = people(0, size, settled, WORDS, np.random.default_rng(5))
    places = np.arange(size, dtype=np.int32)
    return them, written(them, places, day, WORDS, settled, 1.0, np.random.default_rng(6))


def test_every_slip_of_the_pen_changes_what_is_written():
    them, seen = noted(typo=1.0)
    assert (seen.surname != WORDS.words[them.surname_on(TODAY)]).all()
    assert (seen.forename != WORDS.words[them.forename]).all()


def test_wrong_dates_have_the_right_day_and_month_and_are_not_yet_to_come():
    them, seen = noted(wrong_date=1.0)
    right, wrong = (days.astype("datetime64[D]") for days in (them.born, seen.born))
    years = (wrong.astype("datetime64[Y]") - right.astype("datetime64[Y]")).astype(int)
    assert set(years) == {-10, -1, 1, 10}
    leap = np.char.endswith(right.astype(str), "02-29")
    same = np.array([a[5:] == b[5:] for a, b in zip(right.astype(str), wrong.astype(str), strict=True)])
    assert same[~leap].all()
    assert (seen.born <= TODAY).all()


def test_day_and_month_are_swapped_where_they_can_be():
    them, seen = noted(swapped_date=1.0)
    right = [str(day).split("-") for day in them.born.astype("datetime64[D]")]
    wrong = [str(day).split("-") for day in seen.born.astype("datetime64[D]")]
    for (year, month, day), found in zip(right, wrong, strict=True):
        can = int(day) <= 12 and f"{year}-{day}-{month}" <= "2021-12-31"
        assert found == ([year, day, month] if can else [year, month, day])


def test_everybody_is_written_down_as_of_a_day_of_their_own():
    size = 20_000
    day = number(dt.date(2008, 1, 1)) + np.arange(size, dtype=np.int32) % 4_000
    them, seen = noted(day, size)
    assert (seen.surname == WORDS.words[them.surname_on(day)]).all()
    assert (seen.surname != WORDS.words[them.surnames[:, 0]]).sum() > 100
    assert (seen.postcode == them.postcode_on(day).astype("U5")).all()


def test_a_list_has_as_many_strangers_as_are_set_from_however_many_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(front_door, "PIECE", 1_000)
    settled = Simulation(
        persons=20_000, seed=3, offenders=0.9, programme=Programme(participants=95, not_held=0.05)
    )
    assert front_door.simulate(settled, tmp_path / "w").participants == 95
    rows = (tmp_path / "w" / "provider" / "participants.csv").read_text().splitlines()[1:]
    assert len(rows) == 100


def test_strangers_on_a_list_are_grown_up():
    settled = Simulation(
        persons=40_000, seed=3, offenders=0.5, spoiling={"everyone": Spoiling(**RIGHT)},
        programme=Programme(participants=100, not_held=0.9),
    )  # fmt: skip
    made = front_door.piece(0, settled, WORDS).listed["programme"]
    strangers = made.filter(np.array(made["person"]) == -1)
    age = np.array(strangers["index_date"]) - np.array(strangers["date_of_birth"])
    assert len(age) == 900
    assert (age.min() >= np.timedelta64(17 * 365), age.max() < np.timedelta64(67 * 366)) == (True, True)


@pytest.mark.parametrize(
    "text", ["persons = true", 'offenders = "0.3"', "until = 20211231", "index_from = 2018-01-01T10:00:00"]
)
def test_settings_of_another_kind_are_not_guessed_at(tmp_path, text):
    (tmp_path / "world.toml").write_text(text)
    with pytest.raises(UsageError, match=f"{text.split(' ')[0]}: it must be a"):
        read_settings(tmp_path / "world.toml")
