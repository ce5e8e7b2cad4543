"""The spine: the one list of persons that all holdings are linked to, its stores, and what is said of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pyarrow as pa

from outcomelab.handovers.holding import PERSONS_IDENTIFIERS, IdentifierStore, Store

# Every way a person was written down, by holding. The one table of the spine's identifiers store.
SPELLINGS = pa.schema(
    [("spine_key", pa.int64()), ("holding", pa.string()), *list(PERSONS_IDENTIFIERS)[1:]],
)
# Which person of which holding is which person on the spine. The one table of the membership store.
MEMBERSHIP = pa.schema([("holding", pa.string()), ("person_key", pa.int64()), ("spine_key", pa.int64())])
# What stands for a person of a holding in one project, and in no other.
PSEUDONYMS = pa.schema([("person_key", pa.int64()), ("pseudonym", pa.int64())])


@dataclass(frozen=True)
class MembershipStore(Store):
    """Who of which holding is whom, by keys alone: no identifiers, no content."""


@dataclass(frozen=True)
class SpineStores:
    """The spine's two files, a key each: whoever may open `membership` sees no identifiers."""

    identifiers: IdentifierStore
    membership: MembershipStore


@dataclass(frozen=True)
class Spine:
    """The spine in memory: `spellings` (schema `SPELLINGS`) and `membership` (schema `MEMBERSHIP`)."""

    spellings: pa.Table = field(repr=False)
    membership: pa.Table = field(repr=False)


@dataclass(frozen=True)
class HoldingOnSpine:
    """How a holding was linked to the spine. `records` of the holding were `persons`, after `duplicates` were
    put together; `found` of them were on the spine already and `new` were not. `shared`: how many of them
    another holding has too, as the spine is now.

    `precision` and `recall` (0–1) are estimated, of the persons found among those on the spine;
    `duplicates_precision`, of the records put together; None where there is nothing to estimate from.
    `registration` tells one registration of the holding from the next.
    """

    holding: str
    registration: str
    linked_on: dt.date
    records: int
    duplicates: int
    found: int
    new: int
    shared: int
    precision: float | None
    recall: float | None
    duplicates_precision: float | None

    @property
    def persons(self) -> int:
        """How many persons the holding's records are."""
        return self.records - self.duplicates


@dataclass(frozen=True)
class SpineStatus:
    """How many persons are on the spine, and how each holding was linked to it, by name."""

    persons: int
    holdings: tuple[HoldingOnSpine, ...]
