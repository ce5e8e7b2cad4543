"""Recognising a heading whatever its case, order, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from outcomelab.people.fields import Field

# Words that say whose column it is, how to fill it in or what was done to it, and not what it holds.
FILLERS = frozenset(
    ("participant", "participants", "client", "clients", "customer", "service", "user", "users", "learner",
     "student", "trainee", "offender", "prisoner", "person", "persons", "member", "beneficiary", "patient",
     "resident", "their", "your", "the", "of", "s", "dd", "mm", "yy", "yyyy", "ddmmyyyy", "required",
     "mandatory", "optional", "fake", "synthetic", "clean", "cleaned", "std", "standardised", "standardized")
)  # fmt: skip
LONGEST = 80
_ASIDE = re.compile(r"[(\[{].*?[)\]}]")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_A-Za-z]+")


def compact(heading: str) -> str:
    """Letters and digits only, lower case, without accents: 'Prénom (1)' becomes 'prenom1'; '#' stays '#'."""
    return "".join(_words(heading)).lower() or heading.strip()


def shown(heading: str) -> str:
    """A recognised heading as it may be shown: without what stands in brackets beside it."""
    return " ".join((_ASIDE.sub(" ", heading).strip() or heading).split())


class Vocabulary:
    """The headings by which a file's fields are known.

    `fields`: those that it may have, by name. A heading is matched whole first, then without what stands in
    brackets, then without words that say whose column it is.
    """

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.fields = {field.name: field for field in fields}
        self.known = {
            compact(heading): (field.name, place)
            for field in fields
            for place, heading in enumerate((field.label, *field.headings), start=1)
        }

    def field_of(self, heading: str, mapped: Mapping[str, str]) -> tuple[str, int] | None:
        """The field a heading means and how sure that is (0 is surest), or None.

        `mapped` gives the field for the compact form of each heading that somebody told us of.
        """
        whole = compact(heading)
        if whole in mapped:
            return mapped[whole], 0
        if len(heading) > LONGEST:
            return None
        core = _ASIDE.sub(" ", heading)
        words = [word for word in _words(core) if word.lower() not in FILLERS]
        for form in (whole, compact(core), "".join(words).lower()):
            if form in self.known:
                return self.known[form]
        return None

    def score(self, cells: Sequence[str | None], mapped: Mapping[str, str]) -> int:
        """How many different fields a row's cells name: the row of headings has the most."""
        found = (self.field_of(cell, mapped) for cell in cells if cell)
        return len({field[0] for field in found if field})

    def usual(self, name: str) -> str:
        """The headings by which a column of that name is known, the first few, as words."""
        field = self.fields[name]
        return ", ".join(f"“{heading}”" for heading in (field.label, *field.headings[:3]))


def _words(heading: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", heading)
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
