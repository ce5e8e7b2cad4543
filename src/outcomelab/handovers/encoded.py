"""Encoded people: numbers instead of identifiers, and how they were made (docs/encoding.md)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

FORMAT = "outcomelab-encoding/1"
PLAIN, DIFFUSED = "plain", "diffused-5"
HARDENINGS = (PLAIN, DIFFUSED)
WORDS = 16  # of 64 bits, in the name filter

NUMBERS = (
    "pair", "called_pair", "sound_pair", "initialled", "surname_born", "forename_born", "called_born",
    "surname_postcode", "forename_postcode", "middle_born", "middle_pair", "born", "born_also", "born_swapped",
    "born_year", "born_year_month", "born_year_day", "born_month_day", "postcode", "area", "sex", "service_number",
)  # fmt: skip
FILTER = tuple(f"f{i}" for i in range(WORDS))
RARITIES = ("surname_rarity", "forename_rarity")

# One row a record; `row` is the record's own number in its file.
ENCODED = pa.schema(
    [("row", pa.int32())]
    + [(name, pa.int64()) for name in (*NUMBERS, *FILTER)]
    + [(name, pa.int16()) for name in ("ones", *RARITIES)]
)


@dataclass(frozen=True)
class Encoding:
    """How records were encoded: what two files must agree on. `key` is the key's mark, `standard` the version
    of the standard form and of the list of nicknames. The rarities, of registers only, are the mean frequency
    of the names of each class."""

    project: str
    key: str
    hardening: str
    standard: str
    format: str = FORMAT
    surname_rarity: tuple[float, ...] = ()
    forename_rarity: tuple[float, ...] = ()


@dataclass(frozen=True)
class Encoded:
    """`records` by the schema `ENCODED`; not in the repr, which would print the first rows."""

    encoding: Encoding
    records: pa.Table = field(repr=False)
