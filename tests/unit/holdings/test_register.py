"""What a registration leaves behind: two stores apart, nothing readable, all or nothing."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests import killing

from outcomelab.engines import duck
from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS, ContentStore, IdentifierStore, Store
from outcomelab.holdings import register
from outcomelab.holdings.content import open_content
from outcomelab.holdings.identifiers import open_identifiers
from outcomelab.holdings.keys import new_key
from outcomelab.holdings.register import add, remove

KEPT_DAYS = [
    (dt.date(1979, 11, 1), "F", 9),
    (dt.date(1980, 2, 1), "F", 12),
    (dt.date(1984, 2, 1), "M", None),
    (dt.date(2001, 7, 1), "M", 16),
]


@pytest.fixture
def stores(ministry) -> tuple[IdentifierStore, ContentStore]:
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    return (
        open_identifiers(ministry.holdings, ministry.keys, "justice"),
        open_content(ministry.holdings, ministry.keys, "justice"),
    )


def columns(rows, store: Store) -> set[tuple[str, str]]:
    return set(rows(store, "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'store'"))


def test_the_identifiers_store_follows_its_schema_with_nulls_for_what_the_file_lacks(stores, rows):
    assert rows(stores[0], "SELECT * EXCLUDE person_key FROM persons ORDER BY forename") == [
        ("Quillfeather", "Ada", None, dt.date(1980, 2, 17), "F", "ZQ1 4XX", None),
        ("Quillfeather", "Max", None, dt.date(2001, 7, 30), "M", "ZQ1 4XX", None),
        ("Brambleby", "Otto", None, dt.date(1984, 2, 29), "M", "ZQ2 5YY", None),
        ("Çelikhan", "Zoë", None, dt.date(1979, 11, 3), "F", None, None),
    ]


def test_the_identifiers_store_has_no_content(stores, rows):
    assert columns(rows, stores[0]) == {("persons", name) for name in PERSONS_IDENTIFIERS.names}


def test_the_content_store_has_no_identifier_and_no_person_number(stores, rows):
    assert columns(rows, stores[1]) == {
        *(("persons", name) for name in ("person_key", "dob", "sex", "schooling")),
        *(("offences", name) for name in ("person_key", "day", "kind", "amount", "violent")),
        *(("_members", name) for name in ("person_key", "member")),
    }


def test_the_person_key_comes_first_in_every_table(stores, rows):
    query = "SELECT DISTINCT column_name FROM duckdb_columns() WHERE database_name = 'store' AND column_index = 1"
    assert [rows(store, query) for store in stores] == [[("person_key",)], [("person_key",)]]


def test_a_date_of_birth_is_kept_as_the_first_of_its_month_and_sex_as_it_is(stores, rows):
    assert rows(stores[1], "SELECT dob, sex, schooling FROM persons ORDER BY dob") == KEPT_DAYS


def test_events_keep_their_values_and_types(stores, rows):
    assert rows(stores[1], "SELECT * EXCLUDE person_key FROM offences ORDER BY day") == [
        (dt.date(2014, 12, 31), "theft", None, None),
        (dt.date(2015, 3, 4), "theft", 918273.25, False),
        (dt.date(2015, 6, 1), "fraud", 1000.0, True),
        (dt.date(2016, 1, 31), "fraud", 0.5, True),
    ]


def test_the_person_key_joins_identifiers_to_the_right_content(stores, rows):
    ((key,),) = rows(stores[0], "SELECT person_key FROM persons WHERE forename = 'Ada'")
    events = rows(stores[1], "SELECT person_key, day FROM offences ORDER BY day")
    assert [day for owner, day in events if owner == key] == [dt.date(2015, 3, 4), dt.date(2016, 1, 31)]


def test_the_rows_do_not_follow_the_order_of_the_file(stores, rows):
    keys = [rows(store, "SELECT person_key FROM persons") for store in stores]
    assert keys == [sorted(keys[0])] * 2


@pytest.mark.usefixtures("stores")
def test_no_byte_of_a_value_can_be_read_in_the_holdings(ministry):
    found = b"".join(path.read_bytes() for path in ministry.holdings.rglob("*") if path.is_file())
    values = ("Quillfeather", "Brambleby", "P-7000", "918273", "1980-02-17", "2015-03-04", "ZQ1 4XX", "Otto")
    assert [value for value in values if value.encode() in found] == []


@pytest.mark.usefixtures("stores")
def test_nothing_else_is_written_anywhere(ministry):
    written = {str(path.relative_to(ministry.folder)) for path in ministry.folder.rglob("*") if path.is_file()}
    assert written == {
        "dictionary.json",
        "persons.csv",
        "offences.csv",
        "holdings/justice/identifiers.duckdb",
        "holdings/justice/content.duckdb",
        "holdings/justice/holding.json",
        "keys/justice.identifiers.key",
        "keys/justice.content.key",
        "keys/justice.members.key",
    }


def test_a_person_has_the_same_member_number_when_the_holding_is_registered_again(ministry, rows):
    numbers = []
    for _ in range(2):
        add(ministry.descriptor, ministry.holdings, ministry.keys)
        content = open_content(ministry.holdings, ministry.keys, "justice")
        found = rows(content, "SELECT member, person_key FROM _members ORDER BY member")
        numbers.append(found)
        remove(ministry.holdings, ministry.keys, "justice")
    first, again = ([member for member, _ in one] for one in numbers)
    assert first == again
    assert len(set(first)) == 4
    assert {key for _, key in numbers[0]}.isdisjoint({key for _, key in numbers[1]})


def test_the_content_key_does_not_open_the_identifiers(stores):
    crossed = IdentifierStore(stores[0].path, stores[1].key)
    with pytest.raises(HoldingError, match="does not open with the key"), duck.opened(crossed):
        pass


def test_the_identifiers_key_does_not_open_the_content(stores):
    crossed = ContentStore(stores[1].path, stores[0].key)
    with pytest.raises(HoldingError, match="does not open with the key"), duck.opened(crossed):
        pass


@pytest.mark.parametrize("first", [0, 1])
def test_with_one_store_open_and_locked_the_other_cannot_be_attached_even_with_its_key(stores, first):
    with duck.opened(stores[first]) as connection:
        duck.lock(connection)
        with pytest.raises(HoldingError, match="out of reach"):
            duck.attach(connection, stores[1 - first], "other")


def test_two_registrations_give_the_same_persons_different_keys(ministry, rows):
    seen = []
    for name in ("justice", "courts"):
        ministry.dictionary["name"] = name
        add(ministry.descriptor, ministry.holdings, ministry.keys)
        store = open_content(ministry.holdings, ministry.keys, name)
        seen.append({key for (key,) in rows(store, "SELECT person_key FROM persons")})
    assert seen[0].isdisjoint(seen[1])


def test_a_refused_registration_leaves_neither_stores_nor_keys(ministry):
    ministry.write("offences.csv", "person,day,kind,amount,violent\nP-70001,2015-13-04,theft,1,true\n")
    with pytest.raises(HoldingError):
        add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert (ministry.holdings.exists(), ministry.keys.exists()) == (False, False)


def test_an_interrupted_registration_leaves_neither_stores_nor_keys(ministry):
    def interrupt(_: str, words: str) -> None:
        if "offences: " in words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(ministry.descriptor, ministry.holdings, ministry.keys, interrupt)
    assert (ministry.holdings.exists(), ministry.keys.exists()) == (False, False)


def test_when_another_registration_of_the_name_was_faster_no_key_of_this_one_is_left(ministry):
    def overtake(_: str, words: str) -> None:
        if "offences: " in words:
            (ministry.holdings / "justice").mkdir()
            (ministry.holdings / "justice" / "holding.json").touch()

    with pytest.raises(HoldingError, match="registered already"):
        add(ministry.descriptor, ministry.holdings, ministry.keys, overtake)
    assert list(ministry.keys.iterdir()) == []


def test_when_the_second_key_cannot_be_written_the_first_is_destroyed(ministry, monkeypatch):
    def fail_on_content(path: Path, key: str) -> None:
        if "content" in path.name:
            raise HoldingError("no room")
        keep_key(path, key)

    keep_key = register.keep_key
    monkeypatch.setattr(register, "keep_key", fail_on_content)
    with pytest.raises(HoldingError, match="no room"):
        add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert (ministry.holdings.exists(), list(ministry.keys.iterdir())) == (False, [])


@pytest.mark.parametrize("moment", [killing.STORES, killing.STORE_KEY])
def test_whoever_was_killed_at_it_leaves_nothing_in_the_way_of_the_next(ministry, moment):
    words = ("holdings", "add", ministry.descriptor, "--holdings", ministry.holdings, "--keys", ministry.keys)
    ended = subprocess.run([sys.executable, killing.__file__, moment, *words], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert list(ministry.holdings.glob(".justice.*"))
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert [path.name for path in ministry.holdings.iterdir()] == ["justice"]


@pytest.mark.usefixtures("stores")
def test_keys_of_a_holding_that_is_elsewhere_stay_whatever_a_killed_registration_left(ministry):
    (ministry.holdings / "justice").rename(ministry.folder / "moved")
    left = ministry.holdings / ".justice.dead.part" / "justice"
    left.mkdir(parents=True)
    with duck.opened(Store(left / "identifiers.duckdb", new_key()), write=True) as connection:
        connection.execute("CREATE TABLE persons (person_key BIGINT)")
    kept = {path.name: path.read_bytes() for path in ministry.keys.iterdir()}
    with pytest.raises(HoldingError, match="may open a holding registered elsewhere"):
        add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert {path.name: path.read_bytes() for path in ministry.keys.iterdir()} == kept


def test_a_holding_registered_already_is_refused_and_kept(ministry, stores, rows):
    with pytest.raises(HoldingError, match="outcomelab holdings remove justice"):
        add(ministry.descriptor, ministry.holdings, ministry.keys)
    assert rows(stores[1], "SELECT count(*) FROM persons") == [(4,)]


@pytest.mark.usefixtures("stores")
def test_removing_leaves_neither_stores_nor_keys_but_what_the_ledger_knows_persons_by(ministry):
    remove(ministry.holdings, ministry.keys, "justice")
    left = [path.name for path in ministry.keys.iterdir()]
    assert (list(ministry.holdings.iterdir()), left) == ([], ["justice.members.key"])


@pytest.mark.usefixtures("stores")
def test_removing_destroys_the_keys_before_the_stores(ministry, monkeypatch):
    def stop(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(register.shutil, "rmtree", stop)
    with pytest.raises(HoldingError, match="cannot be removed whole"):
        remove(ministry.holdings, ministry.keys, "justice")
    assert [path.name for path in ministry.keys.iterdir()] == ["justice.members.key"]


@pytest.mark.usefixtures("stores")
def test_removing_goes_on_where_somebody_was_killed_at_it(ministry, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(register.shutil, "rmtree", lambda *_, **__: None)
        remove(ministry.holdings, ministry.keys, "justice")
    assert list(ministry.holdings.glob(".justice.*/justice/*.duckdb"))
    remove(ministry.holdings, ministry.keys, "justice")
    assert list(ministry.holdings.iterdir()) == []
    with pytest.raises(HoldingError, match="There is no holding justice"):
        remove(ministry.holdings, ministry.keys, "justice")


@pytest.mark.usefixtures("stores")
def test_removing_with_the_wrong_folder_of_keys_says_that_keys_are_left(ministry):
    said: list[str] = []
    remove(ministry.holdings, ministry.folder / "elsewhere", "justice", lambda _, words: said.append(words))
    assert "did not have both keys of justice" in said[0]


@pytest.mark.usefixtures("stores")
def test_a_removed_holding_can_be_registered_again(ministry):
    remove(ministry.holdings, ministry.keys, "justice")
    assert add(ministry.descriptor, ministry.holdings, ministry.keys).name == "justice"


def test_more_persons_than_are_sorted_at_once_all_arrive(ministry, rows, monkeypatch):
    monkeypatch.setattr("outcomelab.holdings.split._SORTED_AT_ONCE", 1)
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    content = open_content(ministry.holdings, ministry.keys, "justice")
    assert rows(content, "SELECT dob, sex, schooling FROM persons ORDER BY dob") == KEPT_DAYS


def test_rows_are_in_the_order_of_their_person_keys_however_often_they_are_dealt_out(ministry, rows, monkeypatch):
    monkeypatch.setattr("outcomelab.holdings.split._SORTED_AT_ONCE", 1)
    monkeypatch.setattr("outcomelab.holdings.split._DEALT", 2)
    events = [f"P-7000{1 + number % 4},2015-03-04,theft,{number},true" for number in range(60)]
    ministry.write("offences.csv", "\n".join(["person,day,kind,amount,violent", *events]))
    add(ministry.descriptor, ministry.holdings, ministry.keys)
    content = open_content(ministry.holdings, ministry.keys, "justice")
    found = rows(content, "SELECT person_key, amount FROM offences")
    assert [person for person, _ in found] == sorted(person for person, _ in found)
    assert sorted(amount for _, amount in found) == list(range(60))


def test_progress_names_rows_that_no_study_will_count(ministry):
    said: list[str] = []
    ministry.write("offences.csv", "person,day,kind,amount,violent\nP-70001,,theft,1,true\n")
    add(ministry.descriptor, ministry.holdings, ministry.keys, lambda _, words: said.append(words))
    assert "table offences: 1 rows, 1 of them without any date, which no study will count" in said
