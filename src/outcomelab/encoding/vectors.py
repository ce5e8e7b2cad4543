"""The published test vectors: keys, tables and records with every number that must come out.

python -m outcomelab.encoding.vectors docs/encoding-vectors.json
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

from outcomelab.encoding.encode import encode
from outcomelab.encoding.filters import places, sources
from outcomelab.encoding.keys import PURPOSES, ROUNDS, ProjectKey
from outcomelab.encoding.names import SOUNDS, standard
from outcomelab.encoding.parts import parts
from outcomelab.encoding.values import Texts
from outcomelab.encoding.vector_people import people
from outcomelab.handovers.encoded import ENCODED, FORMAT, HARDENINGS
from outcomelab.people import called
from outcomelab.people import standardise as form
from outcomelab.people.standardise import records

KEY = ProjectKey("Vectors 1", bytes(range(32)))
PASSPHRASE = "h7kd-29xf-mm4t-q8wp-63jz-ryb5"  # noqa: S105 published, and good for nothing else
OTHER_PROJECT = "vectors_2"
_BIGRAMS = ("_s", "sm", "h_", "иа", "龍_")
_DIFFUSED_BITS = 8
_RULES = (
    "Names. Leave out every character of `within`. Bring the text to Unicode's NFKD, fold its case (every "
    "letter becomes its small letter, but for those in `folded`, which become what stands there), and bring "
    "it to NFKD again. Exchange the letters of `letters`, and leave out marks (categories Mn, Mc, Me) and, "
    "once more, the characters of `within`. Whatever is now neither a letter (category L) nor a number that "
    "is no decimal digit (Nl, No) becomes a space; several become one, those at the ends none.",
    "What is then one of `not_given` is no name. Otherwise its words, less `suffixes` and, in forenames, "
    "`titles`; but all of them where nothing would be left.",
    "Surname. A word of `particles` that is not the last is joined to the one after it. A word of "
    "`conjunctions` that is neither first nor last, and before which no particle waits to be joined, is left "
    "out. The words are parted by a space.",
    "Forename. The words, parted by a space. Middle name: the first letter of the first word, as of a "
    "forename; where there is no middle name, the first letter of the second forename.",
    "Sex. Without spaces at its ends and folded, what `sex` says; none for every other text.",
    "Postcode and service number. NFKD, then capitals; of that, letters and numbers only (categories L and "
    "N). A postcode of `zip_length` and four more decimal digits is cut to `zip_length`. A service number "
    "loses its leading zeros, and is none if it has no two different characters. Nothing left: none.",
    "Nicknames. `called` gives the name that a first forename or surname stands for; a name that is not in it "
    "stands for itself. `standard` in the metadata ends in the first 8 digits of SHA-256 over `called`, as "
    "lines of nickname, space, name and line feed, in the order given.",
)


def vectors() -> dict[str, Any]:
    """Everything another implementation needs to check itself by. Whole numbers of 64 bits are text."""
    listed = people()
    standardised = records(listed).to_pylist()
    texts = {name: column for name, (_, column) in parts(listed).kinds.items()}
    encoded = {hardening: encode(listed, KEY, hardening) for hardening in HARDENINGS}
    numbers = {hardening: each.records.to_pylist() for hardening, each in encoded.items()}
    five = sources(KEY.derived("diffusion"))
    return {
        "format": FORMAT,
        "standard": standard(),
        "keys": [_key(KEY), {"passphrase": PASSPHRASE, "rounds": ROUNDS, **_key(_by_passphrase())}],
        "rules": list(_RULES),
        "tables": tables(),
        "filter_bits": {bigram: places(KEY.derived("filter"), bigram).tolist() for bigram in _BIGRAMS},
        "diffused_from": [five[bit].tolist() for bit in range(_DIFFUSED_BITS)],
        "columns": ENCODED.names,
        "metadata": {hardening: encoded[hardening].encoding.told() for hardening in HARDENINGS},
        "records": [
            {
                "given": _said(given),
                "standard": _said(standardised[place]),
                "texts": {name: text for name, column in texts.items() if (text := _text(column, place))},
                **{hardening: _row(numbers[hardening][place]) for hardening in HARDENINGS},
            }
            for place, given in enumerate(listed.to_pylist())
        ],
    }


def tables() -> dict[str, Any]:
    """The tables of the standard form."""
    every = map(chr, range(sys.maxunicode + 1))
    return {
        "unicode": unicodedata.unidata_version,
        "within": form.APOSTROPHES,
        "folded": {letter: letter.casefold() for letter in every if letter.casefold() != letter.lower()},
        "letters": form.LETTERS,
        "particles": sorted(form.PARTICLES),
        "suffixes": sorted(form.SUFFIXES),
        "titles": sorted(form.TITLES),
        "conjunctions": sorted(form.CONJUNCTIONS),
        "not_given": sorted(form.NOT_GIVEN),
        "sex": form.SEX,
        "zip_length": form.ZIP_LENGTH,
        "sounds": SOUNDS,
        "called": called.table(),
    }


def as_text(told: dict[str, Any]) -> str:
    """JSON with a line for each entry of the longer parts, so that a change shows where it is."""
    whole = [f" {json.dumps(name)}: {_lines(value)}" for name, value in told.items()]
    return "{\n" + ",\n".join(whole) + "\n}\n"


def _lines(value: object) -> str:
    if isinstance(value, list) and value and not isinstance(value[0], int):
        return "[\n" + ",\n".join(f"  {_dumped(each)}" for each in value) + "\n ]"
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"  {_dumped(name)}: {_dumped(each)}" for name, each in value.items()) + "\n }"
    return _dumped(value)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _by_passphrase() -> ProjectKey:
    return ProjectKey.from_passphrase(OTHER_PROJECT, PASSPHRASE)


def _key(key: ProjectKey) -> dict[str, Any]:
    derived = {purpose: key.derived(purpose).hex() for purpose in PURPOSES}
    return {"project": key.project, "key": key.secret.hex(), "mark": key.mark, "derived": derived}


def _said(person: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value) for name, value in person.items() if value}


def _row(person: dict[str, int | None]) -> list[str | None]:
    return [None if number is None else str(number) for number in person.values()]


def _text(column: Texts, place: int) -> str | None:
    at = column.places[place]
    return column.distinct[at] if at >= 0 else None


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(as_text(vectors()), encoding="utf-8")
