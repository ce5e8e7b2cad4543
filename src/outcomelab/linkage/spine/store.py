"""The spine's two encrypted files, read and written whole."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import duckdb
import pyarrow as pa

from outcomelab.engines.duck import lock, opened
from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Store
from outcomelab.handovers.spine import MEMBERSHIP, SPELLINGS, Spine, SpineStores

EMPTY = Spine(SPELLINGS.empty_table(), MEMBERSHIP.empty_table())


def read(stores: SpineStores) -> Spine:
    """The spine in `stores`. Raises HoldingError when one does not open or is not the spine's."""
    return Spine(
        _read(stores.identifiers, "spellings", SPELLINGS), _read(stores.membership, "membership", MEMBERSHIP)
    )


def write(spine: Spine, stores: SpineStores) -> None:
    """Write `spine` into `stores`, which do not exist yet. Raises HoldingError when there is no room."""
    _write(stores.identifiers, "spellings", spine.spellings)
    _write(stores.membership, "membership", spine.membership)


def _read(store: Store, name: str, schema: pa.Schema) -> pa.Table:
    try:
        with opened(store) as connection:
            lock(connection)
            return connection.sql(f"SELECT {', '.join(schema.names)} FROM {name}").to_arrow_table().cast(schema)
    except duckdb.Error:
        raise HoldingError(f"The store {store.path.name} is not one of the spine's.") from None


def _write(store: Store, name: str, rows: pa.Table) -> None:
    try:
        with opened(store, write=True) as connection:
            lock(connection)
            connection.register("incoming", rows)
            connection.execute(f"CREATE TABLE {name} AS FROM incoming")
            connection.unregister("incoming")
            connection.execute("CHECKPOINT")
    except duckdb.Error:  # whose words could quote a cell
        raise HoldingError("The spine cannot be written. Check that memory and disk have room.") from None
