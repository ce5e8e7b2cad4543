"""What the attacks on an encoding found: how many people somebody without the key, or with it, could name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """An encoded column by itself. Shares are of the records that have it, 0–1.

    unique: share whose number nobody else has. common: share whose number at least 100 have. ranked: share
    guessed right by matching numbers to known values in order of frequency. within: the same inside groups
    that are known already (`given`, another column), None where none applies.
    """

    name: str
    unique: float
    common: float
    ranked: float
    given: str = ""
    within: float | None = None


@dataclass(frozen=True)
class Attacks:
    """What was tried on one `hardening` of `records` records, by an attacker who knows `knows`.

    patterns: bigrams whose bits were found in the name filters, of those looked for. named_by_patterns: share
    of records whose name was then guessed right. graph: share of names guessed right from how alike they are
    to one another, of `graph_names`. combined: share of records named as the only ones on the known list with
    their area, sex and birthday. leaked: share named, once the key is known, by trying a list of names.
    """

    hardening: str
    knows: str
    records: int
    columns: tuple[Column, ...]
    patterns: float
    named_by_patterns: float
    graph: float
    graph_names: int
    combined: float
    leaked: float
