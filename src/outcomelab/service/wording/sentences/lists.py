"""What the checks of a participants' list can say, as they say it: of rows, of columns, and of whole lists."""

from __future__ import annotations

from outcomelab.cohort.fields import FIELDS

LABELS = (*(field.label for field in FIELDS), "Index date or start date")

_WRONG = (
    "the person is on the list already", "no such column was found",
    "the row has more cells than there are headings",
    "the year cannot be", "the end date is before the start date", "the calendar has no such day",
    "it is not a date we can read", "the date is missing", "the date of birth is in the future",
    "the date of birth is after the programme or index date", "the date of birth is more than 110 years back",
    "the date is outside the time this study is about",
    "the date is outside the time the records cover ({first} to {last})",
    "the name is missing", "the surname is missing", "the forename is missing",
    "it is empty without a service number", "it is empty", "the cell holds a formula",
    "the cell is longer than any such entry", "a letter in the cell is damaged",
    "the spreadsheet shortened the number (it shows an E)",
    "it is not one of the usual entries for female or male", "it is neither yes nor no",
    "the programme was not completed", "it does not say yes or no",
    "columns {columns} have the same heading and not the same content",
)  # fmt: skip
_MEND = (
    "Put quotation marks round a value that holds the separating character itself.",
    "Write the year the date was in.", "Write the right dates; the row is used without its end date.",
    "Write it as year, month, day: 2021-04-03.", "Look the date up. Write it as year, month, day: 2021-04-03.",
    "Nothing to do if the date is right: the records cannot tell about that time.",
    "Nothing to do if the date is right: the person is left out.",
    "Nothing to do if that is right: this study is about those who completed.",
    "Nothing to do: row {row} is used.",
    "Write Yes or No: this study is about those who completed.",
    "Write it if you know it; the row is used without it.", "Write surname and forename.",
    "Write one of the two: people are told apart by them.", "Write its value instead.",
    "Write only what the heading asks for.", "Write it again and save the file as “CSV UTF-8”.",
    "Format the column as text and write the whole number.",
    "Write F or M; leave it if neither is right, the row is used without it.",
    "Write F or M if you know it; the row is used without it.", "Write Yes or No.",
    "Keep one of them, or give the others different headings.",
    "Add it under one of its usual headings: {headings}.",
)  # fmt: skip
_LOST = (
    "on the list more than once", "a date of birth that cannot be", "a programme or index date that cannot be",
    "no programme or index date", "dates outside the time the records cover", "no name",
    "neither a date of birth nor a service number", "programme dates outside the time this study is about",
    "did not complete the programme", "not known whether they completed the programme", "{reason} ({count})",
)  # fmt: skip
_READ = (
    "day first", "month first", "an Excel workbook", "commas", "semicolons", "tabs", "vertical bars",
    "the first of several lists in an Excel workbook (the others are not read)",
    "a text file with columns separated by {by}, in {encoding}", "Unicode", "Unicode, with some letters damaged",
    "western European characters (windows-1252)", "{name} characters",
)  # fmt: skip
_FOUND = (
    "We read {count} row from {kind}; the headings are in row {row}.",
    "We read {count} rows from {kind}; the headings are in row {row}.",
    "We used the columns {columns}.",
    "We used the columns {columns}. {count} other column is not used.",
    "We used the columns {columns}. {count} other columns are not used.",
    "For the {label} we used {heading} and not {others}.",
    "{count} row holds no participant and counts for nothing.",
    "{count} rows hold no participant and count for nothing.",
    "{count} row was left out: {reasons}.",
    "{count} rows were left out: {reasons}.",
    "{count} row is used though something in them is missing or wrong.",
    "{count} rows are used though something in them is missing or wrong.",
    "{count} row is of someone already on the list: the first row is kept.",
    "{count} rows are of someone already on the list: the first row is kept.",
    "{count} person is left to be looked for in the records.",
    "{count} people are left to be looked for in the records.",
    "In {heading} some dates can only be day first and others only month first; {count} date that could be either "
    "was read {way}.",
    "In {heading} some dates can only be day first and others only month first; {count} dates that could be "
    "either were read {way}.",
    "Dates in {heading} are written {way}, as the column itself shows.",
    "Dates in {heading} were read {way}, as the protocol says.",
    "Nothing in {heading} shows whether the day or the month comes first; dates such as 03/04 were read {way}. "
    "Year first (2021-04-03) leaves no doubt.",
    "{count} date of birth could be read either way: both readings will be tried in the records.",
    "{count} dates of birth could be read either way: both readings will be tried in the records.",
)
_TOO_FEW = tuple(
    f"The list has {{count}} {who} that can be used; a study needs at least {{least}}, so {{more}} {what} needed."
    for who in ("participant", "different participants")
    for what in ("more is", "more are")
)
_SAVE = "Open the list in your spreadsheet program and save it as an Excel workbook (.xlsx) or as “CSV UTF-8”."
_NO_LIST = (
    "a PDF document", "a picture", "a compressed file (gzip)", "a compressed file (7-Zip)",
    "a compressed file (RAR)", "a Parquet file", "a database", "a word processor's document", "an SPSS file",
    "a web page", "an XML file",
    f"The file is {{what}}, not a list. {_SAVE}",
    f"The file is an Office document of the old kind (such as .xls). {_SAVE}",
    f"The file is a compressed file (zip) or another program's document, not a list. {_SAVE}",
    "The file is called an Excel workbook but is none. If it is a text file, let its name end in .csv; otherwise "
    "open it in Excel and save it again as .xlsx.",
    "The file is an Excel workbook. Let its name end in .xlsx.",
    "The file is not an Excel workbook (.xlsx).", "The file is empty.",
    "The file cannot be opened. Check that you may read it and that no other program holds it.",
    "This is a folder, not a file. Name the file with the list in it.",
    "There is no such file. Check the file's name and its folder.",
    "This is not an ordinary file. Save the list as an Excel workbook (.xlsx) or as CSV.",
    "The file is larger than {most} MB, the most that a list may have. Leave out pictures, other sheets and "
    "columns that are not asked for.",
    "The workbook is locked with a password. Save a copy without one, and send it safely.",
    "The workbook is damaged and cannot be opened. Open it in Excel, save it again as .xlsx, and send the new "
    "file.",
    "The workbook is far larger than a list of people can be.",
    "The workbook has cells far away from the list, to the right or below, or more than {most} rows. Copy the "
    "list alone into a new workbook and save that.",
    "The file has a line of more than a million characters, so it is no list with one person a line. Save the "
    "list again as CSV or as an Excel workbook (.xlsx).",
    "The file's characters cannot be read: it is not text, or in an unusual encoding. Save the list again as “CSV "
    "UTF-8” or as an Excel workbook (.xlsx).",
    "The file holds characters that no text has (such as NUL), so it is damaged or not a text file. Save the list "
    "again as “CSV UTF-8” or as an Excel workbook (.xlsx).",
    "The file has a cell far longer than any cell of a list. Probably a quotation mark (\") is opened somewhere "
    "and never closed: close or delete it.",
    "The file has more than {most} rows, the most that a list may have.",
    "The file has more than {most} columns, the most that a list may have.",
    "In row {row} of the file a quotation mark (\") is opened and not closed, so the rows after it are read as "
    "one cell. Close or delete it.",
    "No row of headings was found among the first rows of the file. Write a heading above each column, such as "
    "{headings}; the empty list has them (`outcomelab template`, or a link where lists are uploaded).",
    "The list has headings and no participants below them. Write one participant a row under the headings.",
    "The list cannot be used as it is: columns are missing or unclear.",
)  # fmt: skip
SENTENCES = (*LABELS, *_WRONG, *_MEND, *_LOST, *_READ, *_FOUND, *_TOO_FEW, *_NO_LIST)
