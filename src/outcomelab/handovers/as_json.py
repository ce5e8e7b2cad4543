"""A value that a stage hands on, as JSON and back: every figure as it was, infinite and undefined ones too."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def as_json(kind: type[T], value: T) -> str:
    """`value`, of a class or a tuple of such, as JSON. Pydantic's own writer turns what is not finite into null,
    which no figure can be read from again."""
    said = TypeAdapter(kind).dump_python(value, mode="json")
    return json.dumps(said, indent=2, ensure_ascii=False)


def from_json(kind: type[T], text: str | bytes) -> T:
    """What `as_json` wrote. Raises pydantic's ValidationError for anything else."""
    return TypeAdapter(kind).validate_json(text)
