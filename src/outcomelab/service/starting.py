"""Starting the service in a process: Django set up with what was chosen, the database as this version wants it."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from outcomelab.errors import SettingsError

if TYPE_CHECKING:
    from outcomelab.service.configuration.choices import Choices

_SETTINGS = "outcomelab.service.settings"
UNREACHABLE = (
    "The database cannot be reached: look at OUTCOMELAB_DATABASE_URL, and whether it runs and lets the service in."
)


def start(data: Path | None = None, keys: Path | None = None) -> None:
    """Set Django up, once in a process. `data`: the folder for everything the service keeps, `keys`: that of keys,
    instead of those in the environment. Raises SettingsError for settings it may not start with, or packages that
    are missing."""
    choices(data, keys)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", _SETTINGS)
    import django

    django.setup()


def choices(data: Path | None = None, keys: Path | None = None) -> Choices:
    """What was chosen, without starting anything; `data` and `keys` as for `start`. Raises SettingsError."""
    try:
        import django  # noqa: F401

        from outcomelab.service.configuration.choices import chosen
    except ImportError:
        raise SettingsError("The service's packages are missing: pip install 'outcomelab[service]'.") from None
    if data is not None:
        os.environ["OUTCOMELAB_DATA"] = str(data)
    if keys is not None:
        os.environ["OUTCOMELAB_KEYS"] = str(keys)
    return chosen()


def prepare() -> int:
    """Bring the database to what this version of the service wants; how many changes that took. Call it while no
    other version runs on it. Raises SettingsError when the database cannot be reached."""
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        changes = _pending()
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError:
        raise SettingsError(UNREACHABLE) from None
    return changes


def refuse_unprepared() -> None:
    """Raise SettingsError when the database cannot be reached, or is not as this version wants it."""
    from django.db import OperationalError

    try:
        changes = _pending()
    except OperationalError:
        raise SettingsError(UNREACHABLE) from None
    if changes:
        raise SettingsError("The database is not prepared for this version: run `outcomelab service prepare`.")


def address() -> str:
    """What to type into a browser, with a slash at its end. Call it once started."""
    from django.conf import settings

    return str(settings.ADDRESS)


def set_up_code() -> str | None:
    """What the page that sets the lab up asks for; None once there is a lab. To be printed at the console. Call it
    once the database is prepared."""
    from django.conf import settings

    from outcomelab.service.configuration.secret import set_up_code as code
    from outcomelab.service.queries.accounts import is_set_up

    return None if is_set_up() else code(str(settings.SECRET_KEY))


def refuse_unfit() -> None:
    """Raise SettingsError with what Django's own checks find in the settings; in production those for it too."""
    from django.conf import settings
    from django.core.management import CommandError, call_command

    from outcomelab.service.configuration.choices import Mode

    chosen: Choices = getattr(settings, "CHOICES")  # noqa: B009 mypy knows no settings but Django's
    try:
        call_command("check", deploy=chosen.mode is Mode.PRODUCTION, fail_level="WARNING", stdout=io.StringIO())
    except CommandError as found:
        raise SettingsError(f"The service's settings are not fit:\n{found}") from None


def _pending() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
