"""What cannot be encoded is refused in words that say what to do, and that repeat nothing of what was given."""

import io
import json
import zipfile

import pytest

from outcomelab.handovers.encoded import ENCODED


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            undated = zipfile.ZipInfo(name.replace("__", "/"))  # a test is named after its bytes
            archive.writestr(undated, text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.csv", b"", "The file is empty"),
        ("list.csv", b"\xef\xbb\xbf\r\n", "The file is empty"),
        ("list.csv", b"%PDF-1.7 Surname", "a PDF document"),
        ("list.csv", b"  <!DOCTYPE html><p>Surname", "a web page"),
        ("list.csv", b"\x89PNG\r\n\x1a\nSurname", "a picture"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"S" * 600, "of the old kind"),
        ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a password"),
        ("list.xlsx", b"Surname,Forename,DOB\n", "called an Excel workbook but is none"),
        ("list.csv", zipped(a="b"), "compressed file"),
        ("list.xlsx", zipped(a="b"), "not an Excel workbook"),
        ("list.xlsx", zipped(xl__workbook="<a/>")[:40], "damaged"),
        ("list.xlsx", zipped(**{"xl__workbook.xml": "<workbook>"}), "damaged"),
        ("list.xlsx", zipped(**{"xl__workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged"),
        ("list.csv", b"Surname,Forename,DOB\nFjord,A\x01da,1980-02-03\n", "damaged"),
        ("list.csv", "имя,дата\nОлег,1990-01-01\n".encode("cp1251"), "characters cannot be read"),
        ("list.csv", b"Ada,Fjord,1980-02-03\nPer,Foss,1980-02-04\n", "No row of headings"),
        ("list.csv", f'#{{"format": "x"}}\n{",".join(ENCODED.names)}\n'.encode(), "encoded already"),
        ("list.csv", b'Surname,Forename,DOB\n"Fjord,Ada,1980-02-03\nFoss,Per,1980-02-04\n', "In row 2"),
        ("list.csv", b"Surname,DOB\n" + b"x" * 1_000_001, "more than a million characters"),
        ("list.csv", b'Surname,DOB\n"' + b"x\n" * 99_999, "far longer"),
    ],
)
def test_what_is_no_list_is_refused(desk, name, content, words):
    at = desk()
    at.choose_list(content, name)
    said = at.said("list-refusal")
    assert words in said
    assert "Fjord" not in said
    assert not at.page.is_visible("#check")
    assert not at.page.is_visible("#key")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Surname,Forename,DOB\n", "nobody below them"),
        (b"Surname,Forename,DOB\n,,1980-02-03\n", "No row can be used"),
        (b"Surname,Forename,Site\nFjord,Ada,North\n", "Say which column holds the dates of birth"),
        (b"DOB,Sex\n1980-02-03,F\n", "Say which column holds the names"),
        (b"Surname,DOB\n" + b"".join(b"Fjord%d,1980-02-03\n" % n for n in range(12)), "the same date of birth"),
        (b"Surname,DOB\n" + b"".join(b"Fjord,1980-02-%d\n" % n for n in range(10, 22)), "the same name"),
    ],
)
def test_a_list_with_nobody_to_encode_is_refused(desk, content, words):
    at = desk()
    at.choose_list(content)
    assert words in at.said("check-refusal")
    assert not at.page.is_visible("#key")


def a_key(**changes):
    key = {"format": "outcomelab-project-key/1", "project": "Fresh start 2026", "key": "ab" * 32} | changes
    return json.dumps(key).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a key file"),
        (b"\x00\xff\x17", "not a key file"),
        (b"[1, 2]", "not a key file"),
        (b"null", "not a key file"),
        (b"Surname,Forename\n" * 1000, "not a key file"),
        (a_key(format="outcomelab-project-key/2"), "another kind or version"),
        (a_key(key="ab" * 31), "damaged"),
        (a_key(key="xy" * 32), "damaged"),
        (a_key(project=""), "damaged"),
        (a_key(project="Another project"), "for another project"),
    ],
)
def test_a_wrong_key_file_is_refused(desk, content, words, invented, as_csv, project):
    at = desk(project=project)
    at.choose_list(as_csv(invented(5)))
    at.page.set_input_files("#key-file", {"name": "k.json", "mimeType": "application/json", "buffer": content})
    at.encode()
    assert words in at.said("key-refusal")
    assert not at.page.is_visible("#result")


def test_encoding_waits_for_a_key(desk, invented, as_csv, project):
    at = desk()
    at.choose_list(as_csv(invented(5)))
    at.encode()
    assert "Choose the key file first" in at.said("key-refusal")
    at.page.check("#kind-passphrase")
    at.encode()
    assert "project's name first" in at.said("key-refusal")
    at.page.fill("#project", project)
    at.page.fill("#passphrase", "   ")
    at.encode()
    assert "Write the passphrase first" in at.said("key-refusal")
    at.page.fill("#passphrase", "a short one")
    at.encode()
    assert "too short" in at.said("key-refusal")


def test_another_list_takes_the_place_of_the_one_before(desk, key_file, tmp_path, invented, as_workbook):
    at = desk()
    at.choose_list(as_workbook(invented(5), tmp_path / "list.xlsx"))
    at.encoded_with(key_file)
    at.choose_list(b"%PDF", "list.csv")
    assert not at.page.is_visible("#result")
    assert not at.page.is_visible("#key")
