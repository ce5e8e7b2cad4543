"""Small pieces of sentences."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, one: str, many: str) -> str:
    """'1 row', '1,250 rows'."""
    return f"{number:,} {one if number == 1 else many}"


def listed(words: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
