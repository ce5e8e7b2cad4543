"""A register's persons under running numbers: person keys stay with the custodian."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from outcomelab.errors import EncodingError
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.on_disk import whole

MOST = 2**31 - 1
ROWS = pa.schema([("row", pa.int32()), ("person_key", pa.int64())])


@dataclass(frozen=True)
class Numbered:
    """`identifiers`: persons by `COHORT_IDENTIFIERS` without `born_also`, `row` from 1. `rows`: by `ROWS`, which
    row is which person: it never leaves the custodian."""

    identifiers: pa.Table = field(repr=False)
    rows: pa.Table = field(repr=False)


def numbered(persons: pa.Table) -> Numbered:
    """Number the persons of a holding (by `PERSONS_IDENTIFIERS`) in the order of their keys, which are random.

    Raises EncodingError when there is nobody, or more people than an int32 counts.
    """
    if not 0 < persons.num_rows <= MOST:
        raise EncodingError("The holding has nobody in it to encode, or more than two thousand million people.")
    held = persons.take(pc.sort_indices(persons["person_key"]))
    running = pa.array(np.arange(1, held.num_rows + 1, dtype=np.int32))
    keys = held["person_key"]
    identifiers = held.drop_columns("person_key").add_column(0, COHORT_IDENTIFIERS.field("row"), running)
    return Numbered(identifiers, pa.table([running, keys], schema=ROWS))


def write_rows(rows: pa.Table, path: Path) -> None:
    """Write which row is which person, for its owner's eyes only.

    Raises EncodingError when that cannot be done, or the file is there and says otherwise.
    """
    if path.exists():
        if not _says(path, rows):
            raise EncodingError(
                f"{path} tells which row was which person in an earlier encoding, and the holding has changed. "
                "Move it away, and keep it as long as that encoding is in use."
            )
        return
    try:
        with whole(path) as file:
            pq.write_table(rows, file)
    except OSError:
        raise EncodingError(
            f"{path} cannot be written. Check the folder of keys and the space left on its disk."
        ) from None


def _says(path: Path, rows: pa.Table) -> bool:
    with suppress(OSError, pa.ArrowException):
        return bool(pq.ParquetFile(path).read().equals(rows))
    return False
