"""Lists and work in the vault: whole or refused, and gone for good."""

import math
import os
import stat

import pyarrow as pa
import pytest

from outcomelab.errors import CohortError, LinkageError
from outcomelab.people.files import read_file
from outcomelab.people.sheet import Sheet
from outcomelab.service.vault import lists, work
from outcomelab.service.vault.memory import in_memory
from outcomelab.service.vault.places import Places

LIST = b"Surname,Forename\nSmithson,Jane\n" * 50
REFERENCE = "2026-014"


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "data", tmp_path / "data.keys")


def everything(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_list_is_kept_encrypted_for_its_owner_alone_and_read_back(places, tmp_path):
    kept = lists.keep(places, REFERENCE, LIST, ".csv")
    assert lists.content(places, kept.place) == LIST
    assert b"Smithson" not in everything(tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)


def test_a_list_that_is_destroyed_while_others_look_for_it_stops_nobody(places, monkeypatch):
    gone, there = (lists.keep(places, REFERENCE, content, ".csv") for content in (LIST, b"another list"))
    found = [places.data / one.place for one in (gone, there)]
    lists.destroy(places, gone.place)
    monkeypatch.setattr(type(places.data), "glob", lambda *_: iter(found))  # as it was a moment ago
    assert lists.strays(places, frozenset(), math.inf) == (there.place,)
    assert lists.there(places, REFERENCE) == {there.place: there.sha256}
    assert not lists.is_there(places, gone.place, gone.sha256)


def altered(places, kept):
    file = places.data / kept.place
    sealed = bytearray(file.read_bytes())
    sealed[20] ^= 1
    file.write_bytes(sealed)


def moved(places, kept):
    other = lists.keep(places, REFERENCE, b"another list", ".csv")
    (places.data / other.place).replace(places.data / kept.place)


def without_key(places, kept):
    for key in places.keys.iterdir():
        key.unlink()


@pytest.mark.parametrize(
    "harm", [altered, moved, without_key, lambda places, kept: lists.destroy(places, kept.place)]
)
def test_a_list_that_is_not_as_it_was_kept_is_refused(places, harm):
    kept = lists.keep(places, REFERENCE, LIST, ".csv")
    harm(places, kept)
    with pytest.raises(CohortError, match="upload it again"):
        lists.content(places, kept.place)


def test_a_list_is_destroyed_with_its_key_twice_as_once(places, tmp_path):
    kept = lists.keep(places, REFERENCE, LIST, ".csv")
    before = everything(tmp_path)
    for _ in range(2):
        lists.destroy(places, kept.place)
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert before


def test_what_lay_in_the_file_is_overwritten_before_it_is_removed(places):
    kept = lists.keep(places, REFERENCE, LIST, ".csv")
    file = places.data / kept.place
    sealed = file.read_bytes()
    os.link(file, file.with_name("witness"))
    lists.destroy(places, kept.place)
    overwritten = file.with_name("witness").read_bytes()
    assert len(overwritten) == len(sealed)
    assert sealed[:32] not in overwritten


def test_a_full_disk_leaves_nothing_of_a_list(places, monkeypatch, tmp_path):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CohortError, match="cannot be kept"):
        lists.keep(places, REFERENCE, LIST, ".csv")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_nobody_knows_is_a_stray_once_it_is_old_enough(places):
    known, stray = (lists.keep(places, REFERENCE, LIST, ".csv").place for _ in range(2))
    now = (places.data / stray).stat().st_mtime + 1
    assert lists.strays(places, frozenset({known}), now) == (stray,)
    assert lists.strays(places, frozenset({known}), now - 3_600) == ()


def test_a_file_in_memory_is_read_by_its_path_and_is_on_no_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with in_memory(LIST, ".csv") as path:
        assert isinstance(read_file(path, len), Sheet)
        assert path.read_bytes() == LIST
        assert all(found.is_symlink() or found.is_dir() for found in tmp_path.rglob("*"))
        target = path.resolve()
    assert not path.exists()
    assert list(tmp_path.iterdir()) == []
    assert "memfd" in str(target)


def test_of_a_step_that_was_being_written_when_its_worker_was_killed_nothing_is_left(places):
    folder = work.kept(places, REFERENCE, "linked", new=True).stages.folder
    for place in (folder / ".dates.step.part", folder / "linkage" / ".pairs.step.part"):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"half of it")
    assert set(work.destroy(places, REFERENCE)) == {
        "key", "linked/.dates.step.part", "linked/linkage/.pairs.step.part",
    }  # fmt: skip
    assert [path.name for path in places.data.rglob("*") if path.is_file()] == ["destroyed.json"]


def test_work_is_gone_with_the_study_s_key_and_its_hashes_are_known_though_that_was_cut_off(places, monkeypatch):
    kept = work.kept(places, REFERENCE, "linked", new=True)
    kept.stages.keep("crosswalk", pa.table({"person_key": [1, 2]}))
    with monkeypatch.context() as cut_off:
        cut_off.setattr(work, "overwrite", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            work.destroy(places, REFERENCE)
    hashes = work.destroy(places, REFERENCE)
    assert set(hashes) == {"key", "linked/crosswalk.step"}
    assert all(len(said) == 64 for said in hashes.values())
    assert list(places.data.rglob("*.step")) == []
    assert list(places.keys.iterdir()) == []
    with pytest.raises(LinkageError, match="destroyed with its key"):
        work.kept(places, REFERENCE, "linked")
    assert list(places.keys.iterdir()) == []
