"""TOML's values as the model wants them: lists become tuples, statements set aside become UNREAD."""

from __future__ import annotations

from typing import Final

_DEEPEST = 12


class _Unread:
    """The type of UNREAD."""

    def __repr__(self) -> str:
        return "UNREAD"


UNREAD: Final = _Unread()


class TooDeepError(ValueError):
    """Values within values beyond anything a protocol needs."""


def frozen(values: dict[str, object], marker: str, depth: int = 0) -> dict[str, object]:
    """`values` with tuples for lists and UNREAD for `marker`; keys that start with it go.

    Raises TooDeepError when nested more than twelve levels.
    """
    return {key: _frozen(value, marker, depth) for key, value in values.items() if not key.startswith(marker)}


def _frozen(value: object, marker: str, depth: int) -> object:
    if depth > _DEEPEST:
        raise TooDeepError
    if isinstance(value, dict):
        return frozen(value, marker, depth + 1)
    if isinstance(value, list):
        return tuple(_frozen(inner, marker, depth + 1) for inner in value)
    return UNREAD if value == marker else value


def readable(section: dict[str, object]) -> tuple[dict[str, object], frozenset[str]]:
    """`section` without what is UNREAD, and the keys where something was."""
    kept: dict[str, object] = {}
    broken = set()
    for key, value in section.items():
        if value is UNREAD:
            broken.add(key)
        elif isinstance(value, dict):
            inner, lost = readable(value)
            kept[key] = inner
            broken |= {key} if lost else set()
        else:
            kept[key] = value
    return kept, frozenset(broken)
