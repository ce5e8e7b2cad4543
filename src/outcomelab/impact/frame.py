"""Any data frame as an Arrow table, and who in it took part."""

from __future__ import annotations

from typing import Protocol, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools
from outcomelab.impact.columns import is_number


class Frame(Protocol):
    """Anything that hands over an Arrow stream: Polars, pandas, DuckDB, pyarrow."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The stream."""
        ...


def as_table(frame: Frame) -> pa.Table:
    """`frame` as an Arrow table, not copied where the frame allows it. Raises ImpactError for anything else."""
    if isinstance(frame, pa.Table):
        return frame
    try:
        table = pa.table(cast(pa.Table, frame)) if hasattr(frame, "__arrow_c_stream__") else None
    except pa.ArrowInvalid:  # one column, not a table
        table = None
    if table is None:
        raise ImpactError(
            "The comparison reads a data frame that speaks Arrow (Polars, pandas 2.2 or later, DuckDB, pyarrow)."
        )
    return table


def treated(table: pa.Table, column: str) -> Bools:
    """Who is a participant: true or 1 in `column`, against false or 0.

    Raises ImpactError for any other value, and when there is nobody on one of the sides.
    """
    values = table[column]
    if not len(values):
        raise ImpactError("The table has no rows, so there is nothing to compare.")
    unknown = pc.sum(pc.is_null(values, nan_is_null=True)).as_py()
    if unknown:
        raise ImpactError(
            f"The column {column} does not say for everyone whether they took part: it is empty in {unknown:,} of "
            f"{len(values):,} rows."
        )
    if not is_number(values.type) or not pc.all(pc.is_in(values.cast(pa.float64()), pa.array([0.0, 1.0]))).as_py():
        raise ImpactError(f"The column {column} must say who took part by true and false, or by 1 and 0.")
    took_part: Bools = values.cast(pa.float64()).to_numpy() > 0
    if not took_part.any():
        raise ImpactError(f"The table has no participants (by {column}), so there is nothing to compare.")
    if took_part.all():
        raise ImpactError(
            f"The table has nobody but participants (by {column}), so there is no one to compare them with."
        )
    return np.asarray(took_part)
