"""A table of offences as a dictionary describes it: which columns say when, whether proven, how it ended.

Dictionaries have no roles for this, so it is read off the names, titles and codes of columns; what cannot be found
is said in words, so that a custodian knows what to add.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.drafting.told import called, is_true, said, told_by
from outcomelab.protocol.reading.near import listed
from outcomelab.protocol.reading.sections import is_name
from outcomelab.protocol.roles import dates, is_date

_OFFENCES = ("offen", "crime", "convict", "arrest")
_DECIDED = ("decid", "decision", "convict", "sentenc", "dispos", "verdict", "court", "proven", "judg")
_OUTCOME = ("outcome", "decision", "dispos", "sentenc", "court", "result", "verdict", "class", "mode of trial")
_UNPROVEN = (
    "not proven", "unproven", "not guilty", "acquit", "dismiss", "withdraw", "discontinu", "quash", "no further",
    "not convicted", "stayed", "dropped", "no case", "not proceed", "no conviction", "nolle", "struck", "abandon",
    "set aside", "overturn", "vacated", "innocent", "insufficient",
)  # fmt: skip
# Of a decision; of anything else it says nothing.
_OPEN = ("pending", "unknown", "await", "adjourn", "not recorded")
_PROVEN = ("proven", "proved", "guilty", "convict")
_CUSTODY = ("custod", "prison", "jail", "incarcerat", "detention", "detain")
_FREED = ("release", "discharg", "freed", "leav")
_NO_CUSTODY = ("suspend", "non-", "not ", "no ", "without", "deferred", "out of")
_INSIDE = ("in custody", "remand")  # at the time of the offence
# From the gravest on: which words tell the three sorts apart, the last taking what is left.
_SORTS = (("indictable", "either", "summary"), (_CUSTODY, ("communit", "suspend", "probation", "supervis"), ("",)))


Meets = tuple[str, tuple[str, ...] | Literal[True]]
NOTHING: Meets = ("", ())


@dataclass(frozen=True)
class Offences:
    """`date`, `decided`: the columns with the day of the offence and of the court's decision. `outcome`: that of
    the court outcome, and `sorts` its proven codes in three parts, the gravest first. `custody`, `proven`: what an
    event has to meet, a column's codes or that it is true. `prison`: the table of custody, where it is not that of
    offences. Empty where the dictionary lacks it; `missing` says what, in whole sentences."""

    table: Table
    date: str
    decided: str
    proven: Meets
    outcome: str
    sorts: tuple[tuple[str, ...], ...]
    custody: Meets
    prison: Table | None
    missing: tuple[str, ...]


def offences(dictionary: Dictionary) -> Offences | None:
    """The table of offences; None where no table of dated events is called so."""
    table = next(filter(_has_offences, dictionary.tables), None)
    if table is None:
        return None
    able = _dates(table)
    date = next((one for one in able if not called(one, _DECIDED)), able[0]).name
    decided = _decided(table, date)
    proven = _proven(table)
    custody = _custody(table, proven[0])
    prison = None if custody[1] else _prison(dictionary, table)
    column, sorts = _sorts(told_by(table), proven)
    missing = tuple(_missing(table, decided, sorts, bool(custody[1] or prison)))
    custody = _custody(prison) if prison else custody
    return Offences(table, date, decided, proven, column, sorts, custody, prison, missing)


def _has_offences(table: Table) -> bool:
    named = is_name(table.name) and said(table.name, table.title, _OFFENCES)
    return named and not table.one_row_a_person and bool(_dates(table))


def _dates(table: Table) -> list[Column]:
    """Dates of events that a protocol can name."""
    return [one for one in dates(table, None) if is_name(one.name)]


def _decided(table: Table, date: str) -> str:
    other = [one for one in table.columns if one.in_content and is_date(one) and one.name != date]
    usable = [one for one in other if is_name(one.name)]
    return next((one.name for one in usable if called(one, _DECIDED)), "")


def _proven(table: Table) -> Meets:
    """What an offence meets that was proven: the codes that do not say otherwise, or a column that says so."""
    for column in told_by(table):
        words = (*_UNPROVEN, *_OPEN) if called(column, (*_DECIDED, *_OUTCOME)) else _UNPROVEN
        kept = tuple(code for code in column.categories if not said(code, "", words))
        if kept and len(kept) < len(column.categories):
            return column.name, kept
    flag = is_true(table, _PROVEN, _UNPROVEN)
    return (flag, True) if flag else NOTHING


def _custody(table: Table, first: str = "") -> Meets:
    for column in sorted(told_by(table), key=lambda one: one.name != first):
        codes = tuple(code for code in column.categories if _is_custody(code))
        if codes:
            return column.name, codes
    flag = is_true(table, _CUSTODY, (*_NO_CUSTODY, *_FREED, *_INSIDE))
    return (flag, True) if flag else NOTHING


def _prison(dictionary: Dictionary, offences: Table) -> Table | None:
    """Another table of dated events that tells of custody: by its codes, else by what it is called."""
    others = [one for one in dictionary.tables if one is not offences and is_name(one.name)]
    able = [one for one in others if not one.one_row_a_person and _dates(one)]
    able = [one for one in able if not said(one.name, one.title, _FREED)]
    coded = (one for one in able if _custody(one)[1])
    return next(coded, next((one for one in able if said(one.name, one.title, _CUSTODY)), None))


def _is_custody(code: str) -> bool:
    return said(code, "", _CUSTODY) and not said(code, "", (*_NO_CUSTODY, *_UNPROVEN, *_INSIDE))


def _sorts(coded: list[Column], proven: Meets) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The court outcome and its three sorts: by known words, else a column called so that has three codes."""
    able = [
        (one, proven[1] if one.name == proven[0] and proven[1] is not True else one.categories) for one in coded
    ]
    for words in _SORTS:
        for column, codes in able:
            sorts = _told_apart(codes, words)
            if all(sorts):
                return column.name, sorts
    for column, codes in able:
        if len(codes) == len(_SORTS[0]) and called(column, _OUTCOME):
            return column.name, tuple((code,) for code in codes)
    return "", ()


def _told_apart(codes: Iterable[str], words: tuple[str | tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """`codes` by the first of the `words` that is in them; nothing where a code has none of them."""
    sorts: list[list[str]] = [[] for _ in words]
    for code in codes:
        place = next((at for at, some in enumerate(words) if _is_sort(code, some)), None)
        if place is None:
            return ((),) * len(words)
        sorts[place].append(code)
    return tuple(map(tuple, sorts))


def _is_sort(code: str, some: str | tuple[str, ...]) -> bool:
    return _is_custody(code) if some is _CUSTODY else said(code, "", (some,) if isinstance(some, str) else some)


def _missing(table: Table, decided: str, sorts: tuple[tuple[str, ...], ...], custody: bool) -> Iterable[str]:
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
    if not custody:
        yield (
            f"{where} code for custody, such as {listed(('custody', 'prison'), quote='')}: list the codes of its "
            "sentences, or call another table of dated events so. The two measures of custody are left out."
        )
