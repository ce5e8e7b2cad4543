"""The ids a file's owner knows its people by."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import CohortError
from outcomelab.people.masks import Ints, filled

# Up to here every whole number is one of the type's.
_EXACT = {pa.float32(): 2**24, pa.float64(): 2**53}
_WHOLE = r"^(?:0|[1-9]\d{0,17})$"


def read_ids(column: pa.ChunkedArray, rows: Ints, heading: str) -> pa.Array:
    """A column of ids, in the type that it has; text that is whole numbers throughout, written without leading
    zeros, and numbers with a decimal point that are whole throughout, become whole numbers.

    `rows` are its rows' numbers in the file. Raises CohortError naming the first row whose id is missing, or is
    another row's too, and when the column holds neither text nor whole numbers.
    """
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    ids: pa.Array | None = None
    if pa.types.is_integer(kind):
        ids = column.cast(kind).combine_chunks()
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        ids = _text(column.cast(pa.string()).combine_chunks())
    elif pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        ids = whole(column.cast(kind).combine_chunks())
    if ids is None:
        raise CohortError(
            f"The ids in “{heading}” are neither text nor whole numbers. Name another column of ids."
        )
    missing = np.flatnonzero(~filled(ids))
    if len(missing):
        more = f" (and {len(missing) - 1:,} more)" if len(missing) > 1 else ""
        raise CohortError(
            f"Row {rows[missing[0]]}{more} has no id in “{heading}”. Give every row one, or name another column."
        )
    codes = np.asarray(ids.dictionary_encode().indices)
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[which] != np.arange(len(codes)))
    if len(again):
        earlier = rows[first[which[again[0]]]]
        raise CohortError(
            f"Row {rows[again[0]]} has the id of row {earlier} in “{heading}”; {len(again):,} rows have an id "
            "that is another's. Name a column in which every row has its own."
        )
    return ids


def _text(column: pa.Array) -> pa.Array:
    text = pc.utf8_trim_whitespace(column)
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    whole = pc.all(pc.match_substring_regex(text, _WHOLE)).as_py()
    return text.cast(pa.int64()) if whole and text.null_count < len(text) else text


def whole(column: pa.Array) -> pa.Array | None:
    """Numbers with a decimal point as whole ones, as text where they are longer than 64 bits; None where one of
    them is not whole, or is a fraction too large to be told from the next."""
    if pa.types.is_floating(column.type):
        column = column.cast(pa.float32()) if pa.types.is_float16(column.type) else column
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
        largest = _EXACT.get(column.type, 0)
        if (
            pc.any(pc.greater(pc.abs(column), largest)).as_py()
            or pc.any(pc.not_equal(pc.floor(column), column)).as_py()
        ):
            return None
        return column.cast(pa.int64())
    with suppress(pa.ArrowInvalid):
        return column.cast(pa.int64())
    with suppress(pa.ArrowInvalid):
        return column.cast(pa.decimal256(76, 0)).cast(pa.string())
    return None
