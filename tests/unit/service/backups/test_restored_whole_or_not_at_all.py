"""A backup is restored whole, into empty places, or nothing is left of it."""

import gzip
import json

import pytest
from django.db import DatabaseError, connection
from tests.unit.service import databases

from outcomelab.errors import BackupError
from outcomelab.service.backups import restoring, rows
from outcomelab.service.backups.secret import Kind, Secret
from outcomelab.service.backups.staging import staged
from outcomelab.service.backups.taking import take
from outcomelab.service.store.door import DoorShutError, _Door, _opened, refilling
from outcomelab.service.store.models import OrganisationRow

KEY = Secret(Kind.KEY, bytes(range(32)))
OTHER = dict(zip(databases.ENGINES, reversed(databases.ENGINES), strict=True))
SQLITE = pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)


def lines(content):
    return [json.loads(line) for line in gzip.decompress(content).splitlines()]


def filled(content, of, address):
    databases.use(address)
    with rows.all_or_nothing():
        rows.fill(content, of)


@pytest.fixture
def full(placed, world):
    """A store with rows of most kinds, read."""
    for number, state in enumerate(("in-checking", "released"), start=14):
        study, _, _ = world.ready("vote", state, reference=f"2026-{number:03d}")
        placed.place(study)
    return rows.read()


def test_every_row_of_one_database_is_the_same_in_the_other(address, full, empty):
    filled(full, rows.version(), empty(OTHER[address.partition(":")[0]]))
    assert lines(rows.read()) == lines(full)
    assert {label for label, _ in lines(full)} > {"store.auditrow", "store.studyrow", "store.termsrow"}
    with _opened(_Door.OPEN):
        next_one = OrganisationRow.objects.create(key="next", name="next", side="provider")
    assert next_one.pk > max(said["id"] for label, said in lines(full) if label == "store.organisationrow")


@SQLITE
def test_a_backup_of_an_earlier_version_is_brought_to_this_one(full, empty):
    earlier = tuple(("store", "0001_tables") if app == "store" else (app, name) for app, name in rows.version())
    assert earlier != rows.version()
    filled(full, earlier, empty("sqlite"))
    assert lines(rows.read()) == lines(full)
    with pytest.raises(DatabaseError, match="never changed"), _opened(_Door.OPEN), connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_auditrow")


@pytest.mark.parametrize("kind", databases.ENGINES)
@SQLITE
def test_a_backup_of_a_later_version_or_rows_that_do_not_hold_leave_the_database_empty(full, empty, kind):
    of, new = rows.version(), empty(kind)
    with pytest.raises(BackupError, match="later version"):
        filled(full, (*of, ("store", "9999_to_come")), new)
    assert connection.introspection.table_names() == []
    without = [line for line in gzip.decompress(full).splitlines() if b'"store.organisationrow"' not in line]
    with pytest.raises(BackupError, match="does not take"):
        filled(gzip.compress(b"\n".join(without)), of, new)
    assert connection.introspection.table_names() == []


@SQLITE
def test_a_store_that_has_events_is_never_filled_over(full, address):
    with pytest.raises(DoorShutError, match="empty store"), refilling():
        pass
    with pytest.raises(BackupError, match="has tables already"):
        filled(full, rows.version(), address)


@SQLITE
def test_folders_that_are_taken_are_left_alone(led, restored, tmp_path):
    take(led.folder / "backup", KEY)
    (tmp_path / "again.keys").mkdir()
    (tmp_path / "again.keys" / "of-somebody").write_text("else")
    with pytest.raises(BackupError, match="empty folder only"):
        restored(led.folder / "backup", KEY)
    assert [path.name for path in tmp_path.glob("*again*")] == ["again.keys"]


@SQLITE
def test_a_backup_that_was_cut_off_altered_or_fails_on_the_way_leaves_nothing(
    led, restored, tmp_path, monkeypatch
):
    take(led.folder / "backup", KEY)
    whole = (led.folder / "backup").read_bytes()
    for wrong in (whole[:-1], whole[: len(whole) // 2], whole[:-40] + b"x" + whole[-39:]):
        (led.folder / "wrong").write_bytes(wrong)
        with pytest.raises(BackupError, match="cut off or altered"):
            restored(led.folder / "wrong", KEY)
        assert not list(tmp_path.glob("*again*"))

    def full_disk(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring, "tend", full_disk)
    with pytest.raises(BackupError, match="No space left"):
        restored(led.folder / "backup", KEY)
    assert not list(tmp_path.glob("*again*"))


def test_a_database_among_the_data_is_not_copied_as_a_file_nor_restored_over_nor_one_that_is_not_there(
    typed, tmp_path
):
    among = {"OUTCOMELAB_DATABASE_URL": f"sqlite:///{tmp_path}/data/lab.sqlite3"}
    assert typed("service", "prepare", "--data", "data", **among)[0] == 0
    assert typed("backup", "backup", "--data", "data", **among)[0] == 0
    (tmp_path / "data").rename(tmp_path / "lost")
    (tmp_path / "data").mkdir(mode=0o700)
    status, said = typed("restore", "backup", "--data", "data", **among)
    assert (status, "restore without OUTCOMELAB_DATABASE_URL" in said) == (16, True)
    away = {"OUTCOMELAB_DATABASE_URL": "postgresql://lab@127.0.0.1:1/lab"}
    status, said = typed("restore", "backup", "--data", "other", **away)
    assert (status, "The database cannot be reached" in said) == (15, True)
    assert not list((tmp_path / "data").iterdir())
    assert not list(tmp_path.glob("*other*"))
    (tmp_path / "data.keys").rename(tmp_path / "lost.keys")
    assert typed("restore", "backup", "--data", "data")[0] == 0
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["store.sqlite3"]


def test_what_a_killed_restore_left_is_taken_away_by_the_next(tmp_path):
    left = tmp_path / ".data.restoring"
    left.mkdir()
    (left / "half").write_text("of a backup")
    (tmp_path / "data").mkdir()
    with staged(tmp_path / "data", tmp_path / "keys") as beside:
        assert beside.data == left
        (beside.data / "whole").write_text("of a backup")
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == [
        "data",
        "data/whole",
        "keys",
    ]
