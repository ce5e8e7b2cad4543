"""DuckDB with the doors shut: no network, no other files, no settings changed once it is open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import duckdb_extension_httpfs

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Store

STORE = "store"
# Without a temporary directory nothing spills: what does not fit in memory fails instead of being
# written to disk in the clear.
_CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "temp_directory": "",
}


def memory() -> duckdb.DuckDBPyConnection:
    """A connection that sees what is handed to it and nothing else: no files, no network, no spilling."""
    connection = duckdb.connect(":memory:", config=dict(_CLOSED))
    lock(connection)
    return connection


@contextmanager
def opened(store: Store, *, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with `store` attached as the catalogue `store` and in use, and no other file in reach.

    The caller may still change settings (Ibis sets a time zone): call `lock` before running anything that
    was not written here. With `write` a missing store is made. Raises HoldingError when the file is
    missing or damaged, the key is not its key, or a new store cannot be written.
    """
    connection = duckdb.connect(":memory:", config=dict(_CLOSED))
    try:
        # Encrypted writing needs OpenSSL, which comes with this extension; its signature is checked.
        connection.load_extension(str(_openssl()))
        attach(connection, store, STORE, write=write)
        connection.execute(f"USE {STORE}")
        yield connection
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        if write or not damaged(error):
            raise
        raise HoldingError(
            f"The store {store.path.name} is damaged: it does not hold what was written. Put a copy back, or "
            "register the holding again."
        ) from None
    finally:
        connection.close()


def damaged(error: duckdb.Error) -> bool:
    """Whether an error says that an encrypted store no longer holds what was written to it: that a block of it was
    changed, or cannot be read."""
    return isinstance(error, duckdb.IOException) or "AES tag" in str(error)


def attach(connection: duckdb.DuckDBPyConnection, store: Store, catalogue: str, *, write: bool = False) -> None:
    """Attach one more store to a connection that `opened` gave, under the name `catalogue`.

    For the one place that needs several, where a holding is split in two. Impossible after `lock`.
    Raises HoldingError as `opened` does.
    """
    new = write and not store.path.exists()
    if not write and not store.path.is_file():
        raise HoldingError(f"The store {store.path.name} is missing. Register the holding again.")
    if not write and not os.access(store.path, os.R_OK):
        raise HoldingError(f"The store {store.path.name} cannot be read. Check who may read it.")
    mode = "" if write else ", READ_ONLY"
    try:
        connection.execute(
            f"ATTACH {_literal(str(store.path))} AS {catalogue} "
            f"(ENCRYPTION_KEY {_literal(store.key)}, ENCRYPTION_CIPHER 'GCM'{mode})"
        )
    except duckdb.PermissionException:
        raise HoldingError(f"The store {store.path.name} is out of reach: the connection is locked.") from None
    except duckdb.Error:
        # The engine's own message could quote the statement, and with it the key.
        raise HoldingError(
            f"The store {store.path.name} cannot be written. Check the folder, and that its disk has room."
            if new
            else f"The store {store.path.name} does not open with the key given. Check the folder of keys; if "
            "that is its key, the file is damaged: put a copy back, or register the holding again."
        ) from None


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Shut the rest of the disk and the settings themselves. Cannot be undone."""
    # Notebooks and workers count as terminals to DuckDB: its bar would be drawn over our own progress.
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _openssl() -> Path:
    folder = Path(duckdb_extension_httpfs.__file__).parent / "extensions"
    return folder / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"
