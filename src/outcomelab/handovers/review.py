"""What a clerical review is made of: pairs of records to look at, and how they were drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

Answer = Literal["match", "not", "unsure"]

FIELDS = ("surname", "forename", "middle", "date_of_birth", "sex", "postcode", "service_number")

# One row a pair, in the order it is shown: each identifier as the list has it and as the holding has it.
REVIEW_PAIRS = pa.schema(
    [("pair", pa.int32())] + [(f"{side}_{name}", pa.string()) for name in FIELDS for side in ("list", "holding")]
)
# Which stratum a pair was drawn from.
REVIEW_DESIGN = pa.schema([("pair", pa.int32()), ("stratum", pa.int32())])


@dataclass(frozen=True)
class DrawnStratum:
    """`size` pairs of match probability `low` to `high`, links that were `kept` or pairs that were not; `drawn`
    of them are in the review."""

    kept: bool
    low: float
    high: float
    size: int
    drawn: int


@dataclass(frozen=True)
class Drawn:
    """A sample of candidate pairs. `pairs` (schema `REVIEW_PAIRS`) is for reviewers, all else for nobody who
    reviews: `design` (schema `REVIEW_DESIGN`), the `strata` it numbers from 0, and the fingerprint of the
    `links`."""

    pairs: pa.Table = field(repr=False)
    design: pa.Table = field(repr=False)
    strata: tuple[DrawnStratum, ...]
    links: str
