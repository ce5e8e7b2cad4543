"""Which fields of an output no checker answers for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from outcomelab.disclosure.kinds.registry import KINDS, WORDS
from outcomelab.handovers.figure import Figure


def unclaimed(output: type) -> tuple[str, ...]:
    """Every `Class.field` of an output class, and of the classes of figures in it, that is neither claimed by a
    kind's checker nor listed as words; the class itself where it is no class of figures."""
    if not (issubclass(output, Figure) or is_dataclass(output)):
        return (output.__name__,)
    return tuple(f"{one.__name__}.{name}" for one in figure_classes(output) for name in _missing(one))


@cache
def figure_classes(output: type) -> tuple[type, ...]:
    """An output class and every class of figures in it, each once."""
    found: dict[type, None] = {}
    waiting = [output]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found[one] = None
            waiting += [inner for hint in _hints(one).values() for inner in _figures_in(hint)]
    return tuple(found)


def _missing(one: type) -> Iterator[str]:
    kinds = ((kind, parent) for kind in KINDS for parent in one.__mro__ if parent in kind.claims)
    claimed = _words(one).union(*(kind.claimed(parent) for kind, parent in kinds))
    for name, hint in _hints(one).items():
        if name not in claimed and not any(_figures_in(hint)):
            yield name


def _words(one: type) -> frozenset[str]:
    return frozenset(name for parent in one.__mro__ for name in WORDS.get(parent, "").split())


@cache  # asked for at each clearing, most of whose time it took
def _hints(one: type) -> dict[str, Any]:
    names = [field.name for field in fields(one)] if is_dataclass(one) else list(getattr(one, "model_fields", ()))
    hints = get_type_hints(one)
    return {name: hints[name] for name in names}


def _figures_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and issubclass(hint, Figure):
        yield hint
    for inner in get_args(hint):
        yield from _figures_in(inner)
