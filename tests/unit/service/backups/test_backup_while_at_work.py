"""A backup that is taken while people and the worker go on is of one moment, and whole."""

import threading

import pytest
from tests.unit.service import databases

from outcomelab.errors import BackupError, LedgerError
from outcomelab.service.actions import lists
from outcomelab.service.backups import taking
from outcomelab.service.backups.secret import Kind, Secret
from outcomelab.service.store.models import AuditRow, CohortFileRow
from outcomelab.service.vault.lists import content
from outcomelab.service.vault.places import Places

KEY = Secret(Kind.KEY, bytes(range(32)))
SQLITE = pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(taking, "_PAUSE", 0.0)


def meanwhile(monkeypatch, folder, act, times=1):
    """Something that is done while a folder is being copied."""
    copy, left = taking._add, [times]

    def add(archive, data, name, known):
        copy(archive, data, name, known)
        if name == folder and left[0]:
            left[0] -= 1
            act()

    monkeypatch.setattr(taking, "_add", add)


def files(data):
    return {str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()}


@SQLITE
def test_a_list_that_takes_another_s_place_meanwhile_is_in_the_backup_and_the_other_is_not(
    led, restored, monkeypatch
):
    led.begin()
    led.work()
    first = led.row.lists.get().place
    meanwhile(monkeypatch, "studies", lambda: led.done(lists.upload, "provider", led.list, "list.csv"))
    taken = taking.take(led.folder / "backup", KEY)
    assert taken.missing == ()
    told, data = restored(led.folder / "backup", KEY)
    assert told.missing == ()
    again = Places(data, data.with_name("again.keys"))
    there = CohortFileRow.objects.get(destroyed=None)
    assert content(again, there.place) == led.list
    assert first != there.place
    assert first not in files(data)
    assert not [path for path in again.keys.iterdir() if first.rpartition("/")[2] in path.name]


@SQLITE
def test_what_is_in_the_making_and_lists_that_nobody_knows_are_left_out(led, restored):
    led.begin()
    studies, keys = led.folder / "data" / "studies" / led.reference, led.folder / "data.keys"
    (studies / "0123.csv.list").write_bytes(b"of an upload that was cut off")
    (keys / f"{led.reference}.0123.csv.list.key").write_text("0" * 64)
    (studies / ".crosswalk.step.part").write_bytes(b"half")
    (led.folder / "data" / "holdings" / ".justice.new").mkdir()
    (led.folder / "data" / "holdings" / ".justice.new" / "content.duckdb").write_bytes(b"half")
    taking.take(led.folder / "backup", KEY)
    _, data = restored(led.folder / "backup", KEY)
    left_out = {"0123", ".crosswalk", ".justice.new"}
    assert not [name for name in files(data.parent) if "again" in name and any(one in name for one in left_out)]
    mine = {name for name in files(led.folder / "data") if not any(one in name for one in left_out)}
    assert files(data) - {"store.sqlite3"} == mine
    for name in mine:
        before, after = led.folder / "data" / name, data / name
        assert after.read_bytes() == before.read_bytes()
        assert after.stat().st_mtime_ns == before.stat().st_mtime_ns
        assert after.stat().st_mode & 0o077 == 0


@SQLITE
def test_a_holding_that_is_changed_whenever_it_is_copied_is_told_and_nothing_is_left(led, monkeypatch):
    record = led.folder / "data" / "holdings" / "justice" / "holding.json"
    meanwhile(monkeypatch, "holdings", lambda: record.write_bytes(record.read_bytes()), times=99)
    with pytest.raises(BackupError, match="quieter time"):
        taking.take(led.folder / "backup", KEY)
    assert not list(led.folder.glob("*backup*"))


@SQLITE
def test_a_list_that_was_damaged_on_the_disk_is_told_and_the_rest_is_backed_up(led, restored):
    led.begin()
    place = led.row.lists.get().place
    (led.folder / "data" / place).write_bytes(b"damaged")
    assert taking.take(led.folder / "backup", KEY).missing == (place,)
    assert restored(led.folder / "backup", KEY)[0].missing == (place,)


@SQLITE
def test_a_ledger_that_was_altered_is_not_backed_up_over_one_that_was_not(led):
    ledger = led.folder / "data" / "ledger"
    ledger.mkdir()
    (ledger / "ledger.jsonl").write_text("altered\n")
    with pytest.raises(LedgerError, match="not as it was left"):
        taking.take(led.folder / "backup", KEY)
    assert not list(led.folder.glob("*backup*"))


@SQLITE
def test_no_backup_takes_another_s_place_or_lies_among_what_it_is_of(led):
    (led.folder / "backup").write_bytes(b"of yesterday")
    with pytest.raises(BackupError, match="already"):
        taking.take(led.folder / "backup", KEY)
    assert (led.folder / "backup").read_bytes() == b"of yesterday"
    with pytest.raises(BackupError, match="among what it is of"):
        taking.take(led.folder / "data" / "backup", KEY)


@SQLITE
def test_that_a_copy_of_everything_was_made_is_in_the_log(led):
    taken = taking.take(led.folder / "backup", KEY)
    assert AuditRow.objects.order_by("number").last().event.command == "back-up"
    assert taken.head.number == AuditRow.objects.count()


@SQLITE
def test_rows_are_of_one_moment_and_written_meanwhile(led, monkeypatch):
    led.begin()
    read, there = taking.rows.read, []

    def write():
        led.placed.agree()
        databases.close()

    def reading():
        there.append(AuditRow.objects.count())
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        there.append(AuditRow.objects.count())
        return read()

    monkeypatch.setattr(taking.rows, "read", reading)
    taking.take(led.folder / "backup", KEY)
    assert there[0] == there[1] == AuditRow.objects.count() - 1
