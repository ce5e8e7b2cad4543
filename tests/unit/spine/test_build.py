"""The spine as it is built: who is put together, what stays, what leaves, what a stopped build leaves."""

from __future__ import annotations

import datetime as dt
import stat

import pytest

from outcomelab import spine
from outcomelab.engines.duck import opened
from outcomelab.errors import HoldingError, LinkageError
from outcomelab.handovers.spine import MEMBERSHIP, SPELLINGS
from outcomelab.holdings.spine import replacing
from outcomelab.holdings.spine.both import open_both
from outcomelab.holdings.spine.opening import read_record, status


def test_people_of_both_holdings_are_one_person_on_the_spine(two):
    courts, taxes = two.spine_keys("courts"), two.spine_keys("taxes")
    both = [truth for truth in courts if truth in taxes]
    found = sum(bool(courts[truth] & taxes[truth]) for truth in both)
    assert (len(both), found >= 470) == (500, True)


def test_hardly_any_two_people_are_one_on_the_spine(two):
    whose: dict[int, set[int]] = {}
    for name in ("courts", "taxes"):
        for truth, keys in two.spine_keys(name).items():
            for key in keys:
                whose.setdefault(key, set()).add(truth)
    assert sum(len(people) > 1 for people in whose.values()) <= 5


def test_whoever_a_holding_has_twice_is_there_once(two):
    assert sum(len(keys) == 1 for truth, keys in two.spine_keys("courts").items() if truth < 60) >= 54


def test_the_status_adds_up(two):
    told = status(two.holdings)
    assert [one.holding for one in told.holdings] == ["courts", "taxes"]
    assert [one.records for one in told.holdings] == [1_060, 1_300]
    assert all(one.found + one.new == one.persons for one in told.holdings)
    assert told.persons == sum(one.new for one in told.holdings)
    assert len({one.shared for one in told.holdings}) == 1


def test_the_status_estimates_precision_and_recall_well(two):
    courts, taxes = status(two.holdings).holdings
    assert courts.duplicates_precision == pytest.approx(1, abs=0.02)
    assert taxes.precision == pytest.approx(1, abs=0.02)
    assert taxes.recall == pytest.approx(taxes.found / 500, abs=0.04)
    assert courts.recall is None


def test_the_status_says_when(two):
    assert {one.linked_on for one in status(two.holdings).holdings} == {dt.date(2026, 3, 2)}


def test_the_spine_holds_identifiers_and_never_content(two):
    record = read_record(two.holdings)
    stores = open_both(two.holdings, two.keys, record.version)
    for store, table, schema in (
        (stores.identifiers, "spellings", SPELLINGS),
        (stores.membership, "membership", MEMBERSHIP),
    ):
        with opened(store) as connection:
            columns = connection.sql(
                "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'store'"
            ).fetchall()
        assert set(columns) == {(table, name) for name in schema.names}


def test_nothing_of_a_person_can_be_read_from_the_files(two):
    surnames = {name.encode() for name in two.spine.spellings["surname"].to_pylist() if len(name) > 6}
    files = [path.read_bytes() for path in (two.holdings / "_spine").rglob("*") if path.is_file()]
    assert not [name for name in surnames for file in files if name in file]


