"""Recognising a heading whatever its case, order, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from outcomelab.cohort.fields import FIELDS

# Words that say whose column it is or how to fill it in, and not what it holds.
_FILLERS = frozenset(
    ("participant", "participants", "client", "clients", "customer", "service", "user", "users", "learner",
     "student", "trainee", "offender", "prisoner", "person", "persons", "member", "beneficiary", "patient",
     "resident", "their", "your", "the", "of", "s", "dd", "mm", "yy", "yyyy", "ddmmyyyy", "required",
     "mandatory", "optional")
)  # fmt: skip
_LONGEST = 80
_ASIDE = re.compile(r"[(\[{].*?[)\]}]")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_A-Za-z]+")


def compact(heading: str) -> str:
    """Letters and digits only, lower case, without accents: 'Prénom (1)' becomes 'prenom1'; '#' stays '#'."""
    return "".join(_words(heading)).lower() or heading.strip()


def shown(heading: str) -> str:
    """A recognised heading as it may be shown: without what stands in brackets beside it."""
    return " ".join((_ASIDE.sub(" ", heading).strip() or heading).split())


def field_of(heading: str, mapped: Mapping[str, str]) -> tuple[str, int] | None:
    """The field a heading means and how sure that is (0 is surest), or None.

    `mapped` gives the field for the compact form of each heading that the protocol names.
    """
    whole = compact(heading)
    if whole in mapped:
        return mapped[whole], 0
    if len(heading) > _LONGEST:
        return None
    core = _ASIDE.sub(" ", heading)
    words = [word for word in _words(core) if word.lower() not in _FILLERS]
    for form in (whole, compact(core), "".join(words).lower()):
        if form in _KNOWN:
            return _KNOWN[form]
    return None


def score(cells: Sequence[str | None], mapped: Mapping[str, str]) -> int:
    """How many different fields a row's cells name: the row of headings has the most."""
    found = (field_of(cell, mapped) for cell in cells if cell)
    return len({field[0] for field in found if field})


def _words(heading: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", heading)
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


_KNOWN: dict[str, tuple[str, int]] = {
    compact(heading): (field.name, place)
    for field in FIELDS
    for place, heading in enumerate((field.label, *field.headings), start=1)
}
