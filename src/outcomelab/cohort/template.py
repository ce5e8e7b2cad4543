"""The empty list a provider fills in: a workbook with instructions, or the headings alone as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
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
_SAID = ("completed", "site")  # of the examples, what is a word
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
_TITLE, _SHEETS, _ABOVE = (
    "List of participants",
    ("Participants", "Instructions"),
    "Two examples (invented people)",
)
_HEADS, _NEEDS = ("Column", "Needed?", "What to write"), ("yes", "one of these two dates", "if you have it")
# Everything that stands in the workbook, for whoever writes it in another language.
SENTENCES = (
    _TITLE, *_SHEETS, *_ADVICE, _ABOVE, *_HEADS, *_NEEDS, *_CHOICES["completed"],
    *(field.label for field in _COLUMNS), *(field.help for field in _COLUMNS),
    *(person[name] for person in _EXAMPLES for name in _SAID),
)  # fmt: skip
Say = Callable[[str], str]


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


def template(say: Say = str) -> bytes:
    """The empty workbook with its instructions, the same bytes each time. `say`: each sentence in the language of
    the workbook; headings have to be some that are read."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    try:
        # A fixed day, so that the same program writes the same file.
        book.set_properties({"title": say(_TITLE), "created": dt.datetime(2026, 1, 1)})
        _participants(book, say)
        _instructions(book, say)
    finally:
        book.close()
    return out.getvalue()


def _headings() -> bytes:
    return (",".join(field.label for field in _COLUMNS) + "\r\n").encode("utf-8-sig")


def _participants(book: xlsxwriter.Workbook, say: Say) -> None:
    sheet = book.add_worksheet(say(_SHEETS[0]))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    # Text keeps leading zeros; a date shown year first says the same when it is saved as CSV.
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, field in enumerate(_COLUMNS):
        label = say(field.label)
        sheet.set_column(place, place, max(14, len(label) + 2), day if field.name in DATES else text)
        sheet.write_string(0, place, label, bold)
        if field.name in _CHOICES:
            choices = [say(choice) if field.name in _SAID else choice for choice in _CHOICES[field.name]]
            choice = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, _ROWS, place, choice)
    sheet.freeze_panes(1, 0)


def _instructions(book: xlsxwriter.Workbook, say: Say) -> None:
    sheet = book.add_worksheet(say(_SHEETS[1]))
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(_COLUMNS), 16, wrap)
    sheet.set_column(2, 2, 60, wrap)
    for row, sentence in enumerate(_ADVICE):
        sheet.merge_range(row, 0, row, 6, say(sentence), wrap if row else bold)
    top = len(_ADVICE) + 1
    sheet.write_row(top, 0, map(say, _HEADS), bold)
    for row, field in enumerate(_COLUMNS, start=top + 1):
        sheet.write_row(row, 0, map(say, (field.label, _need(field), field.help)))
    top += len(_COLUMNS) + 2
    sheet.write_string(top, 0, say(_ABOVE), bold)
    sheet.write_row(top + 1, 0, [say(field.label) for field in _COLUMNS], bold)
    for row, person in enumerate(_EXAMPLES, start=top + 2):
        sheet.write_row(row, 0, [_cell(person, field.name, say) for field in _COLUMNS])


def _cell(person: Mapping[str, str], name: str, say: Say) -> str:
    return say(person[name]) if name in _SAID else person.get(name, "")


def _need(field: Field) -> str:
    if field.name in _NEEDED:
        return _NEEDS[0]
    return _NEEDS[1] if field.name in _ONE_DATE else _NEEDS[2]
