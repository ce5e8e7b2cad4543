"""The sound of a name, and the version of the standard form that names are in."""

from __future__ import annotations

from outcomelab.people.called import digest
from outcomelab.people.standardise import STANDARD

_DIGITS = {
    letter: str(digit)
    for digit, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), start=1)
    for letter in letters
}
_THROUGH = "hw"
_LENGTH = 4


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


def standard() -> str:
    """The version of the standard form and of the table of nicknames, as metadata tell it."""
    return f"{STANDARD}:{digest()}"
