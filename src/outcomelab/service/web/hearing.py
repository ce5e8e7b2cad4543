"""What the lab says in whole sentences, in the reader's language: what the checks of a list find, why an act could
not take what a form brought, why work ended otherwise than was asked for.

It comes as English with its facts in it, and is kept so with the list. Here it is found again among the sentences
that the lab can say, translated, and filled in anew; one that is not among them is shown as it came.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from outcomelab.service.domain.refusals import SENTENCES
from outcomelab.service.domain.telling import SENTENCES as TOLD

WHOLE = (
    # what is wrong in a row, or with a column
    "the person is on the list already", "no such column was found",
    "the row has more cells than there are headings",
    "the year cannot be", "the end date is before the start date", "the calendar has no such day",
    "it is not a date we can read", "the date is missing", "the date of birth is in the future",
    "the date of birth is after the programme or index date", "the date of birth is more than 110 years back",
    "the name is missing", "the surname is missing", "the forename is missing",
    "it is empty without a service number", "it is empty", "the cell holds a formula",
    "the cell is longer than any such entry", "a letter in the cell is damaged",
    "the spreadsheet shortened the number (it shows an E)",
    "it is not one of the usual entries for female or male", "it is neither yes nor no",
    # how to mend it
    "Put quotation marks round a value that holds the separating character itself.",
    "Write the year the date was in.", "Write the right dates; the row is used without its end date.",
    "Write it as year, month, day: 2021-04-03.", "Look the date up. Write it as year, month, day: 2021-04-03.",
    "Nothing to do if the date is right: the records cannot tell about that time.",
    "Write it if you know it; the row is used without it.", "Write surname and forename.",
    "Write one of the two: people are told apart by them.", "Write its value instead.",
    "Write only what the heading asks for.", "Write it again and save the file as “CSV UTF-8”.",
    "Format the column as text and write the whole number.",
    "Write F or M; leave it if neither is right, the row is used without it.",
    "Write F or M if you know it; the row is used without it.", "Write Yes or No.",
    "Keep one of them, or give the others different headings.",
    # why rows are lost
    "on the list more than once", "a date of birth that cannot be", "a programme or index date that cannot be",
    "no programme or index date", "dates outside the time the records cover", "no name",
    "neither a date of birth nor a service number",
    # columns that are looked for
    "Surname", "Forename", "Date of birth", "Sex", "Index date or start date", "Completed",
    "Middle names", "Full name", "Postcode", "Service number", "Your reference", "Index date", "Start date",
    "End date", "Site", "Subgroup",
    # what was read, and how
    "day first", "month first", "an Excel workbook", "commas", "semicolons", "tabs", "vertical bars",
    # why a whole list cannot be used
    "The list has headings and no participants below them. Write one participant a row under the headings.",
    "The list cannot be used as it is: columns are missing or unclear.",
    "The workbook is damaged and cannot be opened. Open it in Excel, save it again as .xlsx, and send the new "
    "file.",
    "The file is not an Excel workbook (.xlsx).", "The file is empty.",
    "The workbook is locked with a password. Save a copy without one, and send it safely.",
    "The participants' list is not there any more, or was damaged: upload it again.",
    "The list cannot be kept: the lab's disk is full or closed. Try again later.",
    "Save the list as an Excel workbook (.xlsx) or as CSV, and upload that.",
    # why an act could not take what a form brought
    "The participants' list is not there any more: upload it again.",
    "There is no participants' list: upload one.",
    "No list has passed its checks yet: write how many people took part.",
    "Write how many people took part: 1 or more.",
    "Write a number that can be counted: 0, or between a billionth and a million million.",
    "Write at least one comment: the provider needs to know what to mend, or why not.",
    "There is no report to publish: the lab releases it again.",
    "No participants' list was received: the provider sends one.",
    "What was linked is not there any more.",
    "What was kept of this study was destroyed with its key: begin with a new study.",
    "Say what you ask or why you refuse: the analyst needs it to mend the output.",
    "The parties of an agreement stay: make a new one for others.",
    "You don't have that role: choose one of yours.",
    "There is no such account, or it is closed.", "There is no such organisation.",
    "There is one lab, which runs the service: add a provider or a custodian.",
    "They have that role already.", "They don't have that role.", "Give the organisation its name.",
    "Give the organisation a short name of small letters, digits and hyphens.",
    "This is no e-mail address: look at it again.", "There is an account with this e-mail address.",
    "The lab is set up already: its administrator signs in.",
    "Another custodian has registered a holding of this name: give yours another.",
    "The custodian has registered no such holding: choose one of the catalogue.",
)  # fmt: skip
WITH_PLACES = (
    "Nothing to do: row {row} is used.", "Add it under one of its usual headings: {headings}.",
    "columns {columns} have the same heading and not the same content",
    "the date is outside the time the records cover ({first} to {last})",
    "We read {count} row from {kind}; the headings are in row {row}.",
    "We read {count} rows from {kind}; the headings are in row {row}.",
    "a text file with columns separated by {by}, in {encoding}",
    "We used the columns {columns}.",
    "We used the columns {columns}. {count} other column is not used.",
    "We used the columns {columns}. {count} other columns are not used.",
    "For the {label} we used {heading} and not {others}.",
    "{count} row holds no participant and counts for nothing.",
    "{count} rows hold no participant and count for nothing.",
    "{count} row was left out: {reasons}.", "{count} rows were left out: {reasons}.", "{reason} ({count})",
    "{count} row is used though something in them is missing or wrong.",
    "{count} rows are used though something in them is missing or wrong.",
    "{count} row is of someone already on the list: the first row is kept.",
    "{count} rows are of someone already on the list: the first row is kept.",
    "{count} person is left to be looked for in the records.",
    "{count} people are left to be looked for in the records.",
    "In {heading} some dates can only be day first and others only month first; {count} date that could be either "
    "was read {way}.",
    "In {heading} some dates can only be day first and others only month first; {count} dates that could be "
    "either "
    "were read {way}.",
    "Dates in {heading} are written {way}, as the column itself shows.",
    "Nothing in {heading} shows whether the day or the month comes first; dates such as 03/04 were read "
    "{way}. Year "
    "first (2021-04-03) leaves no doubt.",
    "{count} date of birth could be read either way: both readings will be tried in the records.",
    "{count} dates of birth could be read either way: both readings will be tried in the records.",
    "The list has {count} participant that can be used; a study needs at least {least}, so {more} more is needed.",
    "The list has {count} participant that can be used; a study needs at least {least}, so {more} more are "
    "needed.",
    "The list has {count} different participants that can be used; a study needs at least {least}, so {more} more "
    "is needed.",
    "The list has {count} different participants that can be used; a study needs at least {least}, so {more} more "
    "are needed.",
    "No row of headings was found among the first rows of the file. Write a heading above each column, such as "
    "{heading}; `outcomelab template` gives a file that has them.",
    "The file is {what}, not a list. Open the list in your spreadsheet program and save it as an Excel workbook "
    "(.xlsx) or as “CSV UTF-8”.",
    "The file is an Office document of the old kind (such as .xls). Open the list in your spreadsheet program and "
    "save it as an Excel workbook (.xlsx) or as “CSV UTF-8”.",
    "The file is empty, or larger than {most} MB.",
    "An answer is too long: write at most {most} characters.",
    "A comment is too long: write at most {most} characters.",
    "Give the study a title of at most {most} characters.",
    "Give the token a name of at most {most} characters: what uses it.",
    "A token lasts 1 to {most} days: choose a number of days.",
    "You have {most} tokens: revoke one that is not used any more.",
    "There is an organisation {key}: give this one another short name.",
    "A {side} has no {role}: choose another role.",
)  # fmt: skip
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_COUNTS = ("count", "row", "least", "more", "most")
_LISTS = ("reasons", "columns", "headings", "others", "parties")
_NUMBER, _QUOTED, _JOINT = re.compile(r"\d[\d,]*"), re.compile("“([^”]*)”"), re.compile(r", | and ")


def known(sentence: str) -> bool:
    """Whether it is a sentence, or a piece of one, that is found here."""
    return sentence in _WHOLE or _found(sentence) is not None


def heard(sentence: str) -> str:
    """What the lab says, in the reader's language; only its first line, where it says several, is translated."""
    sentence, _line, more = sentence.partition("\n")
    return f"{_heard(sentence)}{_line}{more}"


