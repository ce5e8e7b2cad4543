"""What a name is also known by: the full name behind a nickname, and the sound."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from nicknames import NickNamer

from outcomelab.people.standardise import STANDARD

_DIGITS = {
    letter: str(digit)
    for digit, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), start=1)
    for letter in letters
}
_THROUGH = "hw"
_LENGTH = 4


@cache
def called_table() -> dict[str, str]:
    """The full name for every nickname. Of several full names the one with the most nicknames, then the first
    by letters: a choice, but the same for everybody. From the list of the `nicknames` package."""
    known = NickNamer()
    short = sorted(set().union(*NickNamer.default_lookup().values()))
    table = {}
    for name in short:
        full = min(known.canonicals_of(name), key=lambda each: (-len(known.nicknames_of(each)), each))
        if full != name:
            table[name] = full
    return table


def called(name: str) -> str:
    """The full name that `name` is short for, or itself."""
    return called_table().get(name, name)


def sound(name: str) -> str:
    """Soundex, as docs/encoding.md writes it down."""
    code, last = name[0], _DIGITS.get(name[0], "")
    for letter in name[1:]:
        digit = _DIGITS.get(letter, "")
        if digit and digit != last:
            code += digit
        if letter not in _THROUGH:
            last = digit
        if len(code) == _LENGTH:
            break
    return code.ljust(_LENGTH, "0")


@cache
def standard() -> str:
    """The version of the standard form and of the table of nicknames, as metadata tell it."""
    table = json.dumps(called_table(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{STANDARD}:{hashlib.sha256(table.encode()).hexdigest()[:8]}"
