"""Every row of the database, as text that any database of the service takes: of SQLite, or of PostgreSQL.

Rows are read and written by the tables as they were when the backup was made, so that a later version restores it
and then brings it up to date. Who is signed in is left out: after a restore everybody signs in anew.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from outcomelab.errors import BackupError, SettingsError
from outcomelab.service.starting import UNREACHABLE
from outcomelab.service.store.door import refilling

Version = tuple[tuple[str, str], ...]  # of the database: the last migration of each application
_LEFT_OUT = {"sessions.session", "usersessions.usersession"}
_AT_ONCE = 2_000


def version() -> Version:
    """The version of the database as this program makes it."""
    nodes = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return tuple(sorted((str(app), str(name)) for app, name in nodes))


def read() -> bytes:
    """All rows, compressed. Within a transaction that sees one moment."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=0) as file:
        for model in _tables(version()):
            fields = model._meta.concrete_fields
            for row in model._base_manager.order_by(model._meta.pk.attname).iterator(_AT_ONCE):
                said = [field.value_from_object(row) for field in fields]
                line = [model._meta.label_lower, dict(zip((one.attname for one in fields), said, strict=True))]
                file.write(json.dumps(line, default=_written, ensure_ascii=False).encode("utf-8") + b"\n")
    return out.getvalue()


def files() -> tuple[Path, ...]:
    """The files that SQLite keeps the database in, where it is the one that does."""
    if connection.vendor != "sqlite":
        return ()
    file = Path(connection.settings_dict["NAME"]).resolve()
    return tuple(file.with_name(f"{file.name}{ending}") for ending in ("", "-wal", "-shm"))


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """While this lasts, an empty database is filled; when it ends with an error, the database is as it was. Raises
    BackupError for one that is not empty, SettingsError for one that cannot be reached."""
    try:
        tables = connection.introspection.table_names()
    except OperationalError:
        raise SettingsError(UNREACHABLE) from None
    if tables:
        raise BackupError(
            "The database has tables already, and a backup is restored into an empty one only: make a new one, "
            "and say so with OUTCOMELAB_DATABASE_URL."
        )
    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield
        return
    try:
        yield
        connection.close()  # which leaves one file
    except BaseException:  # SQLite makes tables outside a transaction: the whole file goes
        connection.close()
        for file in files():
            file.unlink(missing_ok=True)
        raise


def fill(content: bytes, of: Version) -> None:
    """Make the tables of that version, fill them with what `read` read, and bring them to this version. Raises
    BackupError for a version that is later than this, or rows that the database refuses."""
    known = MigrationExecutor(connection).loader.graph.nodes
    if not all(node in known for node in of):
        raise BackupError("The backup was made by a later version of the program: restore it with that.")
    try:
        with refilling():
            MigrationExecutor(connection).migrate(list(of))
            with transaction.atomic():
                tables = _tables(of)
                _empty(tables)
                _insert(content, {model._meta.label_lower: model for model in tables})
                connection.check_constraints()
        call_command("migrate", verbosity=0, interactive=False)
        _number_on()
    except DatabaseError as fault:  # whose words could quote a row
        raise BackupError(f"The database does not take the backup's rows ({type(fault).__name__}).") from None


def _tables(of: Version) -> list[type[models.Model]]:
    """Every table of a version of the database, those between two others too."""
    state: Apps = MigrationExecutor(connection).loader.project_state(list(of)).apps
    found = state.get_models(include_auto_created=True)
    ours = [one for one in found if one._meta.managed and not one._meta.proxy and not one._meta.swapped]
    return sorted(
        (one for one in ours if one._meta.label_lower not in _LEFT_OUT), key=lambda one: one._meta.label_lower
    )


def _empty(tables: Iterable[type[models.Model]]) -> None:
    """Take away what making the tables put there; where rows are never removed, none is."""
    for model in tables:
        if model._base_manager.exists():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _insert(content: bytes, tables: dict[str, type[models.Model]]) -> None:
    for label, said in _lines(content):
        model = tables.get(label)
        if model is None:
            raise BackupError(f"The backup has rows of a table that its version does not have ({label}).")
        values = {}
        for field in model._meta.concrete_fields:
            value = said[field.attname]
            values[field.attname] = None if value is None else field.to_python(value)
        model(**values).save_base(raw=True, force_insert=True)


def _lines(content: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        for line in file:
            label, said = json.loads(line)
            yield label, said


def _number_on() -> None:
    """Have new rows numbered after those that are there."""
    sql = connection.ops.sequence_reset_sql(no_style(), _tables(version()))
    with connection.cursor() as cursor:
        for one in sql:
            cursor.execute(one)


def _written(value: object) -> str:
    """A value that JSON has no word for. Times to the microsecond, which Django's own writing cuts off."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return str(value)
