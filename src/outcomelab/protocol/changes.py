"""What differs between two protocols, by what they say rather than by how it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from outcomelab.protocol.drafting.toml import quoted
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.narrower import same

_WHERE = ("where", "first", "graver")  # conditions, which say the same in several ways
_NAMED = ("name", "reason")  # what tells one item of a list from the others


@dataclass(frozen=True)
class Change:
    """One thing that is otherwise: `where` it stands, such as `outcomes, arrested, to_day`, and its value `before`
    and `after` as a protocol writes it; "" where there is none."""

    where: str
    before: str
    after: str


def changes(before: Protocol, after: Protocol) -> tuple[Change, ...]:
    """Everything that one protocol says otherwise than the other, by section; nothing of comments, layout, or the
    order of keys and of a condition's values."""
    return tuple(
        change
        for section in Protocol.model_fields
        for change in _section(section, getattr(before, section), getattr(after, section))
    )


def _section(where: str, before: object, after: object) -> Iterator[Change]:
    if isinstance(before, BaseModel) and isinstance(after, BaseModel):
        yield from _keys(where, before, after)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _items(f"{where}.", before, after)
    elif isinstance(before, tuple) and isinstance(after, tuple) and _of_parts((*before, *after)):
        yield from _items(f"{where}, ", _by_name(before), _by_name(after))
        yield from _order(where, _by_name(before), _by_name(after))
    elif before != after:
        yield Change(where, _value(before), _value(after))


def _keys(where: str, before: BaseModel, after: BaseModel) -> Iterator[Change]:
    for key, field in type(after).model_fields.items():
        was, now = getattr(before, key), getattr(after, key)
        if was != now and not (key in _WHERE and same(was, now)):
            yield Change(f"{where}, {field.alias or key}", _value(was), _value(now))


def _items(where: str, before: Mapping[str, BaseModel], after: Mapping[str, BaseModel]) -> Iterator[Change]:
    for name, was in before.items():
        if name not in after:
            yield Change(f"{where}{name}", _whole(was), "")
    for name, now in after.items():
        if name in before:
            yield from _keys(f"{where}{name}", before[name], now)
        else:
            yield Change(f"{where}{name}", "", _whole(now))


def _order(where: str, before: Mapping[str, BaseModel], after: Mapping[str, BaseModel]) -> Iterator[Change]:
    was, now = [name for name in before if name in after], [name for name in after if name in before]
    if was != now:
        yield Change(f"{where}, order", ", ".join(was), ", ".join(now))


def _of_parts(items: Sequence[object]) -> bool:
    return bool(items) and all(isinstance(item, BaseModel) for item in items)


def _by_name(items: Sequence[BaseModel]) -> dict[str, BaseModel]:
    """Items by what tells them apart, which a protocol gives once each (`checks.names`)."""
    return {
        next(str(getattr(item, key)) for key in _NAMED if key in type(item).model_fields): item for item in items
    }


def _whole(part: BaseModel) -> str:
    """All that an item says beyond what it would say anyway."""
    fields = type(part).model_fields
    said = {key: getattr(part, key) for key in fields if key not in _NAMED}
    more = {key: value for key, value in said.items() if value != fields[key].default}
    return "; ".join(f"{fields[key].alias or key} = {_value(value)}" for key, value in more.items())


def _value(value: object) -> str:
    """A value as a protocol writes it, or nearly."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, BaseModel):
        said = value.model_dump(exclude_none=True)
        return _value(said)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_value(one)}' for key, one in value.items())} }}" if value else ""
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return quoted(value)
    return value.isoformat() if isinstance(value, dt.date) else repr(value)
