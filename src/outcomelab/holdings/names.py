"""Names of holdings, tables and columns: what they may look like, and how they go into SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
NAME_RULE = "Use small letters, digits and underscores, a letter first, 60 characters at most"


def is_name(text: str) -> bool:
    """Whether `text` can name a holding, a table or a column."""
    return _NAME.fullmatch(text) is not None


def quoted(name: str) -> str:
    """`name` as an SQL identifier. The only way a name reaches SQL; raises ValueError for anything else."""
    if not is_name(name):
        raise ValueError("not the name of a table or column")
    return f'"{name}"'


def did_you_mean(
    word: str, known: Iterable[str], also: Mapping[str, str] | None = None, before: str = "Did you mean"
) -> str:
    """`Did you mean "surname"?` for the known word nearest to `word`, else an empty string.

    `also` maps other words people use to the known one.
    """
    known = tuple(known)
    plain = word.strip().lower().replace("_", "-").replace(" ", "-")
    if also and plain in also:
        return f'{before} "{also[plain]}"?'
    by_plain = {name.lower().replace("_", "-"): name for name in known}
    near = get_close_matches(plain, by_plain, n=1, cutoff=0.6)
    return f'{before} "{by_plain[near[0]]}"?' if near else ""


def listed(names: Iterable[str]) -> str:
    """`a, b or c`, for words in a message."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
