"""Opening a list of people: what it really is, whatever it is called."""

from __future__ import annotations

from pathlib import Path

from outcomelab.errors import CohortError
from outcomelab.people.delimited import read_delimited
from outcomelab.people.sheet import MOST_BYTES, Score, Sheet
from outcomelab.people.workbook import read_workbook

WORKBOOKS = (".xlsx", ".xlsm")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"7z\xbc\xaf": "a compressed file (7-Zip)",
    b"Rar!": "a compressed file (RAR)",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a word processor's document",
    b"$FL2": "an SPSS file",
    b"<html": "a web page",
    b"<!DOCTYPE": "a web page",
    b"<?xml": "an XML file",
}
_CLOSED = "The file cannot be opened. Check that you may read it and that no other program holds it."
_SAVE = "Open the list in your spreadsheet program and save it as an Excel workbook (.xlsx) or as “CSV UTF-8”."


def read_file(file: Path, score: Score) -> Sheet:
    """Read a list, a text file (CSV) or an Excel workbook, into rows and columns of text.

    `score`: how many headings we know a row has. Raises CohortError, which
    never quotes the file or its name, when it cannot be read.
    """
    data = _bytes(file)
    wrong = not_a_list(file.suffix.lower(), data)
    if wrong:
        raise CohortError(wrong)
    if file.suffix.lower() in WORKBOOKS:
        return read_workbook(file, score)
    return read_delimited(data, score)


def refuse_no_file(file: Path) -> None:
    """Raise CohortError, which never quotes the file's name, unless it is an ordinary file that can be opened."""
    wrong = ""
    try:
        if file.is_dir():
            wrong = "This is a folder, not a file. Name the file with the list in it."
        elif not file.exists():
            wrong = "There is no such file. Check the file's name and its folder."
        elif not file.is_file():
            wrong = "This is not an ordinary file. Save the list as an Excel workbook (.xlsx) or as CSV."
        else:
            with file.open("rb") as stream:
                stream.read(1)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        wrong = _CLOSED
    if wrong:
        raise CohortError(wrong)


def _bytes(file: Path) -> bytes:
    refuse_no_file(file)
    wrong, data = "", b""
    try:
        if file.stat().st_size > MOST_BYTES:
            wrong = (
                f"The file is larger than {MOST_BYTES // 1_000_000} MB, the most that a list may have. Leave "
                "out pictures, other sheets and columns that are not asked for."
            )
        else:
            data = file.read_bytes()
            wrong = "" if data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n") else "The file is empty."
    except OSError:
        wrong = _CLOSED
    if wrong:
        raise CohortError(wrong)
    return data


def not_a_list(suffix: str, data: bytes) -> str:
    """Why a file that starts and ends like this cannot be read under its name; '' when it can."""
    is_zip = data.startswith(_ZIP)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return "The workbook is locked with a password. Save a copy without one, and send it safely."
        return f"The file is an Office document of the old kind (such as .xls). {_SAVE}"
    for start, what in _OTHERS.items():
        if data[:64].lstrip().lower().startswith(start.lower()):
            return f"The file is {what}, not a list. {_SAVE}"
    if suffix in WORKBOOKS and not is_zip:
        return (
            "The file is called an Excel workbook but is none. If it is a text file, let its name end in .csv; "
            "otherwise open it in Excel and save it again as .xlsx."
        )
    if is_zip and suffix not in WORKBOOKS:
        if b"xl/workbook" in data:
            return "The file is an Excel workbook. Let its name end in .xlsx."
        return f"The file is a compressed file (zip) or another program's document, not a list. {_SAVE}"
    return ""
