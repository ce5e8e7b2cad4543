"""The kinds of section a protocol has: one of a name, a list, a table of roles, a list of names."""

from __future__ import annotations

import re
from typing import TypeVar

from pydantic import BaseModel

from outcomelab.protocol.model import TableRoles
from outcomelab.protocol.reading.examples import REQUIRED, section_example
from outcomelab.protocol.reading.near import written
from outcomelab.protocol.reading.parts import Item, misshapen, part
from outcomelab.protocol.reading.slips import Sifting, Slip
from outcomelab.protocol.reading.values import UNREAD
from outcomelab.protocol.reading.wording import A_NAME

M = TypeVar("M", bound=BaseModel)
Raw = dict[str, object]

_TABLES = 'Write `[tables.arrests]` and under it `date = "arrested_on"`.'


def one(raw: Raw, name: str, model: type[M]) -> Sifting[Item[M] | None]:
    """The section `name`: its defaults when it may be left out, None when it is needed and can't be read."""
    if name in raw:
        return (yield from part(model, raw[name], (name,)))
    return None if name in REQUIRED else Item(model(), (name,))


def many(raw: Raw, name: str, model: type[M]) -> Sifting[tuple[Item[M], ...]]:
    """The items of the list `name` that are tables."""
    items: list[Item[M]] = []
    values = raw.get(name, ())
    if not isinstance(values, tuple):
        if values is not UNREAD:
            yield misshapen((name,))
        return ()
    if not values and name in raw and name in REQUIRED:
        yield Slip((name,), "is empty", f"Write `{section_example(name)}`.")
    for number, value in enumerate(values):
        item = yield from part(model, value, (name, number))
        items += [item] if item else []
    return tuple(items)


def tables(raw: Raw) -> Sifting[dict[str, Item[TableRoles]]]:
    """The sections `[tables.…]` by table."""
    items: dict[str, Item[TableRoles]] = {}
    sections = raw.get("tables", {})
    if not isinstance(sections, dict):
        if sections is not UNREAD:
            yield Slip(("tables",), "should be sections, one a table", _TABLES)
        return items
    for name, value in sections.items():
        if not is_name(name):
            yield Slip(("tables", name), "is not a table's name", f"{A_NAME}.")
            continue
        item = yield from part(TableRoles, value, ("tables", name))
        if item:
            items[name] = item
    return items


def names(raw: Raw, key: str) -> Sifting[tuple[str, ...]]:
    """The names listed under `key`, in their places: "" where there is none."""
    values = raw.get(key, ())
    if not isinstance(values, tuple):
        if values is not UNREAD:
            yield Slip((key,), "should be a list in square brackets", f'Write `{key} = ["sex"]`.')
        return ()
    for number, value in enumerate(values):
        if not is_name(value):
            wrong = f"{written(value)} is not a covariate's name"
            yield Slip((key, number), wrong, f'Name covariates: `{key} = ["sex"]`.')
    return tuple(str(value) if is_name(value) else "" for value in values)


def is_name(value: object) -> bool:
    """Whether `value` can name a table, column, covariate or outcome."""
    return isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,59}", value) is not None
