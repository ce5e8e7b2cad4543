"""The columns a comparison reads, each brought to one of few kinds: numbers, truth values, words, days.

Decimals become floating-point numbers, every kind of text one kind of codes. A text that is empty, or blank, is
unknown; so is a number that is infinite.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import ImpactError
from outcomelab.impact.moments import Moments

_LARGEST, _SMALLEST = 1e100, 1e-100  # beyond these, squares leave what a float64 holds


def read_columns(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """The columns `names` (each once, all of them in `table`) as numbers, truth values, words (coded, with a
    dictionary of those there are, in one piece) or days.

    Raises ImpactError for a name that two columns share and for a column that holds none of these.
    """
    held = Counter(table.column_names)
    for name in dict.fromkeys(names):
        if held[name] > 1:
            raise ImpactError(f"The table has {held[name]} columns named {name}. Give each a name of its own.")
    return pa.table({name: _plain(name, table[name]) for name in dict.fromkeys(names)})


def is_number(kind: pa.DataType) -> bool:
    """Whether a column of this kind counts as numbers: whole, fractional, or true and false."""
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind))


def as_numbers(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Numbers, truth values or days as float64, in one piece; days count from 1970."""
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return (
        column.cast(pa.int32()).cast(pa.float64())
        if pa.types.is_date32(column.type)
        else column.cast(pa.float64())
    )


def _plain(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(name, _written_out(column))
    if pa.types.is_decimal(kind) or pa.types.is_float16(kind):
        return _plain(name, column.cast(pa.float64()))
    if is_number(kind):
        return column
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return column.cast(pa.date32(), safe=False)
    if pa.types.is_null(kind) or _is_text(kind):
        return pa.chunked_array([_coded(column.cast(pa.string()))])
    raise ImpactError(
        f"The column {name} holds neither numbers, words, days nor true and false (its kind is {kind}). "
        "Turn it into one of these, or leave it out."
    )


def _coded(words: pa.ChunkedArray) -> pa.DictionaryArray:
    """Words as codes; those that say nothing are unknown."""
    codes = words.dictionary_encode().combine_chunks()
    blank = pc.equal(pc.utf8_trim_whitespace(codes.dictionary), "")
    if not pc.any(blank).as_py():
        return codes
    known = pc.if_else(blank, pa.scalar(None, pa.string()), codes.dictionary)
    return known.take(codes.indices).dictionary_encode()


def _written_out(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A dictionary-encoded column with its values in place of their codes."""
    parts = [(_words(chunk.dictionary), chunk.indices) for chunk in column.chunks]
    kind = pa.string() if _is_text(column.type.value_type) else column.type.value_type
    return pa.chunked_array([words.take(codes) for words, codes in parts], type=kind)


def _words(values: pa.Array) -> pa.Array:
    return values.cast(pa.string()) if _is_text(values.type) else values


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def refuse_beyond(name: str, known: Moments) -> None:
    """Raise ImpactError for a column whose squares a float64 does not hold."""
    largest = max(abs(known.low), abs(known.high)) if known.size else 0.0
    if largest and not _SMALLEST < largest < _LARGEST:
        raise ImpactError(
            f"The column {name} holds numbers too large or too small to reckon with (beyond 1e±100). "
            "Give it in another unit."
        )
