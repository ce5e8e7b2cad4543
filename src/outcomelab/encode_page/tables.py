"""What the page must know exactly as Python does: emitted from where it is written, so that it has one source."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator

from outcomelab.encoding import keys
from outcomelab.encoding.names import standard as standard_and_nicknames
from outcomelab.handovers.encoded import ENCODED, FORMAT, HARDENINGS
from outcomelab.people import (
    called,
    cells,
    dates,
    files,
    headings,
    identifiers,
    names,
    sheet,
    standardise,
    workbook,
)
from outcomelab.people.mapping import TO_ENCODE

Table = dict[str, object]


def reading() -> Table:
    """The tables by which a spreadsheet is read: headings, entries, patterns of dates and names, limits."""
    return {
        "headings": {
            "known": TO_ENCODE.known,
            "fillers": sorted(headings.FILLERS),
            "longest": headings.LONGEST,
        },
        "cells": {
            "nothing": cells.NOTHING,
            "nothingButAName": cells.NOTHING_BUT_A_NAME,
            "codes": sorted(identifiers.CODES),
            "invisible": _javascript(cells.INVISIBLE)[0],
            "longest": cells.LONGEST_CELL,
            "sex": cells.SEX,
            "shortZip": identifiers.SHORT_ZIP,
            "title": _javascript(names.TITLE),
            # The surest first: the first that fits is taken.
            "names": [
                _javascript(pattern)
                for pattern in (names.WITH_COMMA, names.SURNAME_IN_CAPITALS, names.PLAIN_ORDER)
            ],
        },
        "dates": {
            "patterns": [(_javascript(pattern)[0], could_swap) for pattern, could_swap in dates.PATTERNS],
            "time": dates.TIME,
            "weekday": dates.WEEKDAY,
            "serial": _javascript(dates.SERIAL)[0],
            "serialEnd": dates.SERIAL_END,
        },
        "limits": {
            "bytes": sheet.MOST_BYTES,
            "rows": sheet.MOST_ROWS,
            "columns": sheet.MOST_COLUMNS,
            "line": sheet.LONGEST_LINE,
            "cell": 131_072,  # the longest that Python's reader takes
            "unpacked": workbook.MOST_UNPACKED,
        },
        "otherFiles": {start.hex(): what for start, what in files.OTHERS.items()},
    }


def unicode() -> Table:
    """What this Python knows of letters: which characters there are, and each one's small and capital letters."""
    return {
        "assigned": "".join(_escaped(first, last) for first, last in _assigned()),
        "fold": _changed(str.casefold),
        "upper": _changed(str.upper),
    }


def _javascript(pattern: str) -> tuple[str, str]:
    """A pattern of RE2's as JavaScript writes it, and its flags."""
    flags = "i" if pattern.startswith("(?i)") else ""
    named = pattern.removeprefix("(?i)").replace("(?P<", "(?<")
    return re.sub(r"\\x\{([0-9A-Fa-f]+)\}", r"\\u{\1}", named), flags


def _changed(rule: Callable[[str], str]) -> str:
    """Every character that `rule` changes, each followed by what it becomes, parted by spaces."""
    letters = (chr(point) for point in range(sys.maxunicode + 1))
    return " ".join(letter + rule(letter) for letter in letters if rule(letter) != letter)


def _assigned() -> Iterator[tuple[int, int]]:
    first = None
    for point in range(sys.maxunicode + 2):
        there = point <= sys.maxunicode and unicodedata.category(chr(point)) != "Cn"
        if there and first is None:
            first = point
        elif not there and first is not None:
            yield first, point - 1
            first = None


def _escaped(first: int, last: int) -> str:
    return f"\\u{{{first:x}}}" if first == last else f"\\u{{{first:x}}}-\\u{{{last:x}}}"


def standard() -> Table:
    """The tables of the standard form, and what each nickname is short for."""
    return {
        "letters": standardise.LETTERS,
        "within": standardise.WITHIN.pattern,
        "particles": sorted(standardise.PARTICLES),
        "suffixes": sorted(standardise.SUFFIXES),
        "titles": sorted(standardise.TITLES),
        "conjunctions": sorted(standardise.CONJUNCTIONS),
        "notGiven": sorted(standardise.NOT_GIVEN),
        "sex": standardise.SEX,
        "zipLength": standardise.ZIP_LENGTH,
        "called": called.table(),
    }


def encoding() -> Table:
    """The encoding's version, what a project key is, and the columns."""
    return {
        "format": FORMAT,
        "standard": standard_and_nicknames(),
        "keyFormat": keys.KEY_FORMAT,
        "project": keys.PROJECT.pattern,
        "rounds": keys.ROUNDS,
        "shortestPassphrase": keys.SHORTEST_PASSPHRASE,
        "columns": ENCODED.names,
        "diffused": HARDENINGS[1],
    }
