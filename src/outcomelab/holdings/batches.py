"""The rows of a data file, streamed as Arrow batches with the number of each row.

Columns of Parquet that hold values as the dictionary calls them stay as they are. Texts lose the space
around them; those that mean no value become null; rows with nothing in them are left out but counted.
Row numbers are the spreadsheet's: headings are row 1, so data start at 2; in Parquet, which has no row of
headings, they start at 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from outcomelab.holdings.datafile import DataFile, is_dated

ROW = "#row"  # no column can have this name
_CSV_BLOCK = 1 << 24
_PARQUET_ROWS = 1 << 17
_TYPES = {"date": pa.date32(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def schema_of(file: DataFile) -> pa.Schema:
    """The schema of `batches`: the row's number, then every column in the file's order, as text if not typed."""
    types = {column.name: _TYPES[column.type] for column in file.source.table.columns if column.name in file.typed}
    return pa.schema([(ROW, pa.int64()), *((name, types.get(name, pa.string())) for name in file.columns)])


def batches(file: DataFile, uneven: list[int]) -> Iterator[pa.RecordBatch]:
    """Stream the file. The numbers of rows with more or fewer cells than headings are added to `uneven`.

    Raises an Arrow error where the file cannot be read; its words may quote the file.
    """
    if file.delimiter:
        return _numbered(_csv(file, uneven), file, first=2)
    parquet = pq.ParquetFile(file.source.path, page_checksum_verification=True)
    return _numbered(parquet.iter_batches(batch_size=_PARQUET_ROWS), file, first=1)


def _csv(file: DataFile, uneven: list[int]) -> Iterable[pa.RecordBatch]:
    names = list(file.columns)

    def leave_out(row: Any) -> str:
        uneven.append(row.number)
        return "skip"

    reader: Iterable[pa.RecordBatch] = pyarrow.csv.open_csv(
        file.source.path,
        # One thread, so that rows come in order and a row out of shape knows its number.
        read_options=pyarrow.csv.ReadOptions(
            use_threads=False,
            block_size=_CSV_BLOCK,
            column_names=names,
            skip_rows_after_names=1,
            encoding="utf8" if file.encoding.startswith("utf-8") else file.encoding,
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=file.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=leave_out,
        ),
        convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )
    return reader


def _numbered(found: Iterable[pa.RecordBatch], file: DataFile, first: int) -> Iterator[pa.RecordBatch]:
    missing = pa.array(file.source.missing, pa.string())
    schema = schema_of(file)
    for batch in found:
        values = [
            _value(column) if name in file.typed else _text(column, missing)
            for name, column in zip(file.columns, batch.columns, strict=True)
        ]
        numbers = pa.array(np.arange(first, first + batch.num_rows, dtype=np.int64))
        first += batch.num_rows
        numbered = pa.RecordBatch.from_arrays([numbers, *values], names=schema.names).cast(schema)
        filled = reduce(pc.or_, (pc.is_valid(value) for value in values))
        yield numbered if pc.all(filled).as_py() else numbered.filter(filled)


def _text(column: pa.Array, missing: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    text = pc.utf8_trim_whitespace(_value(column).cast(pa.string()))
    return pc.if_else(pc.is_in(text, missing), None, text)


def _value(column: pa.Array) -> pa.Array:
    """A column without what is no value of its type; a time as the day it has on its own calendar."""
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.is_nan(column), None, column)
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = pc.local_timestamp(column)
    return column.cast(pa.date32()) if is_dated(column.type) else column
