"""Records of a holding as either side of a comparison, told apart by their place in the table."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS

_IDENTIFIERS = PERSONS_IDENTIFIERS.names[1:]


def numbered(records: pa.Table) -> pa.Table:
    """`records`, which have the identifiers among their columns, by PERSONS_IDENTIFIERS, with their place
    (from 0) for a person key."""
    place = pa.array(np.arange(records.num_rows, dtype=np.int64))
    return pa.table([place, *(records[name] for name in _IDENTIFIERS)], schema=PERSONS_IDENTIFIERS)


def as_list(rows: pa.Table) -> pa.Table:
    """What `numbered` gave, by COHORT_IDENTIFIERS: the other side. A holding's dates have one reading."""
    columns = {name: rows[name] for name in _IDENTIFIERS} | {
        "row": rows["person_key"].cast(pa.int32()),
        "born_also": pa.nulls(rows.num_rows, pa.date32()),
    }
    return pa.table([columns[name] for name in COHORT_IDENTIFIERS.names], schema=COHORT_IDENTIFIERS)
