"""One written form for each identifier, so that the same person's two records are spelled alike.

STANDARD names this set of rules; a change to any of them is a new version. Each rule is a plain function
of one text, and idempotent. `records` applies them to a whole table by way of its distinct values.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc
from nicknames import NickNamer

STANDARD = "1"

# Letters that Unicode does not take apart into a plain letter and an accent.
LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĳ": "ij", "ə": "e",
}  # fmt: skip
_TAKEN_APART = str.maketrans(LETTERS)
APOSTROPHES = "'’‘`´ʹʻʼʽˈ′."  # and the full stop: O'Neill is ONeill, J.R. is JR
WITHIN = re.compile(f"[{APOSTROPHES}]")
BETWEEN = re.compile(r"[\W\d_]+")
PARTICLES = frozenset(
    {
        "al", "bin", "d", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "el",
        "ibn", "la", "las", "le", "los", "mac", "mc", "o", "san", "santa", "st", "ten", "ter", "van", "vande",
        "vanden", "vander", "von", "zu", "zum", "zur",
    }
)  # fmt: skip
SUFFIXES = frozenset({"jr", "sr", "jnr", "snr", "junior", "senior", "ii", "iii", "iv", "esq"})
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev"})
CONJUNCTIONS = frozenset({"y", "e", "i"})
NOT_GIVEN = frozenset({"unknown", "not known", "not given", "none given", "n a", "na", "nil", "none", "null"})
SEX = {
    "f": "F", "female": "F", "woman": "F", "girl": "F", "2": "F",
    "m": "M", "male": "M", "man": "M", "boy": "M", "1": "M",
}  # fmt: skip
ZIP_LENGTH = 5


def plain(text: str) -> str:
    """`text` in small letters without accents, ligatures or apostrophes, words parted by one space."""
    if text.isascii():  # as nearly all are: there is nothing to take apart
        return BETWEEN.sub(" ", WITHIN.sub("", text).lower()).strip()
    # Apostrophes go first: some of them come apart into a space and an accent.
    whole = unicodedata.normalize("NFKD", WITHIN.sub("", text)).casefold()
    letters = unicodedata.normalize("NFKD", whole)
    letters = letters.translate(_TAKEN_APART)
    unmarked = "".join(c for c in letters if not unicodedata.category(c).startswith("M"))
    return BETWEEN.sub(" ", WITHIN.sub("", unmarked)).strip()


def surname(text: str) -> str | None:
    """A surname: particles joined to what follows them (de la Cruz, Delacruz), Jr and the like left out.

    The parts of a double surname stay apart, by a space. None when nothing is left or none was given.
    """
    return _settled(_joined, text)


def _joined(text: str) -> str | None:
    words = _words(text, SUFFIXES)
    parts: list[str] = []
    held = ""
    for position, word in enumerate(words):
        last = position == len(words) - 1
        if word in PARTICLES and not last:
            held += word
        elif word in CONJUNCTIONS and parts and not held and not last:
            continue
        else:
            parts.append(held + word)
            held = ""
    return " ".join(parts) or None


def forename(text: str) -> str | None:
    """Forenames, without titles, parted by a space. None when nothing is left or none was given."""
    return _settled(lambda names: " ".join(_words(names, SUFFIXES | TITLES)) or None, text)


def _settled(rule: Callable[[str], str | None], text: str) -> str | None:
    """`rule` until it changes nothing: what it leaves may be a particle or a filler again (D A A, Mr N A)."""
    found = rule(text)
    while found is not None and found != text:
        text, found = found, rule(found)
    return found


def initial(text: str) -> str | None:
    """The first letter of a middle name."""
    name = forename(text)
    return name[0] if name else None


def sex(text: str) -> str | None:
    """'F' or 'M' from the usual codes (ISO 5218's 1 and 2 among them); None for every other."""
    return SEX.get(text.strip().casefold())


def postcode(text: str) -> str | None:
    """A postcode in capitals without spaces; of a US ZIP+4 the five digits that stay."""
    code = _code(text)
    if len(code) == ZIP_LENGTH + 4 and code.isdecimal():
        code = code[:ZIP_LENGTH]
    return code or None


def service_number(text: str) -> str | None:
    """A number in capitals without spaces, signs or the leading zeros that spreadsheets drop.

    None for a filler: one character repeated.
    """
    code = _code(text).lstrip("0")
    return code if len(set(code)) > 1 else None


RULES: dict[str, Callable[[str], str | None]] = {
    "surname": surname,
    "forename": forename,
    "middle": initial,
    "sex": sex,
    "postcode": postcode,
    "service_number": service_number,
}


def place(text: str) -> str | None:
    """The name of a town in small letters without accents or signs; None when none was given."""
    name = plain(text)
    return None if name in NOT_GIVEN else name or None


def email(text: str) -> str | None:
    """An e-mail address in small letters without spaces; None when it has no @."""
    address = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return address if "@" in address else None


# Of what only linkage in the clear compares: no encoding depends on these.
ALSO_RULES: dict[str, Callable[[str], str | None]] = {"place": place, "email": email}


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


def also_called(name: str) -> list[str]:
    """The forenames that a person called `name` may go by: nicknames, the full names behind them, and
    the other nicknames of those (Bob, Robert, Rob). From the list of the `nicknames` package, sorted."""
    known = _nicknames()
    full = known.canonicals_of(name)
    others = set(full) | known.nicknames_of(name)
    for one in full:
        others |= known.nicknames_of(one)
    return sorted(others - {name})


def records(table: pa.Table) -> pa.Table:
    """`table` with its identifier columns in their standard form.

    In: the identifier columns of `COHORT_IDENTIFIERS` or `PERSONS_IDENTIFIERS`, with those of `ALSO_RULES` or
    without. Out: the same rows in the
    same order; `middle` becomes an initial, a second forename's where none is given. Columns that are not
    text, the key and the dates, are passed on.
    """
    out = table
    also = {name: rule for name, rule in ALSO_RULES.items() if name in table.column_names}
    for name, rule in (RULES | also).items():
        out = out.set_column(out.schema.get_field_index(name), name, each_value(table[name], rule))
    second = each_value(out["forename"], second_initial)
    middle = pc.coalesce(out["middle"], second)
    return out.set_column(out.schema.get_field_index("middle"), "middle", middle)


def each_value(column: pa.ChunkedArray, rule: Callable[[str], str | None]) -> pa.Array:
    """`rule` applied to every value of a text column, once per distinct value."""
    texts = column.cast(pa.string()).combine_chunks()
    encoded = texts.dictionary_encode()
    ruled = pa.array([rule(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return ruled.take(encoded.indices)


def first_word(name: str) -> str:
    """The first of several forenames in their standard form."""
    return name.split(" ")[0]


def _words(text: str, left_out: frozenset[str]) -> list[str]:
    whole = plain(text)
    if whole in NOT_GIVEN:
        return []
    words = whole.split(" ")
    # A word that is left out stays when it is all there is: some people are called Junior.
    return [word for word in words if word and word not in left_out] or [word for word in words if word]


def second_initial(name: str) -> str | None:
    """The first letter of the second of several forenames in their standard form."""
    words = name.split(" ")
    return words[1][0] if len(words) > 1 else None


def _code(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).upper()
    return "".join(c for c in letters if c.isalnum())
