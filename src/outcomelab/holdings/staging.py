"""The tables as they came, in an encrypted store that lives as long as the registration."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from outcomelab.engines.duck import STORE
from outcomelab.errors import Mistake
from outcomelab.holdings.batches import batches, schema_of
from outcomelab.holdings.datafile import DataFile
from outcomelab.holdings.names import quoted

_INCOMING = '"#incoming"'


def staged(name: str) -> str:
    """The staged table `name`, in SQL. Its columns are as `schema_of` says."""
    return f"{STORE}.main.{quoted(name)}"


def stage(connection: duckdb.DuckDBPyConnection, file: DataFile) -> tuple[Mistake, ...]:
    """Copy a data file into the store that `connection` has in use; what stands in the way comes back."""
    where = f"table {file.source.table.name}, {file.source.path.name}"
    uneven: list[int] = []
    try:
        reader = pa.RecordBatchReader.from_batches(schema_of(file), batches(file, uneven))
        connection.register("#incoming", reader)
        connection.execute(f"CREATE TABLE {staged(file.source.table.name)} AS FROM {_INCOMING}")
        connection.unregister("#incoming")
    except (duckdb.InvalidInputException, pa.ArrowException, OSError):
        # What the reader says could quote the file.
        also = " and that every quotation mark in it is closed" if file.delimiter else ""
        mend = f"Check that the file is whole{also}."
        return (Mistake(0, where, "the file cannot be read to its end", mend),)
    if not uneven:
        return ()
    rows = f"{len(uneven)} row{'s have' if len(uneven) > 1 else ' has'}"
    first = ", ".join(str(row) for row in uneven[:20]) + (" and so on" if len(uneven) > 20 else "")
    mend = f"Look at row {first}: a value with a separator in it belongs in quotation marks."
    return (Mistake(0, where, f"{rows} more or fewer cells than the first row has names", mend),)
