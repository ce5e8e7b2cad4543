"""The page and the Python encoder make the same file of the same list."""

import json

import pytest

from outcomelab.encoding import files
from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.encoding.usable import usable
from outcomelab.people.read import read_people

ROWS = 10_000


@pytest.fixture(scope="module")
def listed(tmp_path_factory, invented, as_csv, as_workbook):
    """Ten thousand invented people as a text file and as a workbook."""
    folder = tmp_path_factory.mktemp("lists")
    text = folder / "list.csv"
    text.write_bytes(as_csv(invented(ROWS)))
    return {"csv": text, "xlsx": as_workbook(invented(ROWS), folder / "list.xlsx")}


@pytest.mark.parametrize(("kind", "hardening"), [("csv", "plain"), ("xlsx", "diffused-5")])
def test_ten_thousand_people_are_encoded_alike(desk, listed, key_file, tmp_path, kind, hardening):
    at = desk(hardening)
    at.choose_list(listed[kind])
    ours = at.encoded_with(key_file).split("\n")
    who = usable(read_people(listed[kind]).identifiers)
    file = tmp_path / "encoded.csv"
    files.write(encode(who.identifiers, ProjectKey.read(key_file), hardening), file)
    theirs = file.read_text(encoding="utf-8").split("\n")
    assert json.loads(ours[0][1:]) == json.loads(theirs[0][1:])
    assert ours[1:] == theirs[1:]
    assert who.left_out
    assert len(ours) > 0.99 * ROWS


def test_python_reads_the_file_that_the_page_saved(desk, key_file, invented, as_csv, tmp_path):
    at = desk()
    at.choose_list(as_csv(invented(50)))
    file = tmp_path / "page.csv"
    file.write_text(at.encoded_with(key_file), encoding="utf-8", newline="")
    assert files.read(file).records.num_rows == files.read(file).encoding.records > 40
