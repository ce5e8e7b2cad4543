"""The empty list a provider fills in: a workbook with instructions, or the headings alone as CSV."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import xlsxwriter

from outcomelab.cohort.fields import DATES, FIELDS
from outcomelab.errors import UsageError
from outcomelab.people.fields import Field

_COLUMNS = tuple(field for field in FIELDS if field.name != "name")
_NEEDED = frozenset(("surname", "forename", "date_of_birth", "sex"))
_ONE_DATE = frozenset(("index_date", "start_date"))
_CHOICES = {"sex": ["F", "M"], "completed": ["Yes", "No"]}
_ROWS = 5_000
# Invented persons. They stand on the instructions only, so that nobody sends them in.
_EXAMPLES = (
    {
        "surname": "Okonkwo-Reyes",
        "forename": "Marisol",
        "date_of_birth": "1990-04-03",
        "sex": "F",
        "postcode": "ZZ1 1ZZ",
        "service_number": "A0000AA",
        "reference": "0017",
        "index_date": "2021-01-11",
        "start_date": "2021-02-01",
        "end_date": "2021-08-20",
        "completed": "Yes",
        "site": "North",
    },
    {
        "surname": "Brandvold",
        "forename": "Teodor",
        "middle": "Anselm",
        "date_of_birth": "1984-12-19",
        "sex": "M",
        "reference": "0018",
        "start_date": "2021-02-08",
        "completed": "No",
        "site": "South",
    },
)
_ADVICE = (
    "How to fill in the list of participants",
    "1. Write one person a row on the sheet “Participants”, below the headings. Leave the headings as they are.",
    "2. List everyone who started in the period agreed, also those who left early: a list of successes only "
    "cannot show what the programme did.",
    "3. Write dates as year, month, day (2021-04-03), or let the spreadsheet treat them as dates.",
    "4. Leave a cell empty when you do not know. Do not write guesses, notes or formulas in it.",
    "5. At least 60 people are needed.",
    "6. Save the file as an Excel workbook (.xlsx) or as “CSV UTF-8”, and send it only by the safe way agreed.",
)


def write_template(path: Path) -> None:
    """Write an empty participants' file to `path`: .xlsx with instructions, or .csv with headings only.

    Raises UsageError for any other ending, when the file exists already (it could be a filled-in list) or
    when it cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise UsageError("The template's name ends in .xlsx or .csv.")
    if path.exists():
        raise UsageError("There is a file of that name already. Choose another name for the template.")
    content, part = template() if kind == ".xlsx" else _headings(), path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with suppress(NotADirectoryError):
            part.unlink(missing_ok=True)
        raise UsageError(
            "The template cannot be written there. Check that you may write in its folder, and the disk's room."
        ) from None


def template() -> bytes:
    """The empty workbook with its instructions, the same bytes each time."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    try:
        # A fixed day, so that the same program writes the same file.
        book.set_properties({"title": "List of participants", "created": dt.datetime(2026, 1, 1)})
        _participants(book)
        _instructions(book)
    finally:
        book.close()
    return out.getvalue()


def _headings() -> bytes:
    return (",".join(field.label for field in _COLUMNS) + "\r\n").encode("utf-8-sig")


def _participants(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Participants")
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    # Text keeps leading zeros; a date shown year first says the same when it is saved as CSV.
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, field in enumerate(_COLUMNS):
        sheet.set_column(place, place, max(14, len(field.label) + 2), day if field.name in DATES else text)
        sheet.write_string(0, place, field.label, bold)
        if field.name in _CHOICES:
            choice = {"validate": "list", "source": _CHOICES[field.name], "error_type": "warning"}
            sheet.data_validation(1, place, _ROWS, place, choice)
    sheet.freeze_panes(1, 0)


def _instructions(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Instructions")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(_COLUMNS), 16, wrap)
    sheet.set_column(2, 2, 60, wrap)
    for row, sentence in enumerate(_ADVICE):
        sheet.merge_range(row, 0, row, 6, sentence, wrap if row else bold)
    top = len(_ADVICE) + 1
    sheet.write_row(top, 0, ("Column", "Needed?", "What to write"), bold)
    for row, field in enumerate(_COLUMNS, start=top + 1):
        sheet.write_row(row, 0, (field.label, _need(field), field.help))
    top += len(_COLUMNS) + 2
    sheet.write_string(top, 0, "Two examples (invented people)", bold)
    sheet.write_row(top + 1, 0, [field.label for field in _COLUMNS], bold)
    for row, person in enumerate(_EXAMPLES, start=top + 2):
        sheet.write_row(row, 0, [person.get(field.name, "") for field in _COLUMNS])


def _need(field: Field) -> str:
    if field.name in _NEEDED:
        return "yes"
    return "one of these two dates" if field.name in _ONE_DATE else "if you have it"
