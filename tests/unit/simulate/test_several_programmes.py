"""Several programmes in one world: each with people, effects, a list and a study of its own."""

# ruff: noqa: S608  the queries name the world's own files

import tomllib

import duckdb
import pytest

from outcomelab.errors import UsageError
from outcomelab.simulate.settings import read_settings
from outcomelab.simulate.world import simulate

SETTINGS = """
persons = 30000
seed = 6
offenders = 0.5

[programme]
participants = 300

[programme.effects]
offending = 1
work = 1

[programmes.gardens]
participants = 250
not_held = 0.2

[programmes.gardens.effects]
offending = 0
work = 1
contacts = 3

[programmes.choir-2]
participants = 100
not_held = 0
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """A world with three programmes: one does nothing, one ends offending, one has the defaults."""
    folder = tmp_path_factory.mktemp("several")
    (folder / "world.toml").write_text(SETTINGS)
    assert simulate(read_settings(folder / "world.toml"), folder / "world").participants == 650
    return folder / "world"


def rows(sql):
    return duckdb.sql(sql).fetchall()


def test_every_programme_has_people_of_its_own_and_does_what_it_is_set_to(several):
    effects = f"'{several}/truth/effects.parquet'"
    found = rows(
        "SELECT programme, count(*), sum(reoffences_with), sum(reoffences_without), sum(contacts_with) /"
        f" sum(contacts_without) FROM {effects} GROUP BY 1 ORDER BY 1"
    )
    assert [(name, size) for name, size, *_ in found] == [("choir-2", 100), ("gardens", 250), ("programme", 300)]
    _, gardens, first = found
    assert (gardens[2], gardens[3] > 50, 2.5 < gardens[4] < 3.5) == (0, True, True)
    assert (first[2], first[4]) == (first[3], 1)
    assert rows(f"SELECT count(DISTINCT person) FROM {effects}") == [(650,)]


def test_every_provider_has_a_list_whose_rows_are_known(several):
    for name, folder, size in (("", "", 316), ("-gardens", "/gardens", 312), ("-choir-2", "/choir-2", 100)):
        lines = (several / f"provider{folder}" / "participants.csv").read_text().splitlines()
        programme = name[1:] or "programme"
        ((listed, known),) = rows(
            f"SELECT count(*), count(programme) FROM '{several}/truth/list{name}.parquet' AS l LEFT JOIN"
            f" '{several}/truth/effects.parquet' AS e ON l.person = e.person AND programme = '{programme}'"
        )
        assert (len(lines) - 1, listed) == (size, size)
        assert known == {"programme": 300, "gardens": 250, "choir-2": 100}[programme]


def test_every_programme_has_a_study_of_its_own(several):
    studies = [tomllib.loads(path.read_text())["study"] for path in sorted(several.glob("study*.toml"))]
    assert len({one["agreement"] for one in studies}) == len({one["programme"] for one in studies}) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[programmes."../x"]\nparticipants = 3', "a name has small letters"),
        (
            "[programmes.programme]\nparticipants = 3",
            "cannot be used: programmes: the name programme is the first programme's",
        ),
        (
            "[programmes.x.effects]\ncontacts = 9\n[programmes.x.effects.subgroups.women]\ncontacts = 9",
            "cannot be used: effects: for some people contacts would be more than 40 times as high",
        ),
        ("[programmes.gardens]\npeople = 3", "programmes.gardens.people: there is no such setting"),
    ],
)
def test_programmes_that_will_not_do_are_named(tmp_path, text, words):
    (tmp_path / "world.toml").write_text(text)
    with pytest.raises(UsageError, match=words):
        read_settings(tmp_path / "world.toml")