def _heard(sentence: str) -> str:
    if sentence in _WHOLE:
        return gettext(sentence)
    if (found := _found(sentence)) is None:
        return sentence
    template, places = found
    return gettext(template).format_map({name: _value(name, value) for name, value in places.items()})


def _pattern(template: str) -> re.Pattern[str]:
    def place(found: re.Match[str]) -> str:
        name = found[1]
        return rf"(?P<{name}>{_NUMBER.pattern if name in _COUNTS else '.+'})"

    return re.compile(_PLACE.sub(place, re.escape(template)))


_WHOLE = frozenset((*WHOLE, *TOLD, *SENTENCES.values()))
_PATTERNS = tuple((template, _pattern(template)) for template in (*WITH_PLACES, *SENTENCES.values()))


def _found(sentence: str) -> tuple[str, dict[str, str]] | None:
    """The sentence with places that it was made from, the one with most words of its own, and what is in them."""
    fits = [(template, found.groupdict()) for template, one in _PATTERNS if (found := one.fullmatch(sentence))]
    return min(fits, key=lambda fit: sum(map(len, fit[1].values())), default=None)


def _value(name: str, value: str) -> str:
    if name in _COUNTS:
        return number_format(int(value.replace(",", "")), force_grouping=True)
    if name in _LISTS:
        return ", ".join(map(_piece, _JOINT.split(value)))
    return _piece(value)


def _piece(value: str) -> str:
    """A reason, what a column is, a heading in quotation marks, a day, or words of their own."""
    if known(value):
        return _heard(value)
    if value.capitalize() in WHOLE:
        return gettext(value.capitalize()).lower()
    try:
        return date_format(dt.datetime.strptime(value, "%d %B %Y").date(), "j F Y")
    except ValueError:
        return _QUOTED.sub(lambda quoted: gettext("“{words}”").format(words=quoted[1]), gettext(value))
