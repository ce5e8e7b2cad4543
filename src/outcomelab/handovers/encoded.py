"""An encoded list of people: numbers that two holders of one project key can compare (docs/encoding.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import pyarrow as pa

FORMAT = "outcomelab-encoding/1"
METADATA = b"outcomelab"  # where a Parquet file has its `Encoding`
HARDENINGS = ("plain", "diffused-5")
# Two values together; single values; the words of the name filter; classes of rarity.
PAIRS = (
    "pair", "called_pair", "sound_pair", "initialled", "surname_born", "forename_born", "called_born",
    "surname_postcode", "forename_postcode", "middle_born", "middle_pair",
)  # fmt: skip
SINGLES = (
    "born", "born_also", "born_swapped", "born_year", "born_year_month", "born_year_day", "born_month_day",
    "postcode", "area", "sex", "service_number",
)  # fmt: skip
FILTER = tuple(f"f{word}" for word in range(16))
RARITIES = ("surname_rarity", "forename_rarity")

# One row a record; every column but `row` is empty where a part of it is missing.
ENCODED = pa.schema(
    [
        ("row", pa.int32()),
        *((name, pa.int64()) for name in (*PAIRS, *SINGLES, *FILTER)),
        ("ones", pa.int16()),
        *((name, pa.int16()) for name in RARITIES),
    ]
)


@dataclass(frozen=True)
class Encoding:
    """How a list was encoded. Two lists can be compared when all but `records` and the rarities are equal.

    key: the key's mark, which tells keys apart and reveals nothing of them. standard: the version of the standard
    form and, after a colon, of its nicknames. records: how many there are. surname_rarity, forename_rarity: in
    registers, each class's mean frequency (a share of the people, 0–1), commonest class first; else empty.
    """

    format: str
    project: str
    key: str
    hardening: str
    standard: str
    records: int
    surname_rarity: tuple[float, ...] = ()
    forename_rarity: tuple[float, ...] = ()

    def told(self) -> dict[str, object]:
        """The metadata as a file has them: without rarities where there are none."""
        return {name: value for name, value in asdict(self).items() if value != ()}


@dataclass(frozen=True)
class Encoded:
    """`records` follow the schema `ENCODED`; they are left out of its repr."""

    encoding: Encoding
    records: pa.Table = field(repr=False)
