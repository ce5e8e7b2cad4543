"""What somebody probably meant, and how values are shown back to them."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from collections.abc import Iterable

_MOST_SHOWN = 12
_LONGEST_SHOWN = 40


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like `word`, or None when none is like it."""
    by_folded = {choice.casefold(): choice for choice in sorted(choices, reverse=True)}
    found = difflib.get_close_matches(word.casefold()[:200], by_folded, n=1, cutoff=0.65)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str], called: str) -> str:
    """A sentence or two that mend a misspelt name: the nearest choice, then what there is."""
    known = list(choices)
    if not known:
        return f"There are no {called} to choose from."
    near = nearest(word, known)
    guess = f"Did you mean `{near}`? " if near else ""
    return f"{guess}The {called} are {listed(known)}."


def listed(names: Iterable[str], quote: str = "`") -> str:
    """`a`, `b` and `c`; a long list is cut and says how many more there are."""
    every = [f"{quote}{short(name)}{quote}" for name in names]
    if len(every) > _MOST_SHOWN:
        return f"{', '.join(every[:_MOST_SHOWN])} and {len(every) - _MOST_SHOWN} more"
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"


def short(text: str) -> str:
    """`text` on one line, cut to what a message can hold."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= _LONGEST_SHOWN else plain[: _LONGEST_SHOWN - 1] + "…"


def written(value: object) -> str:
    """A value as TOML writes it: `"text"`, `12`, `true`, `2021-01-31`."""
    if isinstance(value, str):
        return json.dumps(short(value), ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return short(str(value))
