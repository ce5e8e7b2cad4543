"""Who on a list could be found at all: those who could not be are left out of what is sent."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import EncodingError
from outcomelab.people.masks import Bools, filled, true_where

NAMELESS = "there is no name"
UNPLACED = "there is no date of birth that can be read, and no postcode or service number"


@dataclass(frozen=True)
class Usable:
    """`identifiers` of those who can be found; `left_out`: for each reason the numbers of the rows left out."""

    identifiers: pa.Table = field(repr=False)
    left_out: dict[str, tuple[int, ...]]


def usable(identifiers: pa.Table) -> Usable:
    """Part the rows of a list (by `COHORT_IDENTIFIERS`) that say enough of who a person is from the others.

    A service number is enough; otherwise there must be a name, and a date of birth or a postcode. Raises
    EncodingError when nobody is left.
    """
    numbered = _said(identifiers, "service_number")
    named = _said(identifiers, "surname") | _said(identifiers, "forename")
    placed = filled(identifiers["date_of_birth"]) | _said(identifiers, "postcode")
    reasons = {
        "there is no name": ~numbered & ~named,
        "there is no date of birth that can be read, and no postcode or service number": ~numbered
        & named
        & ~placed,
    }
    rows = identifiers["row"].to_numpy()
    left_out = {reason: tuple(rows[mask].tolist()) for reason, mask in reasons.items() if mask.any()}
    keep = numbered | (named & placed)
    if not keep.any():
        raise EncodingError(
            "Nobody on the list could be found: a row needs a service number, or a name and a date of birth or "
            "postcode. Look whether the right columns were taken; --columns FILE.toml tells which hold what."
        )
    return Usable(identifiers.filter(pa.array(keep)), left_out)


def rows_in_words(rows: tuple[int, ...], most: int = 40) -> str:
    """Row numbers as a person writes them: 'row 4', 'rows 4, 7–9 and 12'; after `most` runs 'and others'."""
    numbers = np.unique(np.array(rows, np.int64))
    breaks = np.flatnonzero(np.diff(numbers) > 1) + 1
    runs = np.split(numbers, breaks)
    said = [f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:most]]
    if len(runs) > most:
        return f"rows {', '.join(said)} and others"
    if len(numbers) == 1:
        return f"row {said[0]}"
    return f"rows {', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else f"rows {said[0]}"


def _said(identifiers: pa.Table, name: str) -> Bools:
    column = identifiers[name]
    return true_where(pc.not_equal(column, ""))
