"""What pydantic refuses in a section, told by the path in the file rather than through its unions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from outcomelab.protocol.reading.slips import KeyPath


@dataclass(frozen=True)
class Fault:
    """One place refused: its `path` within the section, the kinds of error there, and the value."""

    path: KeyPath
    kinds: frozenset[str]
    value: object = None
    limits: Mapping[str, object] = field(default_factory=dict)


def faults(error: ValidationError, section: dict[str, object]) -> tuple[Fault, ...]:
    """The places of `section` that `error` refuses, each once.

    A union reports every type it tried: they become one fault, at the deepest place.
    """
    found: dict[KeyPath, Fault] = {}
    for detail in error.errors(include_url=False):
        path = _in_file(detail["loc"], section, missing=detail["type"] == "missing")
        kinds = found[path].kinds if path in found else frozenset()
        found[path] = Fault(path, kinds | {detail["type"]}, detail["input"], detail.get("ctx", {}))
    return tuple(
        fault
        for path, fault in found.items()
        if not any(path == other[: len(path)] for other in found if other != path)
    )


def _in_file(loc: tuple[int | str, ...], section: object, *, missing: bool) -> KeyPath:
    """`loc` without the names of the union's branches, which are in no file."""
    path: KeyPath = ()
    here = section
    for step in loc:
        inner = dict(enumerate(here)) if isinstance(here, tuple) else here
        if isinstance(inner, dict) and step in inner:
            here = inner[step]
            path = (*path, step)
    return (*path, loc[-1]) if missing else path


def without(section: dict[str, object], found: tuple[Fault, ...]) -> dict[str, object]:
    """`section` less the values at fault: a condition of its own, otherwise the whole key."""
    kept = dict(section)
    for fault in found:
        key = str(fault.path[0])
        inner = kept.get(key)
        if key in ("where", "columns") and len(fault.path) > 1 and isinstance(inner, dict):
            kept[key] = {name: value for name, value in inner.items() if name != fault.path[1]}
        else:
            kept.pop(key, None)
    return kept
