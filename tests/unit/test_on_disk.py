"""A new file is there whole, or it is not there."""

import os
import stat

import pytest

from outcomelab.on_disk import write_new


def test_a_new_file_is_not_there_before_all_of_it_is_on_disk(tmp_path, monkeypatch):
    place, seen = tmp_path / "a.key", []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append(place.exists()))
    write_new(place, b"whole")
    assert seen[0] is False
    assert (place.read_bytes(), stat.S_IMODE(place.stat().st_mode)) == (b"whole", 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]


def test_a_file_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "a.key").write_bytes(b"first")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.key", b"second")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]


def test_what_was_half_written_by_somebody_killed_is_in_nobodys_way(tmp_path):
    (tmp_path / ".a.key.part").write_bytes(b"ha")
    write_new(tmp_path / "a.key", b"whole")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]
