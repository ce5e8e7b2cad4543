"""Which holding a protocol is for, and its table of persons."""

from __future__ import annotations

from outcomelab.handovers.holding import Dictionary, Table
from outcomelab.protocol.checks.columns import named_table
from outcomelab.protocol.reading.draft import Draft
from outcomelab.protocol.reading.near import did_you_mean
from outcomelab.protocol.reading.slips import Sifting, Slip


def one(dictionary: Dictionary | None) -> Sifting[Dictionary | None]:
    """The dictionary that was given, if any: nothing to choose."""
    yield from ()
    return dictionary


def named(made: Draft, known: tuple[Dictionary, ...]) -> Sifting[Dictionary | None]:
    """The one of `known` that the protocol names, or a slip."""
    if made.holding is None or not made.holding.sound("name"):
        return None
    name = made.holding.part.name
    found = next((dictionary for dictionary in known if dictionary.name == name), None)
    if found is None:
        mend = did_you_mean(name, [dictionary.name for dictionary in known], "registered holdings")
        yield Slip((*made.holding.path, "name"), f"no holding is registered as `{name}`", mend)
    return found


def persons_table(made: Draft, dictionary: Dictionary) -> Sifting[Table | None]:
    """The table with one row a person; slips when it is none, or when the holding is another."""
    if made.holding is None:
        return None
    part, path = made.holding.part, made.holding.path
    if made.holding.sound("name") and part.name != dictionary.name:
        mend = f'Write `name = "{dictionary.name}"`, or run the study on the holding it was written for.'
        yield Slip((*path, "name"), f"is `{part.name}`, and the holding given is `{dictionary.name}`", mend)
    if not made.holding.sound("persons"):
        return None
    table = yield from named_table(dictionary, part.persons, (*path, "persons"))
    if table is not None and not table.one_row_a_person:
        able = [other.name for other in dictionary.tables if other.one_row_a_person]
        mend = f'Write `persons = "{able[0]}"`.' if able else "The holding has no such table: ask its custodian."
        yield Slip((*path, "persons"), f"the table `{part.persons}` has more than one row a person", mend)
        return None
    return table
