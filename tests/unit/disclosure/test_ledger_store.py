"""The ledger on disk: whole after a kill, honest after a hand was in it, and silent about persons."""

import datetime as dt
import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from outcomelab.chain import digest
from outcomelab.disclosure.ledger import store
from outcomelab.disclosure.ledger.chain import read, with_the_vault
from outcomelab.disclosure.ledger.record import Entry, Interval, Population, StudyNames
from outcomelab.disclosure.ledger.store import Ledger, opened
from outcomelab.disclosure.ledger.vault import Members, seal, unseal
from outcomelab.errors import LedgerError
from outcomelab.protocol.rules import DisclosureRules

KEY = bytes(range(32))
MEMBERS = np.array([71717171717171, 82828282828282, 93939393939393], dtype=np.int64)


def entry(title):
    return Entry(
        number=0, act="released", on=dt.date(2026, 11, 27), holding="justice",
        study=StudyNames(title=title, programme="P", provider="Q", agreement="A", protocol_sha256="0" * 64),
        rules=DisclosureRules(), checked_by="C. Hecker", mark="m", vault="", previous="",
        populations=(Population(role="cohort", name="everyone found", persons=Interval(low=198, high=202)),),
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    """A ledger of three releases."""
    made = Ledger(tmp_path / "ledger", KEY)
    for title in ("first", "second", "third"):
        with opened(made) as book:
            new = MEMBERS if title == "first" else MEMBERS[:0]
            book.add(entry(title), Members(new, np.array([[True, False, True]])))
    return made


def rewritten(ledger, change):
    file = ledger.folder / "ledger.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(change(lines)), encoding="utf-8")


def faults(ledger):
    entries, found = read(ledger.folder)
    return [str(one) for one in (*found, *with_the_vault(ledger.folder, entries))]


def test_what_was_added_is_read_back(ledger):
    with opened(ledger) as book:
        assert [(one.number, one.study.title) for one in book.entries] == [
            (1, "first"),
            (2, "second"),
            (3, "third"),
        ]
        assert book.cohort("justice", 3).tolist() == [MEMBERS[0], MEMBERS[2]]
    assert faults(ledger) == []


def altered(lines):
    said = json.loads(lines[1])
    said["populations"][0]["persons"]["high"] = 203
    return [lines[0], json.dumps(said) + "\n", lines[2]]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (altered, 2, "was altered"),
        (lambda lines: [lines[0], lines[2]], 2, "an entry was removed before this one"),
        (lambda lines: [lines[0], lines[0], *lines[1:]], 2, "was inserted or moved here"),
        (lambda lines: [lines[0], lines[2], lines[1]], 2, "an entry was removed before this one"),
        (lambda lines: [lines[0], "{}\n", lines[2]], 2, "is no entry"),
        (lambda lines: [*lines[:2], lines[2][:-40]], 3, "was cut off"),
    ],
    ids=["altered", "removed", "inserted", "reordered", "damaged", "cut off"],
)
def test_a_hand_in_the_ledger_is_found_and_the_line_named(ledger, change, line, words):
    rewritten(ledger, change)
    assert f"line {line}: {words}" in faults(ledger)[0]
    with pytest.raises(LedgerError, match="never mend it by hand"), opened(ledger):
        pass


def test_an_entry_altered_with_a_hash_that_fits_no_longer_leads_to_the_next(ledger):
    def change(lines):
        forged = Entry.model_validate_json(lines[1]).model_copy(update={"checked_by": "nobody"}).chained()
        return [lines[0], forged.line(), lines[2]]

    rewritten(ledger, change)
    assert faults(ledger) == ["line 3: does not follow the line before it: one of them was altered or exchanged"]


def test_the_last_entry_cannot_be_taken_out_while_the_vault_has_it(ledger):
    rewritten(ledger, lambda lines: lines[:2])
    assert faults(ledger) == ["the vault has the file 000003.sealed, whose entry was removed from the ledger"]


def test_a_vault_that_was_altered_or_lost_is_found(ledger):
    (ledger.folder / "vault" / "000001.sealed").write_bytes(b"something else")
    (ledger.folder / "vault" / "000002.sealed").unlink()
    assert faults(ledger) == [
        "line 1: the vault's file of this entry was altered",
        "line 2: the vault has no file of this entry",
    ]


class Killed(BaseException):
    """The process is gone: nothing is tidied up."""


