"""A table of offences as a dictionary describes it: which columns say when, whether proven, how it ended.

Dictionaries have no roles for this, so it is read off the names, titles and codes of columns; what cannot be found
is said in words, so that a custodian knows what to add.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.reading.near import listed
from outcomelab.protocol.reading.sections import is_name
from outcomelab.protocol.roles import dates, is_date

_OFFENCES = ("offen", "crime", "convict", "arrest")
_DECIDED = ("decid", "decision", "convict", "sentenc", "dispos", "verdict", "court", "proven", "judg")
_OUTCOME = ("outcome", "decision", "dispos", "sentenc", "court", "result", "verdict", "class", "mode of trial")
_UNPROVEN = (
    "not proven", "unproven", "not guilty", "acquit", "dismiss", "withdraw", "discontinu", "quash", "no further",
    "not convicted", "pending", "unknown", "stayed",
)  # fmt: skip
_CUSTODY = ("custod", "prison", "jail", "incarcerat", "detention", "detain")
_NO_CUSTODY = ("suspend", "non-", "not ", "no ", "without", "deferred", "out of")
# From the gravest on: which words tell the three sorts apart, the last taking what is left.
_SORTS = (("indictable", "either", "summary"), (_CUSTODY, ("communit", "suspend", "probation", "supervis"), ("",)))


@dataclass(frozen=True)
class Offences:
    """`date`, `decided`: the columns with the day of the offence and of the court's decision. `outcome`: that of
    the court outcome, and `sorts` its proven codes in three parts, the gravest first. `custody`, `proven`: a
    column and its codes. Empty where the dictionary lacks it; `missing` says what, in whole sentences."""

    table: Table
    date: str
    decided: str
    proven: tuple[str, tuple[str, ...]]
    outcome: str
    sorts: tuple[tuple[str, ...], ...]
    custody: tuple[str, tuple[str, ...]]
    missing: tuple[str, ...]


def offences(dictionary: Dictionary) -> Offences | None:
    """The table of offences; None where no table of dated events is called so."""
    table = next(filter(_has_offences, dictionary.tables), None)
    if table is None:
        return None
    able = _dates(table)
    date = next((one for one in able if not _called(one, _DECIDED)), able[0]).name
    decided = _decided(table, date)
    coded = [one for one in table.columns if one.in_content and is_name(one.name) and _has_codes(one)]
    proven = _proven(coded)
    custody = _custody(coded, proven[0])
    column, sorts = _sorts(coded, proven)
    return Offences(
        table, date, decided, proven, column, sorts, custody, tuple(_missing(table, decided, sorts, custody))
    )


def _has_offences(table: Table) -> bool:
    named = is_name(table.name) and _said(table.name, table.title, _OFFENCES)
    return named and not table.one_row_a_person and bool(_dates(table))


def _dates(table: Table) -> list[Column]:
    """Dates of events that a protocol can name."""
    return [one for one in dates(table, None) if is_name(one.name)]


def _decided(table: Table, date: str) -> str:
    other = [one for one in table.columns if one.in_content and is_date(one) and one.name != date]
    usable = [one for one in other if is_name(one.name)]
    return next((one.name for one in usable if _called(one, _DECIDED)), "")


def _proven(coded: list[Column]) -> tuple[str, tuple[str, ...]]:
    """The column that says which offences were proven, and the codes that do."""
    for column in coded:
        kept = tuple(code for code in column.categories if not _said(code, "", _UNPROVEN))
        if kept and len(kept) < len(column.categories):
            return column.name, kept
    return "", ()


def _custody(coded: list[Column], first: str) -> tuple[str, tuple[str, ...]]:
    for column in sorted(coded, key=lambda one: one.name != first):
        codes = tuple(code for code in column.categories if _is_custody(code))
        if codes:
            return column.name, codes
    return "", ()


def _is_custody(code: str) -> bool:
    return _said(code, "", _CUSTODY) and not _said(code, "", (*_NO_CUSTODY, *_UNPROVEN))


def _sorts(coded: list[Column], proven: tuple[str, tuple[str, ...]]) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The court outcome and its three sorts: by known words, else a column called so that has three codes."""
    able = [(one, proven[1] if one.name == proven[0] else one.categories) for one in coded]
    for words in _SORTS:
        for column, codes in able:
            sorts = _told_apart(codes, words)
            if all(sorts):
                return column.name, sorts
    for column, codes in able:
        if len(codes) == len(_SORTS[0]) and _called(column, _OUTCOME):
            return column.name, tuple((code,) for code in codes)
    return "", ()


def _told_apart(codes: Iterable[str], words: tuple[str | tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """`codes` by the first of the `words` that is in them; nothing where a code has none of them."""
    sorts: list[list[str]] = [[] for _ in words]
    for code in codes:
        place = next((at for at, said in enumerate(words) if _is_sort(code, said)), None)
        if place is None:
            return ((),) * len(words)
        sorts[place].append(code)
    return tuple(map(tuple, sorts))


def _is_sort(code: str, said: str | tuple[str, ...]) -> bool:
    return _is_custody(code) if said is _CUSTODY else _said(code, "", (said,) if isinstance(said, str) else said)


def _missing(
    table: Table, decided: str, sorts: tuple[tuple[str, ...], ...], custody: tuple[str, tuple[str, ...]]
) -> Iterable[str]:
    where = f"In the dictionary, the table {table.name} has no"
    if not decided:
        yield (
            f"{where} date of the court's decision, so that offences decided too late cannot be left out: give it "
            "a date whose name or title has a word such as decided, convicted or sentenced."
        )
    if not sorts:
        yield (
            f"{where} court outcome that can be told in three sorts, such as indictable, either way and summary, "
            "or custody, community and the rest: list its codes. The six measures by court outcome are left out."
        )
    if not custody[1]:
        yield (
            f"{where} code for custody, such as {listed(('custody', 'prison'), quote='')}: list the codes of its "
            "sentences. The two measures of custody are left out."
        )


def _has_codes(column: Column) -> bool:
    return bool(column.categories) and column.type == "string" and all(map(str.isprintable, column.categories))


def _called(column: Column, words: tuple[str, ...]) -> bool:
    return _said(column.name, column.title, words)


def _said(name: str, title: str, words: tuple[str, ...]) -> bool:
    """Whether one of the `words` is in a name or a title."""
    said = f"{name.replace('_', ' ')} {title}".casefold()
    return any(word in said for word in words)
