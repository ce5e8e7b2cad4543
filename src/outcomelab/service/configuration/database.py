"""The database the service keeps its store in: a file of SQLite, or PostgreSQL by one setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from outcomelab.errors import SettingsError

# Whoever wants to write waits this many seconds in all, for those before them in line and for whoever writes; then
# that fails.
_PATIENCE = 20
# Readers don't wait for writers (WAL); what was committed is there after the power failed (FULL).
_SQLITE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
_OF_POSTGRESQL = ("postgresql", "postgres")


def database(url: str | None, data: Path) -> dict[str, Any]:
    """Django's settings of the database at `url`; without one, of a file in the folder `data`.

    Raises SettingsError, with nothing of the address, for one that is none or of another kind.
    """
    scheme = url.partition("://")[0] if url else "sqlite"
    if url and scheme != "sqlite" and scheme not in _OF_POSTGRESQL:
        raise SettingsError(
            "OUTCOMELAB_DATABASE_URL is no address of a database: write postgresql://USER@HOST/NAME or sqlite:///FILE."
        )
    try:
        made: dict[str, Any] = dict(dj_database_url.parse(url or f"sqlite:///{data.resolve() / 'store.sqlite3'}"))
    except ValueError:
        raise SettingsError(
            "OUTCOMELAB_DATABASE_URL is written wrongly: look at its port and its signs."
        ) from None
    if not made["NAME"]:
        raise SettingsError("OUTCOMELAB_DATABASE_URL names no database: write its name at the end.")
    if scheme == "sqlite":
        # A transaction that will write has the lock from its beginning, so that none reads what another changes.
        made["ENGINE"] = "outcomelab.service.store.sqlite"
        made["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": _PATIENCE, "init_command": _SQLITE}
        return made
    options = {"connect_timeout": "10", **made.get("OPTIONS", {})}
    return made | {"OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
