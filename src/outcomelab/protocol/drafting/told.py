"""What the names, titles and codes of a dictionary say of a table."""

from __future__ import annotations

from outcomelab.handovers.holding import Column, Table
from outcomelab.protocol.reading.sections import is_name


def told_by(table: Table) -> list[Column]:
    """The columns whose codes are words that a protocol can name."""
    return [one for one in table.columns if _usable(one) and one.type == "string" and _has_codes(one)]


def is_true(table: Table, words: tuple[str, ...], others: tuple[str, ...]) -> str:
    """The first column of yes and no called by one of the `words` and by none of the `others`, else nothing."""
    flags = (one for one in table.columns if _usable(one) and one.type == "boolean")
    return next((one.name for one in flags if called(one, words) and not called(one, others)), "")


def called(column: Column, words: tuple[str, ...]) -> bool:
    """Whether one of the `words` is in a column's name or title."""
    return said(column.name, column.title, words)


def said(name: str, title: str, words: tuple[str, ...]) -> bool:
    """Whether one of the `words` is in a name or a title."""
    told = f"{name.replace('_', ' ')} {title}".casefold()
    return any(word in told for word in words)


def _usable(column: Column) -> bool:
    return column.in_content and is_name(column.name)


def _has_codes(column: Column) -> bool:
    return bool(column.categories) and all(map(str.isprintable, column.categories))
