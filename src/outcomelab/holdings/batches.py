"""The rows of a data file, streamed as Arrow batches of texts with the number of each row.

Texts lose the space around them; those that mean no value become null; rows with nothing in them are
left out but counted. Row numbers are the spreadsheet's: headings are row 1, so data start at 2; in
Parquet, which has no row of headings, they start at 1.
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


def schema_of(file: DataFile) -> pa.Schema:
    """The schema of `batches`: the row's number, then every column as text, in the file's order."""
    return pa.schema([(ROW, pa.int64()), *((name, pa.string()) for name in file.columns)])


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
    for batch in found:
        texts = [_texts(column, missing) for column in batch.columns]
        numbers = pa.array(np.arange(first, first + batch.num_rows, dtype=np.int64))
        first += batch.num_rows
        numbered = pa.record_batch([numbers, *texts], schema=schema_of(file))
        yield numbered.filter(reduce(pc.or_, (pc.is_valid(text) for text in texts)))


def _texts(column: pa.Array, missing: pa.Array) -> pa.Array:
    text = pc.utf8_trim_whitespace(_as_text(column))
    return pc.if_else(pc.is_in(text, missing), None, text)


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = pc.local_timestamp(column)
    if is_dated(column.type):
        column = column.cast(pa.date32())
    return column.cast(pa.string())
