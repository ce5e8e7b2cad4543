"""A protocol is fixed before outcomes are read, and a change after that is known for ever."""

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from outcomelab.errors import HoldingError, ProtocolError
from outcomelab.protocol.fix import Fixed, fix, mark_outcomes_read, sha256
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_text

MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)


@pytest.fixture
def first(short: str) -> Protocol:
    return read_text(short, "S.toml")


@pytest.fixture
def second(short: str) -> Protocol:
    return read_text(short.replace("from_days = 730", "from_days = 365"), "S.toml")


def record(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_a_protocol_is_fixed_on_the_day_it_is_first_run(first: Protocol, tmp_path: Path) -> None:
    assert fix(first, tmp_path, MONDAY) == Fixed(sha256(first), MONDAY, False)


def test_the_same_protocol_keeps_its_first_day(first: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    assert fix(first, tmp_path, TUESDAY).fixed_on == MONDAY


def test_running_the_same_protocol_again_is_no_change(first: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    mark_outcomes_read(first, tmp_path, MONDAY)
    assert not fix(first, tmp_path, TUESDAY).changed_after_outcomes


def test_a_change_before_outcomes_are_read_is_free(first: Protocol, second: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    assert not fix(second, tmp_path, TUESDAY).changed_after_outcomes


def test_a_change_after_outcomes_were_read_is_known(first: Protocol, second: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    mark_outcomes_read(first, tmp_path, MONDAY)
    assert fix(second, tmp_path, TUESDAY).changed_after_outcomes


def test_a_change_stays_known(first: Protocol, second: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    mark_outcomes_read(first, tmp_path, MONDAY)
    fix(second, tmp_path, TUESDAY)
    mark_outcomes_read(second, tmp_path, TUESDAY)
    assert fix(second, tmp_path, TUESDAY).changed_after_outcomes


def test_the_earlier_protocol_is_not_tainted_by_the_later(
    first: Protocol, second: Protocol, tmp_path: Path
) -> None:
    fix(first, tmp_path, MONDAY)
    mark_outcomes_read(first, tmp_path, MONDAY)
    fix(second, tmp_path, TUESDAY)
    mark_outcomes_read(second, tmp_path, TUESDAY)
    assert not fix(first, tmp_path, TUESDAY).changed_after_outcomes


def test_another_study_is_another_record(first: Protocol, short: str, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    mark_outcomes_read(first, tmp_path, MONDAY)
    other = read_text(short.replace("DSA-2024-017", "DSA-2024-018"), "S.toml")
    assert not fix(other, tmp_path, TUESDAY).changed_after_outcomes


def test_the_title_does_not_make_another_study(first: Protocol, short: str, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    mark_outcomes_read(first, tmp_path, MONDAY)
    renamed = read_text(short.replace("Does the workshop", "Did the workshop"), "S.toml")
    assert fix(renamed, tmp_path, TUESDAY).changed_after_outcomes


def test_outcomes_are_not_read_before_a_protocol_is_fixed(first: Protocol, tmp_path: Path) -> None:
    with pytest.raises(ProtocolError, match="does not hold this protocol"):
        mark_outcomes_read(first, tmp_path, MONDAY)


def test_reading_outcomes_twice_is_recorded_once(first: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    mark_outcomes_read(first, tmp_path, MONDAY)
    mark_outcomes_read(first, tmp_path, TUESDAY)
    assert len(record(tmp_path).read_text().splitlines()) == 2


def test_runs_at_the_same_moment_are_recorded_once(first: Protocol, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: fix(first, tmp_path, MONDAY), range(40)))
    assert len(record(tmp_path).read_text().splitlines()) == 1


def test_the_record_only_grows(first: Protocol, second: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    before = record(tmp_path).read_bytes()
    mark_outcomes_read(first, tmp_path, MONDAY)
    fix(second, tmp_path, TUESDAY)
    assert record(tmp_path).read_bytes().startswith(before)


def test_the_record_s_name_tells_no_agreement(first: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    assert len(record(tmp_path).stem) == 64


@pytest.mark.parametrize(
    "line",
    [
        "not json\n",
        "[]\n",
        "3\n",
        "\n",
        '{"act": "fixed"}\n',
        '{"act": "seen", "on": "2026-11-23", "sha256": "' + "0" * 64 + '"}\n',
        '{"act": "fixed", "on": "yesterday", "sha256": "' + "0" * 64 + '"}\n',
        '{"act": "fixed", "on": 20261123, "sha256": "' + "0" * 64 + '"}\n',
        '{"act": "fixed", "on": "2026-11-23", "sha256": "short"}\n',
        '{"act": ["fixed"], "on": "2026-11-23", "sha256": "' + "0" * 64 + '"}\n',
        '{"act": "fixed", "on": "2026-11-23", "sha2',
        "\udcff\n",
    ],
)
def test_a_damaged_line_is_named(line: str, first: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    with record(tmp_path).open("ab") as stream:
        stream.write(line.encode("utf-8", "surrogateescape"))
    with pytest.raises(ProtocolError, match="line 2, the record of fixed protocols: is damaged"):
        fix(first, tmp_path, TUESDAY)


def test_a_damaged_record_is_left_as_it_is(first: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path, MONDAY)
    record(tmp_path).write_text("x")
    with pytest.raises(ProtocolError):
        mark_outcomes_read(first, tmp_path, TUESDAY)
    assert record(tmp_path).read_text() == "x"


def test_a_folder_that_cannot_be_made_is_named(first: Protocol, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProtocolError, match="cannot be opened"):
        fix(first, tmp_path / "file" / "folder", MONDAY)


def test_a_disk_that_is_full_is_named_and_leaves_the_record_as_it_was(
    first: Protocol, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fix(first, tmp_path, MONDAY)
    before = record(tmp_path).read_bytes()

    def full(_: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HoldingError, match=r"cannot be written\. Check that the disk has room"):
        mark_outcomes_read(first, tmp_path, TUESDAY)
    assert record(tmp_path).read_bytes() == before


def test_the_folder_is_made_when_missing(first: Protocol, tmp_path: Path) -> None:
    fix(first, tmp_path / "a" / "b", MONDAY)
    assert record(tmp_path / "a" / "b").is_file()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Does', 'title = "Did'),
        ("from_days = 730", "from_days = 731"),
        ('kind = "any"', 'kind = "count"'),
        ("to = 2020-12-31", "to = 2020-12-30"),
        ("from_days = 730", "from_days = 730\nto_days = 1"),
    ],
)
def test_a_change_of_meaning_changes_the_hash(old: str, new: str, short: str, first: Protocol) -> None:
    assert sha256(read_text(short.replace(old, new), "S.toml")) != sha256(first)


def test_a_day_and_its_text_are_not_the_same(short: str) -> None:
    day, text = (
        read_text(f"{short}where = {{ charged_on = {value} }}\n", "S.toml")
        for value in ("2020-01-01", '"2020-01-01"')
    )
    assert sha256(day) != sha256(text)


def test_a_default_said_aloud_changes_nothing(short: str, first: Protocol) -> None:
    said = f"{short}to_day = 365\nprimary = true\n[disclosure]\nthreshold = 10\n[matching]\ncaliper = 0.2\n"
    assert sha256(read_text(said, "S.toml")) == sha256(first)


def test_keys_that_came_later_leave_earlier_hashes_as_they_were(short: str, first: Protocol) -> None:
    assert sha256(first) == "80d2f21377b9aca2ef75b4ca48dd364a9855946b3e0d739e2472eeb938837f7a"
    assert sha256(read_text(f'{short}measure = "Arrests"\n', "S.toml")) != sha256(first)


def test_where_it_is_computed_is_no_part_of_what_is_asked(short: str, first: Protocol) -> None:
    elsewhere = read_text(short.replace("[study]", '[study]\nengine = "spark"', 1), "S.toml")
    assert elsewhere.study.engine == "spark"
    assert sha256(elsewhere) == sha256(first)
