"""The one door for everything that is written to the store: rows and the event that tells of them, together.

It is a door in a wall: every connection is watched (`watch`), and a statement that changes one of the store's
tables is refused while the door is shut, whoever sent it, through models or as SQL.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import Any

from django.core import serializers
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from outcomelab.service.domain import audit
from outcomelab.service.domain.events import Event
from outcomelab.service.store.log import head
from outcomelab.service.store.models.audit import AuditRow

_CHANGES = re.compile(
    r"\b(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE|MERGE)\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|COPY"
    r'|TRUNCATE(?:\s+TABLE)?)(?:\s+ONLY)?\s+(?:"?\w+"?\s*\.\s*)?"?(store_\w+)',
    re.IGNORECASE,
)
# Tables are told by name, for accounts are saved by the door and so stand above it.
WORK = frozenset({"store_jobrow", "store_noticerow", "store_verifiedrow"})
# People; and votes, of which there are so few that a hash can be guessed before they may be seen.
NOT_IN_A_HASH = frozenset({"store_account", "store_noticerow", "store_voterow"})


class _Door(IntEnum):
    SHUT = 0
    FOR_WORK = 1
    OPEN = 2


_door: ContextVar[_Door] = ContextVar("door", default=_Door.SHUT)


class DoorShutError(RuntimeError):
    """Something was to be written past the door: a mistake in the program."""


def write(event: Event | Callable[[], Event], *rows: models.Model) -> Event:
    """Save the rows, in their order, and append the event, in one transaction: all of it or nothing.

    event: without its place in the chain, which is found here; as a function where it needs the number of a row
    that is new. Its `content`, unless given, is the hash of what was written, people's accounts and votes left
    out. Returns the event as it was appended.
    """
    with transaction.atomic(), _opened(_Door.OPEN):
        for row in rows:
            row.save()
        told = event() if callable(event) else event
        if told.content is None and (content := _content(rows)):
            told = told.model_copy(update={"content": content})
        placed = audit.append(head(), told)
        AuditRow.of(placed).save(force_insert=True)
    return placed


@contextmanager
def working() -> Iterator[None]:
    """While this lasts, jobs, notices and how the log was found can be changed without an event: a beat, a try or
    a look is no act."""
    with _opened(_Door.FOR_WORK):
        yield


@contextmanager
def refilling() -> Iterator[None]:
    """While this lasts tables are made, and rows come back from a backup with the events that told of them. Raises
    DoorShutError when there are events already: what is there is never filled over."""
    if AuditRow._meta.db_table in connection.introspection.table_names() and AuditRow.objects.exists():
        raise DoorShutError("Only an empty store is filled from a backup.")
    with _opened(_Door.OPEN):
        yield


def is_open() -> bool:
    """Whether something is being written by the door."""
    return _door.get() is _Door.OPEN


def migrates(**_: object) -> None:
    """The tables are brought to another version: no act, and no business of the door's until that is done."""
    _door.set(_Door.OPEN)


def migrated(**_: object) -> None:
    """That is done."""
    _door.set(_Door.SHUT)


def watch(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Have every statement on a connection looked at. Called once for each connection that is made."""
    if _watching not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watching)


def _watching(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    for table in _CHANGES.findall(sql):
        if _door.get() < (_Door.FOR_WORK if table in WORK else _Door.OPEN):
            raise DoorShutError(f"{table} is written by the store's door alone, with the event that tells of it.")
    return execute(sql, params, many, context)


@contextmanager
def _opened(door: _Door) -> Iterator[None]:
    token = _door.set(max(door, _door.get()))
    try:
        yield
    finally:
        _door.reset(token)


def _content(rows: tuple[models.Model, ...]) -> str | None:
    written = [row for row in rows if row._meta.db_table not in NOT_IN_A_HASH]
    said = serializers.serialize("json", written) if written else ""
    return hashlib.sha256(said.encode("utf-8")).hexdigest() if said else None
