"""The sound of a name, and the version of the standard form that names are in."""

from __future__ import annotations

from outcomelab.people import called
from outcomelab.people.standardise import STANDARD

SOUNDS = {"bfpv": 1, "cgjkqsxz": 2, "dt": 3, "l": 4, "mn": 5, "r": 6}
_DIGITS = {letter: digit for letters, digit in SOUNDS.items() for letter in letters}
_SILENT = "hw"


def sound(word: str) -> str:
    """The first letter and three digits of a word in the standard form: Soundex (Russell 1918)."""
    digits = ""
    before = _DIGITS.get(word[0])
    for letter in word[1:]:
        digit = _DIGITS.get(letter)
        if digit is not None and digit != before:
            digits += str(digit)
        if letter not in _SILENT:
            before = digit
    return word[0] + digits[:3].ljust(3, "0")


def standard() -> str:
    """The version of the standard form, and after a colon that of its nicknames."""
    return f"{STANDARD}:{called.digest()}"