def test_each_file_has_a_key_of_its_own_and_closed_folders(two):
    record = read_record(two.holdings)
    stores = open_both(two.holdings, two.keys, record.version)
    assert stores.identifiers.key != stores.membership.key
    for folder in (two.keys, two.holdings / "_spine", two.holdings / "_spine" / record.version):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_building_twice_changes_nothing(two):
    before = {path: path.read_bytes() for path in (two.holdings / "_spine").rglob("*") if path.is_file()}
    two.build(today=dt.date(2027, 1, 1))
    assert before == {path: path.read_bytes() for path in (two.holdings / "_spine").rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def story(tmp_path_factory, make_lab, inventing, spoiling):
    """A lab's holdings and spine keys after each step: health; births beside it; health registered anew."""
    lab, people, steps = make_lab(tmp_path_factory.mktemp("story")), inventing(450, seed=11), []
    for name, listed in (
        ("health", people[:250]),
        ("births", spoiling(people[200:350], seed=12)),
        (
            "health",
            [*people[:210], *spoiling(people[210:250], seed=13), *people[250:300], *people[400:]],
        ),
    ):
        lab.register(name, listed)
        told = lab.build()
        steps.append(({one.holding: lab.spine_keys(one.holding) for one in told.holdings}, told))
    return lab, steps


def test_a_new_holding_changes_no_key(story):
    _, ((first, _), (second, told), _) = story
    assert second["health"] == first["health"]
    assert told.holdings[0].found >= 45


def test_a_holding_registered_anew_keeps_its_peoples_keys(story):
    _, ((first, _), _, (third, _)) = story
    assert all(third["health"][truth] == first["health"][truth] for truth in range(210))
    assert sum(third["health"][truth] == first["health"][truth] for truth in range(210, 250)) >= 36


def test_new_records_of_a_holding_registered_anew_are_looked_for_on_the_spine(story):
    _, (_, (second, _), (third, _)) = story
    assert sum(third["health"][truth] == second["births"][truth] for truth in range(250, 300)) >= 45
    earlier = {key for keys in (*second["health"].values(), *second["births"].values()) for key in keys}
    assert not earlier & {key for truth in range(400, 450) for key in third["health"][truth]}


def test_whoever_left_every_holding_left_the_spine(story):
    lab, (_, _, (_, before)) = story
    lab.remove("health")
    told = lab.build()
    assert (told.persons, [one.holding for one in told.holdings]) == (150, ["births"])
    assert told.persons < before.persons
    assert set(lab.spine.spellings["holding"].to_pylist()) == {"births"}


def test_every_spelling_of_a_person_stays_on_the_spine(lab, inventing):
    people = inventing(60, seed=41)
    before = people[0] | {"surname": "Brambleby", "forename": "Ottilie", "sex": "F"}
    married = before | {"surname": "Zimbelstern"}
    lab.register("births", [before, *people[1:]])
    lab.register("taxes", [married, *people[1:]])
    lab.build()
    assert lab.spine_keys("taxes")[0] == (hers := lab.spine_keys("births")[0])
    assert {row["surname"] for row in lab.spine.spellings.to_pylist() if row["spine_key"] in hers} == {
        "Brambleby",
        "Zimbelstern",
    }


class Killed(BaseException):
    """What no handler expects."""


def test_a_killed_build_leaves_the_old_spine_whole_and_goes_on_where_it_stopped(lab, inventing, monkeypatch):
    people = inventing(80, seed=51)
    lab.register("births", people[:50])
    lab.register("taxes", people[20:])
    told: list[str] = []
    settle = replacing._settle

    def killed_at_the_second(folder, record):
        told.append(record.version)
        if len(told) == 2:
            raise Killed
        settle(folder, record)

    monkeypatch.setattr(replacing, "_settle", killed_at_the_second)
    with pytest.raises(Killed):
        lab.build()
    monkeypatch.setattr(replacing, "_settle", settle)
    assert [one.holding for one in status(lab.holdings).holdings] == ["births"]
    before = lab.spine_keys("births")
    (lab.holdings / "_spine" / "v0123").mkdir()  # what is left when not even an exception is raised
    (lab.holdings / "_spine" / "v0123" / "identifiers.duckdb").write_bytes(b"half")
    said: list[str] = []
    lab.build(progress=lambda _, words: said.append(words))
    assert lab.spine_keys("births") == before
    assert not [words for words in said if words.startswith("births")]
    assert [one.holding for one in status(lab.holdings).holdings] == ["births", "taxes"]
    assert len([path for path in (lab.holdings / "_spine").iterdir() if path.is_dir()]) == 1


def test_a_holding_that_cannot_be_linked_does_not_stop_the_others(lab, inventing):
    people = inventing(60, seed=61)
    lab.register("births", [person | {"born": "1990-01-01"} for person in people])
    lab.register("taxes", people)
    with pytest.raises(LinkageError, match=r"births: .*same date of birth") as caught:
        lab.build()
    assert not [person for person in people if person["surname"] in str(caught.value)]
    assert [one.holding for one in status(lab.holdings).holdings] == ["taxes"]


def test_two_builds_at_once_are_refused(lab, inventing):
    lab.register("taxes", inventing(20, seed=71))
    with replacing.building(lab.holdings, lab.keys), pytest.raises(HoldingError, match="being built already"):
        lab.build()


def test_without_its_key_the_spine_stays_shut(lab, inventing):
    lab.register("taxes", inventing(20, seed=72))
    lab.build()
    (lab.keys / "_spine.identifiers.key").unlink()
    with pytest.raises(HoldingError, match=r"_spine\.identifiers\.key is not in"):
        lab.build()
    assert not (lab.keys / "_spine.identifiers.key").exists()


def test_a_spine_of_one_person_can_be_built(lab, inventing):
    people = inventing(2, seed=73)
    lab.register("births", people[:1])
    lab.register("taxes", people)
    assert lab.build().persons in (2, 3)


def test_a_lab_without_holdings_has_no_spine(lab):
    with pytest.raises(HoldingError, match="No holding is registered"):
        lab.build()
    with pytest.raises(HoldingError, match="no spine"):
        spine.status(lab.holdings)
    assert not lab.holdings.exists()


def test_what_is_said_on_the_way_names_nobody(two):
    surnames = {name.lower() for name in two.spine.spellings["surname"].to_pylist()}
    assert two.said
    assert not surnames & set(" ".join(two.said).lower().split())
