"""Files that stay in the lab: closed to others, and refused before the work when they cannot be written."""

from __future__ import annotations

import stat
from pathlib import Path

import pyarrow as pa
import pytest

from outcomelab.cli.lab_files import (
    lab_folder,
    refuse_unwritable,
    refuse_unwritable_file,
    write_table,
    write_text,
    write_together,
)
from outcomelab.errors import UsageError
from outcomelab.reports.files import write_files

TABLE = pa.table({"row": [1]})


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_their_owner_opens_them_whatever_the_folder_allows(tmp_path):
    tmp_path.chmod(0o755)
    write_table(tmp_path / "a.parquet", TABLE)
    write_text(tmp_path / "b.json", "{}")
    write_together(tmp_path, {"c.parquet": TABLE}, {"d.json": "{}"})
    write_files({"raw.json": b"{}"}, tmp_path, closed=True)
    assert {mode(file) for file in tmp_path.iterdir()} == {0o600}


def test_a_file_that_was_open_to_others_is_closed_when_it_is_written_again(tmp_path):
    (tmp_path / "a.json").write_text("")
    (tmp_path / "a.json").chmod(0o644)
    write_text(tmp_path / "a.json", "{}")
    assert mode(tmp_path / "a.json") == 0o600


def test_a_folder_that_is_made_is_closed(tmp_path):
    assert mode(lab_folder(tmp_path / "lab")) == 0o700


def test_trying_whether_a_folder_can_be_written_leaves_nothing(tmp_path):
    refuse_unwritable(tmp_path / "not" / "there")
    refuse_unwritable(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("folder", ["/proc/lab", "a-file", "a-file/lab", "x" * 300, "nul\0"])
def test_a_folder_that_cannot_be_made_is_refused_whoever_asks(tmp_path, folder):
    (tmp_path / "a-file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        refuse_unwritable(tmp_path / folder)


def test_a_folder_is_no_file_to_write(tmp_path):
    with pytest.raises(UsageError, match="is a folder"):
        refuse_unwritable_file(tmp_path)
