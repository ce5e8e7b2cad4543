"""Our words for each way a key can be refused."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from outcomelab.protocol.model import Protocol
from outcomelab.protocol.reading.examples import example
from outcomelab.protocol.reading.faults import Fault
from outcomelab.protocol.reading.near import did_you_mean, listed, nearest, short, written
from outcomelab.protocol.rules import RULES

_STRICTER = ("CohortRule", "DisclosureRules")
_LOWER = {rule.name for rule in RULES if rule.stricter == "lower"}
A_NAME = "Use small letters a–z, digits and underscores, a letter first, at most 60"
_WRONG_TYPE = {
    "string_type": "should be text in quotes",
    "int_type": "should be a whole number, without quotes",
    "float_type": "should be a number, without quotes",
    "bool_type": "should be true or false, without quotes",
    "tuple_type": "should be a list in square brackets",
    "dict_type": "should be a table in curly brackets",
    "model_type": "should be a table in curly brackets",
}


def words(model: type[BaseModel], fault: Fault) -> tuple[str, str]:
    """What is wrong at `fault` in a section of class `model`, and what to write instead."""
    key = str(next(part for part in reversed(fault.path) if isinstance(part, str)))
    if "extra_forbidden" in fault.kinds:
        return _unknown(model, key, inner=len(fault.path) > 1)
    write = f"Write `{example(model.__name__, key)}`."
    if "missing" in fault.kinds:
        return "is missing", write
    if isinstance(fault.value, (dt.datetime, dt.time)):
        return "holds a time of day", "Write the day alone, such as `2021-01-31`."
    if isinstance(fault.value, float) and not math.isfinite(fault.value):
        return "is not a number", "Write a number with digits, or leave the key out."
    if fault.path[0] in ("where", "columns") or key in ("min", "max"):
        return _inner(fault, key)
    for kind, say in _SAID.items():
        if kind in fault.kinds:
            return say(model, fault, key)
    if "date_type" in fault.kinds:
        quoted = ", without quotes" if isinstance(fault.value, str) else ""
        return f"should be a day{quoted}", write
    return next(
        (_WRONG_TYPE[kind] for kind in sorted(fault.kinds) if kind in _WRONG_TYPE), "cannot be used"
    ), write


def allowed(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a section, as the file writes them."""
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _unknown(model: type[BaseModel], key: str, *, inner: bool) -> tuple[str, str]:
    if inner:
        return "is not a key of a range", "A range has `min`, `max` or both: `{ min = 18, max = 65 }`."
    top = allowed(Protocol)
    if key in top and key not in allowed(model):
        return "is not a key of this section", f"Write `{key}` at the top of the file, above the first section."
    return "is not a key of this section", did_you_mean(key, allowed(model), "keys")


def _inner(fault: Fault, key: str) -> tuple[str, str]:
    """Conditions and the provider's headings: the key is a column's, not one of ours."""
    if "string_pattern_mismatch" in fault.kinds:
        return f"`{short(str(fault.value))}` is not a column's name", f"{A_NAME}."
    if fault.path[0] == "columns":
        return (
            "should be text in quotes",
            'Write the heading as the provider\'s file has it: `surname = "Last name"`.',
        )
    if fault.kinds <= {"dict_type"}:
        return "should be a table in curly brackets", 'Write `where = { offence = ["theft", "robbery"] }`.'
    if key in ("min", "max"):
        return (
            "should be a number or a day, without quotes",
            f"Write `{key} = 18` or `{key} = 2020-01-31`.",
        )
    if isinstance(fault.path[-1], int):
        return "should be text, a number, a day or true or false", 'Write values such as `["theft", "robbery"]`.'
    return (
        "is not a condition",
        f'Write one value, a list or a range: `{key} = "theft"`, `{key} = ["theft", "robbery"]`, '
        f"`{key} = {{ min = 1, max = 5 }}`.",
    )


def _choice(model: type[BaseModel], fault: Fault, key: str) -> tuple[str, str]:
    choices = _choices(model, key)
    near = nearest(fault.value, choices) if isinstance(fault.value, str) else None
    guess = f'Write `{key} = "{near}"`. ' if near else ""
    return f"{written(fault.value)} is not one of the choices", f"{guess}It may be {listed(choices, chr(34))}."


def _choices(model: type[BaseModel], key: str) -> tuple[str, ...]:
    annotation = next(info.annotation for name, info in model.model_fields.items() if key in (name, info.alias))
    return tuple(get_args(annotation)) if get_origin(annotation) is Literal else ()


def _blank(model: type[BaseModel], fault: Fault, key: str) -> tuple[str, str]:
    wrong = (
        "is empty" if not fault.value or not str(fault.value).strip() else "holds a line break or hidden character"
    )
    return wrong, f"Write `{example(model.__name__, key)}`."


def _pattern(model: type[BaseModel], fault: Fault, key: str) -> tuple[str, str]:
    if str(fault.limits.get("pattern", "")).startswith("^[a-z]"):
        return f"{written(fault.value)} is not a name", f"{A_NAME}: `{example(model.__name__, key)}`."
    return _blank(model, fault, key)


def _too_long(_model: type[BaseModel], fault: Fault, _key: str) -> tuple[str, str]:
    most = fault.limits.get("max_length")
    return f"is longer than {most} characters", f"Write it in {most} characters or fewer."


def _bound(limit: str, wrong: str, write: str) -> Callable[[type[BaseModel], Fault, str], tuple[str, str]]:
    def say(model: type[BaseModel], fault: Fault, key: str) -> tuple[str, str]:
        bound = write.format(fault.limits.get(limit))
        if model.__name__ in _STRICTER and (limit == "ge" or key in _LOWER):
            return f"{written(fault.value)} is laxer than the rules", f"It may only be stricter: write {bound}."
        return f"{written(fault.value)} is {wrong}", f"Write {bound}, such as `{example(model.__name__, key)}`."

    return say


_SAID: dict[str, Callable[[type[BaseModel], Fault, str], tuple[str, str]]] = {
    "literal_error": _choice,
    "string_pattern_mismatch": _pattern,
    "string_too_short": _blank,
    "too_short": _blank,
    "string_too_long": _too_long,
    "greater_than_equal": _bound("ge", "too small", "{} or more"),
    "less_than_equal": _bound("le", "too large", "{} or less"),
    "greater_than": _bound("gt", "too small", "more than {}"),
    "less_than": _bound("lt", "too large", "less than {}"),
}
