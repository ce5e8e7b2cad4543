"""What a file of people becomes: its identifiers, and the ids its owner knows them by."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from outcomelab.handovers.cohort import COHORT_IDENTIFIERS

# The columns of a participants' list: `row` is the file's row as a spreadsheet numbers it (headings are row 1,
# in a Parquet file too), `born_also` the other reading of a date of birth that could be swapped.
PEOPLE_IDENTIFIERS = COHORT_IDENTIFIERS


@dataclass(frozen=True)
class People:
    """The people of one file, in its order. `ids`: the file's own id of each, whole numbers or text as it has
    them, or the row where no column of ids was named; each different. `identifiers` follow the schema above.
    `notes` say in plain words what was read as what; never a value. Neither table is in the repr."""

    ids: pa.Array = field(repr=False)
    identifiers: pa.Table = field(repr=False)
    notes: tuple[str, ...]
