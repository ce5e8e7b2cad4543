"""Entries of a dictionary, read one by one: each mistake is noted and reading goes on.

Every function takes the JSON object, the key, `where` that is in words, and the list it adds mistakes to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from outcomelab.errors import Mistake
from outcomelab.holdings.names import NAME_RULE, did_you_mean, is_name, listed

Object = Mapping[str, object]
Mistakes = list[Mistake]


def note(mistakes: Mistakes, where: str, wrong: str, mend: str) -> None:
    """Add one mistake."""
    mistakes.append(Mistake(0, where, wrong, mend))


def only(thing: Object, known: tuple[str, ...], ignored: tuple[str, ...], where: str, mistakes: Mistakes) -> None:
    """Note every key that is neither `known` nor `ignored` (described elsewhere, of no effect here)."""
    for key in thing:
        if key not in known and key not in ignored:
            mend = did_you_mean(key, known) or f"Leave it out; what counts here is {listed(known)}."
            note(mistakes, where, f'"{key}" is not known here', mend)


def words(thing: Object, key: str, where: str, mistakes: Mistakes, *, needed: bool = False) -> str:
    """A text. Empty when absent, which is a mistake if `needed`."""
    found = thing.get(key, "")
    if not isinstance(found, str):
        note(mistakes, where, f'"{key}" is not a text', f'Write "{key}": "..." in quotation marks.')
        return ""
    if needed and not found.strip():
        note(mistakes, where, f'"{key}" is missing', f'Add "{key}": "...".')
    return found.strip()


def name(thing: Object, key: str, where: str, mistakes: Mistakes) -> str:
    """A name that is safe in SQL; empty, with a mistake, when it is not."""
    found = words(thing, key, where, mistakes, needed=True)
    if found and not is_name(found):
        note(mistakes, where, f'the name "{found}" cannot be used', f"{NAME_RULE}.")
        return ""
    return found


def truth(thing: Object, key: str, where: str, mistakes: Mistakes) -> bool:
    """True or false; false when absent."""
    found = thing.get(key, False)
    if not isinstance(found, bool):
        note(
            mistakes, where, f'"{key}" is neither true nor false', f'Write "{key}": true, without quotation marks.'
        )
        return False
    return found


def choice(
    thing: Object, key: str, among: tuple[str, ...], also: Mapping[str, str], where: str, mistakes: Mistakes
) -> str | None:
    """One of the words `among`; None, with a mistake, for anything else. `also`: words people use instead."""
    found = thing.get(key)
    if isinstance(found, str) and found in among:
        return found
    every = f"Write one of {listed(among)}."
    if found is None:
        note(mistakes, where, f'"{key}" is missing', every)
    elif not isinstance(found, str):
        note(mistakes, where, f'"{key}" is not a text', every)
    else:
        mend = f"{did_you_mean(found, among, also)} {every}".strip()
        note(mistakes, where, f'there is no {key} "{found}"', mend)
    return None


def day(thing: Object, key: str, where: str, mistakes: Mistakes) -> dt.date | None:
    """A date written 2019-01-31."""
    found = words(thing, key, where, mistakes, needed=True)
    if not found:
        return None
    try:
        return dt.datetime.strptime(found, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        note(mistakes, where, f'"{key}" is not a date', f'Write it as "{key}": "2019-01-31".')
        return None


def inner(thing: Object, key: str, where: str, mistakes: Mistakes, *, needed: bool = False) -> Object:
    """An object inside; empty when absent, which is a mistake if `needed`."""
    found = thing.get(key)
    if isinstance(found, dict):
        return found
    if found is not None or needed:
        wrong = f'"{key}" is missing' if found is None else f'"{key}" is not an object'
        note(mistakes, where, wrong, f'Write "{key}": {{...}}.')
    return {}


def inners(thing: Object, key: str, where: str, mistakes: Mistakes) -> tuple[Object, ...]:
    """A list of objects with at least one in it."""
    found = thing.get(key)
    if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
        return tuple(found)
    wrong = f'"{key}" is missing' if not found else f'"{key}" is not a list of objects'
    note(mistakes, where, wrong, f'Write "{key}": [{{...}}, {{...}}], at least one.')
    return ()
