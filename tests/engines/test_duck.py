"""DuckDB with the doors shut: what a locked connection can still reach, and what a key opens."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from outcomelab.engines import duck
from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Store
from outcomelab.outcomes.explained import explained

KEY, OTHER = "a1" * 32, "b2" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with a table of one invented name."""
    made = Store(tmp_path / "made.duckdb", KEY)
    with duck.opened(made, write=True) as connection:
        connection.execute("CREATE TABLE people AS SELECT 'Quillfeather' AS surname")
    return made


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A file in the clear beside the store."""
    path = tmp_path / "plain.csv"
    path.write_text("surname\nQuillfeather\n")
    return path


def test_a_store_opens_with_its_key(store):
    with duck.opened(store) as connection:
        assert connection.execute("SELECT * FROM people").fetchall() == [("Quillfeather",)]


def test_a_store_does_not_open_with_another_key(store):
    with pytest.raises(HoldingError, match="does not open with the key"), duck.opened(Store(store.path, OTHER)):
        pass


@pytest.mark.parametrize("place", [0.1, 0.4, 0.8])
def test_a_store_with_a_changed_byte_is_said_to_be_damaged_wherever_it_is_read(tmp_path, place):
    store = Store(tmp_path / "large.duckdb", KEY)
    with duck.opened(store, write=True) as connection:
        connection.execute("CREATE TABLE people AS SELECT i, i * 7919 % 1000 AS v FROM range(500000) AS all_(i)")
    content = bytearray(store.path.read_bytes())
    content[int(place * len(content))] ^= 0xFF
    store.path.write_bytes(content)
    with pytest.raises(HoldingError, match="damaged"), duck.opened(store) as connection, explained():
        connection.sql("SELECT v, sum(i) FROM people GROUP BY v").fetchall()


def test_a_store_that_was_cut_off_is_said_to_be_damaged(tmp_path):
    store = Store(tmp_path / "large.duckdb", KEY)
    with duck.opened(store, write=True) as connection:
        connection.execute("CREATE TABLE people AS SELECT i, i * 7919 % 1000 AS v FROM range(500000) AS all_(i)")
    os.truncate(store.path, store.path.stat().st_size // 2)
    with pytest.raises(HoldingError, match="damaged"), duck.opened(store) as connection, explained():
        connection.sql("SELECT v, sum(i) FROM people GROUP BY v").fetchall()


def test_a_store_that_may_not_be_read_is_not_said_to_have_another_key(store, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # whoever runs this may read everything
    with pytest.raises(HoldingError, match=r"made\.duckdb cannot be read\. Check who may"), duck.opened(store):
        pass


def test_a_key_is_never_in_the_refusal_nor_in_its_cause(store):
    strange = "no'key'" + OTHER
    with pytest.raises(HoldingError) as refused, duck.opened(Store(store.path, strange)):
        pass
    assert (strange in str(refused.value), refused.value.__cause__) == (False, None)


def test_a_store_that_is_missing_is_said_and_not_made(tmp_path):
    missing = Store(tmp_path / "missing.duckdb", KEY)
    with pytest.raises(HoldingError, match="is missing"), duck.opened(missing):
        pass
    assert not missing.path.exists()


@pytest.mark.parametrize("content", [b"", b"not a store" * 1000])
def test_a_file_that_is_no_store_is_refused(tmp_path, content):
    (tmp_path / "made.duckdb").write_bytes(content)
    with pytest.raises(HoldingError), duck.opened(Store(tmp_path / "made.duckdb", KEY)):
        pass


def test_a_store_in_the_clear_is_refused(tmp_path):
    duckdb.connect(str(tmp_path / "clear.duckdb")).close()
    with pytest.raises(HoldingError), duck.opened(Store(tmp_path / "clear.duckdb", KEY)):
        pass


def test_a_store_cut_or_changed_on_disk_is_not_read(store):
    whole = bytearray(store.path.read_bytes())
    for place in range(len(whole) // 2, len(whole)):
        whole[place] ^= 1
    store.path.write_bytes(bytes(whole))
    with pytest.raises((HoldingError, duckdb.Error)), duck.opened(store) as connection:
        connection.execute("SELECT * FROM people").fetchall()


def test_no_value_can_be_read_in_the_bytes_of_a_store(store):
    assert b"Quillfeather" not in store.path.read_bytes()


def test_no_value_can_be_read_in_the_log_of_a_store_being_written(store):
    with duck.opened(store, write=True) as connection:
        connection.execute("INSERT INTO people VALUES ('Brambleby')")
        found = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert b"Brambleby" not in found


def test_a_store_opened_to_read_cannot_be_changed(store):
    with duck.opened(store) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("INSERT INTO people VALUES ('Brambleby')")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('{plain}')",
        "SELECT * FROM read_text('{plain}')",
        "SELECT * FROM '{plain}'",
        "SELECT * FROM glob('{folder}/*')",
        "COPY people TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "ATTACH '{folder}/other.duckdb' AS other",
        "INSTALL spatial",
        "LOAD '{folder}/any.duckdb_extension'",
        "SELECT * FROM read_csv('https://example.org/a.csv')",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET temp_directory = '{folder}'",
    ],
)
def test_a_locked_connection_reaches_no_other_file_and_no_setting(store, plain, statement):
    with duck.opened(store) as connection:
        duck.lock(connection)
        with pytest.raises(duckdb.Error):
            connection.execute(statement.format(plain=plain, folder=plain.parent)).fetchall()


def test_a_locked_connection_still_reads_its_store(store):
    with duck.opened(store) as connection:
        duck.lock(connection)
        assert connection.execute("SELECT count(*) FROM people").fetchall() == [(1,)]


def test_a_locked_connection_attaches_no_second_store_even_with_its_key(store, tmp_path):
    second = Store(tmp_path / "second.duckdb", OTHER)
    with duck.opened(second, write=True):
        pass
    with duck.opened(store) as connection:
        duck.lock(connection)
        with pytest.raises(HoldingError, match="out of reach"):
            duck.attach(connection, second, "second")


def test_a_path_with_a_quotation_mark_is_opened_as_it_is(tmp_path):
    strange = Store(tmp_path / "it's.duckdb", KEY)
    with duck.opened(strange, write=True):
        pass
    assert strange.path.is_file()


def test_memory_reaches_no_file(plain):
    with duck.memory() as connection, pytest.raises(duckdb.PermissionException):
        connection.execute(f"SELECT * FROM read_csv('{plain}')")  # noqa: S608 a path of this test


def test_what_does_not_fit_in_memory_fails_instead_of_spilling(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with duck.opened(Store(tmp_path / "small.duckdb", KEY), write=True) as connection:
        connection.execute("SET memory_limit = '20MB'")
        duck.lock(connection)
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute("CREATE TABLE sorted AS SELECT hash(i) AS h FROM range(20_000_000) t(i) ORDER BY h")
    assert [path.name for path in tmp_path.iterdir()] == ["small.duckdb"]
