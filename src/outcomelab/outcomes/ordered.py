"""The analysis table in an order that comes from what its rows hold, and from nothing else.

Engines sort by so many columns slowly. Most of them have few levels, so that several make one whole number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Places = npt.NDArray[np.int64]
_FEW = 1 << 16
_MOST = 1 << 62


def ordered(table: pa.Table) -> pa.Table:
    """`table` with its rows sorted by every column, the leftmost first: smallest first, words by their bytes, null
    last. Rows that hold the same in all columns cannot be told apart: there is one order."""
    with ThreadPoolExecutor(2) as both:
        keys = list(_together(both.map(_key, table.columns)))
        batch = pa.record_batch(keys, names=[str(place) for place in range(len(keys))])
        order = pc.sort_indices(batch, sort_keys=[(name, "ascending") for name in batch.schema.names])
        return pa.table(list(both.map(lambda column: column.take(order), table.columns)), schema=table.schema)


def _key(column: pa.ChunkedArray) -> tuple[pa.Array, int]:
    """What sorts as `column` does: the place of each value among its levels and how many there are, null being the
    last; or, where they are not few, the column itself, and 0."""
    values = column.combine_chunks()
    if pa.types.is_string(values.type):
        levels = values.dictionary_encode()
        place = np.argsort(pc.sort_indices(levels.dictionary).to_numpy())
        return _numbered(pa.array(place).take(levels.indices), len(place))
    if pa.types.is_boolean(values.type):
        return _numbered(values, 2)
    ends = pc.min_max(values).as_py()
    if ends["min"] is None or not ends["max"] - ends["min"] < _FEW:
        return values, 0
    try:
        # Refused where one is not a whole number.
        return _numbered(
            pc.subtract(values, pa.scalar(ends["min"], values.type)), int(ends["max"] - ends["min"]) + 1
        )
    except pa.ArrowInvalid:
        return values, 0


def _numbered(places: pa.Array, levels: int) -> tuple[pa.Array, int]:
    return places.cast(pa.int64()).fill_null(levels), levels + 1


def _together(keys: Iterable[tuple[pa.Array, int]]) -> Iterator[pa.Array]:
    """The same order by fewer keys: neighbours with few levels are one number."""
    number: Places | None = None
    size = 1
    for values, levels in keys:
        if number is not None and (not levels or size * levels > _MOST):
            yield pa.array(number)
            number, size = None, 1
        if not levels:
            yield values
        elif number is None:
            number, size = values.to_numpy(), levels
        else:
            number, size = number * levels + values.to_numpy(), size * levels
    if number is not None:
        yield pa.array(number)