@pytest.mark.parametrize("step", range(1, 6))
def test_killed_at_any_step_the_ledger_is_whole_and_has_the_release_or_has_it_not(ledger, step, monkeypatch):
    steps = iter(range(1, 100))

    def dying(function):
        def act(*args):
            if next(steps) == step:
                raise Killed
            return function(*args)

        return act

    monkeypatch.setattr(store, "_write", dying(store._write))
    monkeypatch.setattr(store, "sync", dying(store.sync))
    monkeypatch.setattr(store.Path, "replace", dying(store.Path.replace))
    with pytest.raises(Killed), opened(ledger) as book:
        book.add(entry("fourth"), Members(MEMBERS[:0], np.array([[True, True, True]])))
    monkeypatch.undo()
    with opened(ledger) as book:
        assert len(book.entries) in (3, 4)
        assert [len(book.members(one).sets) for one in book.entries] == [1] * len(book.entries)
        book.add(entry("fifth"), Members(MEMBERS[:0], np.array([[True, True, True]])))
    assert faults(ledger) == []


@pytest.mark.parametrize("name", ["ledger.jsonl", "vault/000002.sealed"])
def test_a_ledger_that_cannot_be_read_is_named(ledger, name, monkeypatch):
    read_bytes = Path.read_bytes

    def refused(path):
        if path == ledger.folder / name:
            raise PermissionError
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refused)  # whoever runs this may read everything
    with pytest.raises(LedgerError, match=r"cannot be opened\. Check who may"), opened(ledger):
        pass


def test_a_disk_that_is_full_leaves_the_ledger_as_it_was(ledger, monkeypatch):
    before = (ledger.folder / "ledger.jsonl").read_bytes()

    def full(*_):
        raise OSError

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LedgerError, match="nothing is released"), opened(ledger) as book:
        book.add(entry("fourth"), Members(MEMBERS[:0], np.array([[True, True, True]])))
    monkeypatch.undo()
    assert (ledger.folder / "ledger.jsonl").read_bytes() == before
    assert faults(ledger) == []
    assert not list(ledger.folder.rglob("*.part"))


def test_a_disk_that_fails_once_an_entry_stands_loses_none_of_it(ledger, monkeypatch):
    def failing(_):
        raise OSError

    monkeypatch.setattr(store, "sync", failing)
    with pytest.raises(LedgerError, match="ask again"), opened(ledger) as book:
        book.add(entry("fourth"), Members(MEMBERS[:0], np.array([[True, True, True]])))
    monkeypatch.undo()
    with opened(ledger) as book:
        assert len(book.members(book.entries[-1]).sets) == 1
    assert faults(ledger) == []


def test_releases_at_once_come_one_after_the_other(ledger):
    def add(number):
        with opened(ledger) as book:
            book.add(entry(f"at once {number}"), Members(MEMBERS[:0], np.array([[True, True, True]])))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults(ledger) == []
    assert [one.number for one in read(ledger.folder)[0]] == list(range(1, 10))


def test_nobody_can_be_found_in_the_readable_part_or_in_the_vault_without_its_key(ledger):
    written = b"".join(path.read_bytes() for path in ledger.folder.rglob("*") if path.is_file())
    for member in MEMBERS.tolist():
        assert member.to_bytes(8, "little") not in written
        assert member.to_bytes(8, "big") not in written
        assert str(member).encode() not in written


def test_the_vault_opens_with_its_own_key_for_its_own_entry_only():
    sealed = seal(Members(MEMBERS, np.array([[True, False, True]])), KEY, 4)
    assert unseal(sealed, KEY, 4).new.tolist() == MEMBERS.tolist()
    assert unseal(sealed, KEY, 5) is None
    assert unseal(sealed, bytes(32), 4) is None
    assert unseal(sealed[:-1], KEY, 4) is None


def test_another_key_is_told_in_words(ledger):
    with opened(Ledger(ledger.folder, bytes(32))) as book, pytest.raises(LedgerError, match="does not open"):
        book.register("justice")


def test_an_entry_of_an_older_version_that_knew_fewer_rules_still_holds(ledger):
    def older(lines):
        said = json.loads(lines[2])
        del said["rules"]["subgroups_from"]
        said["hash"] = digest(said)
        return [*lines[:2], json.dumps(said) + "\n"]

    rewritten(ledger, older)
    kept = (ledger.folder / "ledger.jsonl").read_bytes()
    assert faults(ledger) == []
    with opened(ledger) as book:
        book.add(entry("fourth"), Members(MEMBERS[:0], np.array([[True, True, True]])))
    assert (ledger.folder / "ledger.jsonl").read_bytes().startswith(kept)
    assert faults(ledger) == []
