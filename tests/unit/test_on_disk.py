"""A new file is there whole, or it is not there."""

import errno
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from outcomelab.on_disk import overwrite, settle, whole, write_new


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


def killed_at_the_end(place):
    """What is there when a process is killed between giving a file its name and taking away the first."""
    write_new(place, b"whole")
    os.link(place, place.with_name(f".{place.name}.part"))


def test_the_second_name_that_a_killed_process_left_goes(tmp_path):
    killed_at_the_end(tmp_path / "a.key")
    settle(tmp_path / "a.key")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.key", b"whole")]


def test_a_file_is_destroyed_under_both_its_names(tmp_path):
    killed_at_the_end(tmp_path / "a.key")
    assert overwrite(tmp_path / "a.key")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_several_destroy_at_once_is_gone_and_nobody_is_stopped(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        for _ in range(50):
            (tmp_path / "a.key").write_bytes(b"whole")
            assert True in list(pool.map(overwrite, [tmp_path / "a.key"] * 8))
            assert list(tmp_path.iterdir()) == []
    assert not overwrite(tmp_path / "a.key")
    assert not overwrite(tmp_path)


def test_of_several_who_write_one_file_at_once_one_does(tmp_path):
    def tried(number):
        with suppress(FileExistsError):
            write_new(key, bytes([number]) * 100)
            return number
        return None

    turns = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that they get between each other's questions
    try:
        with ThreadPoolExecutor(8) as pool:
            for again in range(50):
                key = tmp_path / str(again) / "a.key"
                key.parent.mkdir()
                written = [number for number in pool.map(tried, range(1, 10)) if number]
                assert len(written) == 1
                assert [path.read_bytes() for path in key.parent.iterdir()] == [bytes(written) * 100]
    finally:
        sys.setswitchinterval(turns)


def test_of_several_who_replace_one_file_at_once_it_is_one_whole_and_its_owner_s_alone(tmp_path):
    def replaced(number):
        with whole(tmp_path / "a.json") as file:
            for _ in range(3):
                file.write(bytes([number]) * 100)
                file.flush()

    turns = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for _ in range(20):
                list(pool.map(replaced, range(1, 9)))
                (place,) = tmp_path.iterdir()
                content = place.read_bytes()
                assert content == content[:1] * 300
                assert stat.S_IMODE(place.stat().st_mode) == 0o600
    finally:
        sys.setswitchinterval(turns)


def test_a_file_that_is_not_written_to_its_end_leaves_the_one_before(tmp_path):
    (tmp_path / "a.json").write_bytes(b"before")
    with suppress(KeyboardInterrupt), whole(tmp_path / "a.json") as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"before"]


def refused(*_, **__):
    raise OSError(errno.EPERM, "no links here")


def test_a_disk_on_which_a_file_has_one_name_only_takes_it_too(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", refused)
    write_new(tmp_path / "a.key", b"whole")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.key", b"second")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


def test_whoever_is_killed_while_a_file_is_written_leaves_nothing_that_was_in_it(tmp_path):
    with whole(tmp_path / "a.json") as file:
        file.write(b"half")
        file.flush()
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b""]  # as it would stay
        file.write(b" and half")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"half and half"]


@pytest.mark.parametrize("lacking", ["files without a name", "names for them later"])
def test_a_disk_that_knows_no_files_without_a_name_has_it_whole_too(tmp_path, monkeypatch, lacking):
    if lacking == "files without a name":
        monkeypatch.delattr(os, "O_TMPFILE")
    monkeypatch.setattr(os, "link", refused)
    (tmp_path / ".a.json.part").write_bytes(b"what somebody killed has left")
    with whole(tmp_path / "a.json") as file:
        file.write(b"whole")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


def test_what_was_killed_between_two_names_is_in_nobodys_way(tmp_path):
    (tmp_path / ".a.json.whole").write_bytes(b"left")
    with whole(tmp_path / "a.json") as file:
        file.write(b"whole")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


def test_where_a_folder_has_the_name_nothing_is_left(tmp_path):
    (tmp_path / "a.json").mkdir()
    with pytest.raises(OSError), whole(tmp_path / "a.json") as file:  # noqa: PT011 disks say it differently
        file.write(b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
