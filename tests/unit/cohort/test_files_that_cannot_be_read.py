"""Every bad file gets a clear error of its own, quickly and without a cell's content."""

import io
import os
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.nobody import nobody

from outcomelab.cohort.check import check_cohort
from outcomelab.errors import CohortError
from outcomelab.protocol.model import CohortRule

HEADS = "Surname,Forename,Date of birth,Sex,Start date\n"
PERSON = "Brandvold,Teodor,1984-12-19,M,2021-02-08\n"


def old_office(*inside: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "".join(inside).encode("utf-16-le") + b"\0" * 600


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<xml/>")
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


BAD = {
    "empty": ("list.csv", b"", "is empty"),
    "blank": ("list.csv", b"\xef\xbb\xbf \r\n\r\n", "is empty"),
    "empty workbook file": ("list.xlsx", b"", "is empty"),
    "only headings": ("list.csv", HEADS.encode(), "no participants below"),
    "headings and empty rows": ("list.csv", (HEADS + ",,,,\n" * 5).encode(), "no participants below"),
    "a picture": ("list.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "is a picture"),
    "a PDF": ("list.csv", b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
    "a web page": ("list.csv", b"<!DOCTYPE html><table></table>", "a web page"),
    "a zip": ("list.csv", zipped("list.csv"), "compressed file"),
    "an xlsx called csv": ("list.csv", workbook(), "Let its name end in .xlsx"),
    "a csv called xlsx": ("list.xlsx", (HEADS + PERSON).encode(), "end in .csv"),
    "an old workbook": ("list.xls", old_office("Workbook"), "of the old kind"),
    "an old workbook called xlsx": ("list.xlsx", old_office("Workbook"), "of the old kind"),
    "a locked workbook": ("list.xlsx", old_office("EncryptedPackage"), "password"),
    "a cut-off workbook": ("list.xlsx", workbook()[:2000], "damaged"),
    "a garbled workbook": ("list.xlsx", zipped("xl/workbook.xml"), "damaged"),
    "a document called xlsx": ("list.xlsx", zipped("word/document.xml"), "not an Excel workbook"),
    "an empty workbook": ("list.xlsx", workbook(), "No row of headings"),
    "NUL in a cell": ("list.csv", (HEADS + PERSON.replace("M", "\0")).encode(), "NUL"),
    "binary": ("list.csv", bytes(range(1, 256)) * 50, "characters"),
    "binary with NUL": ("list.csv", bytes(range(256)) * 50, "characters cannot be read"),
    "cut-off UTF-16": ("list.csv", (HEADS + PERSON).encode("utf-16")[:-1], "characters cannot be read"),
    "10 MB of one line": ("list.csv", b"a," * 5_000_000, "more than a million characters"),
    "over 50 MB": ("list.csv", b"a,b\n" * 12_500_001, "larger than 50 MB"),
    "one row": ("list.csv", (HEADS + PERSON).encode(), "59 more are needed"),
    "no dates": ("list.csv", b"Surname,Forename,Sex\nBrandvold,Teodor,M\n", "Date of birth"),
    "a quotation mark never closed": (
        "list.csv",
        (HEADS + PERSON + '"Brandvold,Teodor,1984-12-19,M,2021-02-08\n' + PERSON * 9).encode(),
        "In row 3",
    ),
    "a quotation mark never closed, and much after it": (
        "list.csv",
        (HEADS + '"' + PERSON * 9000).encode(),
        "quotation mark",
    ),
    "601 columns": ("list.csv", b"Surname" + b"," * 600 + b"\nBrandvold,x\n", "more than 500 columns"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_explained(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CohortError, match=words):
        check_cohort(tmp_path / name, CohortRule())


@pytest.mark.parametrize(("name", "content", "words"), BAD.values(), ids=BAD.keys())
def test_the_explanation_has_nothing_personal_nor_another_error_behind_it(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CohortError) as caught:
        check_cohort(tmp_path / name, CohortRule())
    assert caught.value.__context__ is None
    assert "Brandvold" not in f"{caught.value} {caught.value.problems}", words


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match="no such file"):
        check_cohort(tmp_path / "nowhere.csv", CohortRule())


def test_a_folder_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match="a folder"):
        check_cohort(tmp_path, CohortRule())


def test_a_path_that_no_file_can_have_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"cannot be opened|no such file"):
        check_cohort(tmp_path / "a\0b.csv", CohortRule())


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list.csv")
    with pytest.raises(CohortError, match="not an ordinary file"):
        check_cohort(tmp_path / "list.csv", CohortRule())


def test_a_file_one_may_not_read_is_explained() -> None:
    with tempfile.TemporaryDirectory() as folder, nobody(Path(folder)):
        file = Path(folder) / "list.csv"
        file.write_text(HEADS)
        file.chmod(0)
        with pytest.raises(CohortError, match="cannot be opened"):
            check_cohort(file, CohortRule())


@pytest.mark.parametrize("corner", ["XFD1048576", "ZZ900000", "ABC2", "A1048576"])
def test_a_stray_cell_in_a_far_corner_is_refused_and_not_read(tmp_path: Path, corner: str) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS.strip().split(","))
    sheet.write(corner, "x")
    book.close()
    with pytest.raises(CohortError, match="far away from the list"):
        check_cohort(tmp_path / "list.xlsx", CohortRule())


def test_a_workbook_that_unpacks_to_far_more_than_a_list_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outcomelab.people.workbook.MOST_UNPACKED", 1000)
    (tmp_path / "list.xlsx").write_bytes(workbook())
    with pytest.raises(CohortError, match="far larger"):
        check_cohort(tmp_path / "list.xlsx", CohortRule())


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and cannot be read")
def test_a_file_that_fails_while_it_is_read_is_explained() -> None:
    with pytest.raises(CohortError, match="cannot be opened"):
        check_cohort(Path("/proc/self/mem"), CohortRule())


def test_more_than_a_million_rows_are_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(HEADS.encode() + b"\n" * 1_000_000)
    with pytest.raises(CohortError, match="more than 1,000,000 rows"):
        check_cohort(tmp_path / "list.csv", CohortRule())
