"""Starting the service in a process: Django set up with what was chosen, the database as this version wants it."""

from __future__ import annotations

import os
from pathlib import Path

from outcomelab.errors import SettingsError

_SETTINGS = "outcomelab.service.settings"


def start(data: Path | None = None) -> None:
    """Set Django up, once in a process. `data`: the folder for everything the service keeps, instead of the one in
    the environment. Raises SettingsError for settings it may not start with, or packages that are missing."""
    try:
        import django
    except ImportError:
        raise SettingsError("The service's packages are missing: pip install 'outcomelab[service]'.") from None
    if data is not None:
        os.environ["OUTCOMELAB_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    django.setup()


def prepare() -> int:
    """Bring the database to what this version of the service wants; how many changes that took. Call it while no
    other version runs on it. Raises SettingsError when the database cannot be reached."""
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        changes = _pending()
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError:
        raise SettingsError(_UNREACHABLE) from None
    return changes


def refuse_unprepared() -> None:
    """Raise SettingsError when the database cannot be reached, or is not as this version wants it."""
    from django.db import OperationalError

    try:
        changes = _pending()
    except OperationalError:
        raise SettingsError(_UNREACHABLE) from None
    if changes:
        raise SettingsError("The database is not prepared for this version: run `outcomelab service prepare`.")


_UNREACHABLE = (
    "The database cannot be reached: look at OUTCOMELAB_DATABASE_URL, and whether it runs and lets the service in."
)


def _pending() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
