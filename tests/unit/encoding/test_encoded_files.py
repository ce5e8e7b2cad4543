"""Encoded files come back as they were, or are refused in words that quote nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from outcomelab.encoding.encode import encode
from outcomelab.encoding.files import read, write
from outcomelab.encoding.keys import ProjectKey
from outcomelab.encoding.vector_people import people
from outcomelab.errors import EncodingError
from outcomelab.handovers.encoded import ENCODED, Encoded

KEY = ProjectKey("files", bytes(range(32)))


@pytest.fixture(scope="module")
def encoded():
    return encode(people(), KEY)


@pytest.fixture(params=["e.csv", "e.parquet"])
def file(request, tmp_path, encoded):
    write(encoded, tmp_path / request.param)
    return tmp_path / request.param


def refusal(path):
    with pytest.raises(EncodingError) as caught:
        read(path)
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return str(caught.value)


def rewritten(file, change):
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return file


@pytest.fixture
def csv(tmp_path, encoded):
    write(encoded, tmp_path / "e.csv")
    return tmp_path / "e.csv"


def test_what_is_written_is_read(file, encoded):
    assert read(file) == Encoded(encoded.encoding, read(file).records)
    assert read(file).records.equals(encoded.records)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_rarities_are_read_as_they_were(tmp_path, encoded):
    told = replace(encoded.encoding, surname_rarity=(0.01, 1e-5), forename_rarity=(0.5,))
    for name in ("r.csv", "r.parquet"):
        write(Encoded(told, encoded.records), tmp_path / name)
        assert read(tmp_path / name).encoding == told


def test_a_csv_is_as_the_specification_says(csv):
    first, second, third = csv.read_text(encoding="utf-8").splitlines()[:3]
    assert json.loads(first.removeprefix("#"))["format"] == "outcomelab-encoding/1"
    assert second == ",".join(ENCODED.names)
    assert all(cell == "" or int(cell) is not None for cell in third.split(","))
    assert "\r" not in csv.read_text(encoding="utf-8")


def test_no_name_or_secret_is_in_a_file(file):
    data = file.read_bytes().lower()
    for word in ("archer", "delacruz", "ab12cd", "19800203", "tymczak", KEY.secret.hex()):
        assert word.encode() not in data


def test_another_ending_is_refused_before_anything_is_written(tmp_path, encoded):
    with pytest.raises(EncodingError, match=r"ends in \.csv or \.parquet"):
        write(encoded, tmp_path / "e.xlsx")
    with pytest.raises(EncodingError, match="cannot be written"):
        write(encoded, Path("/proc/nowhere/e.csv"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("outcomelab-encoding/1", "outcomelab-encoding/2", 1), "another version"),
        (lambda text: text.replace('"hardening": "plain"', '"hardening": "salted"', 1), "damaged"),
        (lambda text: text.replace('"project": "files"', '"project": 7', 1), "damaged"),
        (lambda text: text.replace('"records": 66', '"records": "66"', 1), "damaged"),
        (lambda text: text.replace('"records": 66', '"records": 67', 1), "should have 67 records and has 66"),
        (lambda text: text[: text.rindex("\n", 0, -1) + 1], "cut off"),
        (lambda text: text[:-25], "damaged|cut off"),
        (lambda text: text.split("\n", 1)[1], "not an encoded list"),
        (lambda text: "#{" + text, "not an encoded list"),
        (lambda text: text[:0], "not an encoded list"),
        (lambda text: text.replace(",born,", ",", 1), "lacks columns of the encoding: born"),
        (
            lambda text: text.replace("forename_rarity\n", "forename_rarity,Secretcolumn\n", 1),
            "none of the encoding's",
        ),
        (lambda text: text.replace("row,pair,", "pair,row,", 1), "not in its order"),
        (lambda text: text + "Secretname,,,,\n", "damaged"),
        (lambda text: text.replace("\n3,", "\nSecretname,", 1), "damaged"),
        (lambda text: text.replace("\n3,", "\n2,", 1), "or another's"),
        (lambda text: text.replace("\n3,", "\n,", 1), "no number"),
    ],
)
def test_a_damaged_csv_is_refused(csv, change, words):
    rewritten(csv, change)
    with pytest.raises(EncodingError, match=words) as caught:
        read(csv)
    assert "Secret" not in str(caught.value)


def test_a_list_of_people_is_no_encoding(tmp_path):
    (tmp_path / "list.csv").write_text("Surname,Forename\nSecretname,Ann\n")
    assert "not an encoded list" in refusal(tmp_path / "list.csv")
    pq.write_table(people(), tmp_path / "list.parquet")
    assert "not an encoded list" in refusal(tmp_path / "list.parquet")


def test_a_damaged_parquet_is_refused(tmp_path, encoded):
    file = tmp_path / "e.parquet"
    write(encoded, file)
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    assert "damaged" in refusal(file)
    write(Encoded(encoded.encoding, encoded.records.slice(1)), file)
    assert "cut off" in refusal(file)
    impossible = pa.array([2000] * encoded.records.num_rows, pa.int16())
    write(Encoded(encoded.encoding, encoded.records.set_column(39, ENCODED.field("ones"), impossible)), file)
    assert "damaged" in refusal(file)


def test_a_file_that_is_not_there_is_missed(tmp_path):
    assert "not there" in refusal(tmp_path / "gone.csv")
    assert "not there" in refusal(tmp_path)


def test_an_encoded_list_of_nobody_is_read_as_such(tmp_path, encoded):
    nobody = Encoded(replace(encoded.encoding, records=0), encoded.records.slice(0, 0))
    for name in ("n.csv", "n.parquet"):
        write(nobody, tmp_path / name)
        assert read(tmp_path / name).records.num_rows == 0
