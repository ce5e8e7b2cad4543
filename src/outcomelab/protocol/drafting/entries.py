"""Covariates and outcomes proposed from a dictionary's columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from outcomelab.handovers.holding import Column, Table
from outcomelab.protocol.checks.names import RESERVED
from outcomelab.protocol.drafting.period import Period
from outcomelab.protocol.drafting.toml import comment, plain, quoted
from outcomelab.protocol.reading.near import listed
from outcomelab.protocol.reading.sections import is_name
from outcomelab.protocol.roles import NUMERIC, amounts

# Under 250 persons the rules publish at most 20 covariates: beyond these, columns are proposed as comments.
_MOST_COLUMNS = 12


@dataclass
class Names:
    """Names and labels already given, so that each is given once."""

    names: set[str] = field(default_factory=lambda: set(RESERVED))
    labels: set[str] = field(default_factory=set)

    def name(self, wanted: str) -> str:
        """`wanted`, numbered if it is taken."""
        return _fresh(wanted, self.names, 60, "_")

    def label(self, wanted: str) -> str:
        """`wanted` on one line, numbered if it is taken."""
        return _fresh(plain(wanted, 180) or "Unnamed", self.labels, 200, " ")


@dataclass(frozen=True)
class Proposed:
    """Lines of `[[covariates]]`, and the names of those of kind category."""

    lines: tuple[str, ...]
    categories: tuple[str, ...]


def covariates(persons: Table, events: tuple[Table, ...], when: Period, names: Names) -> Proposed:
    """A covariate for the age, for each usable column of `persons`, and for each table of events."""
    lines = [
        comment("What is known of a person at or before the index date. Kinds: value (a number), category (a"),
        comment("code), age; and of events before: count-before, any-before, sum-before."),
    ]
    categories: list[str] = []
    if persons.born is not None:
        lines += _entry("covariates", names.name("age"), names.label("Age"), 'kind = "age"')
    for number, (column, kind) in enumerate(_usable(persons)):
        name, label = names.name(column.name), names.label(_called(column))
        written = _entry("covariates", name, label, f'kind = "{kind}"', f'column = "{column.name}"')
        spare = column.sensitive or number >= _MOST_COLUMNS
        if column.categories:
            lines.append(comment(f"{column.name} has the codes {listed(column.categories, chr(34))}."))
        if column.sensitive:
            lines.append(comment(f"{column.name} is marked sensitive: use it only if the agreement allows it."))
        lines += [f"# {line}" if line and spare else line for line in written]
        categories += [name] if kind == "category" and not spare else []
    for table in events:
        window = (f"from_days = {when.back}", f"to_days = {min(1, when.back)}")
        keys = ('kind = "count-before"', f'table = "{table.name}"', *window)
        name, label = names.name(f"{table.name[:50]}_before"), names.label(f"{_called(table)} before")
        lines += _entry("covariates", name, label, *keys)
    return Proposed(tuple(lines), tuple(categories))


def outcomes(events: tuple[Table, ...], when: Period, names: Names) -> tuple[str, ...]:
    """An `[[outcomes]]` of kind any for each table of events, and of kind amount where it is clear of what."""
    lines = [
        comment("What is counted in follow-up, in days after the index date. Kinds: any (yes or no), count,"),
        comment("time-to-first, amount. `better` says what the programme hopes for. One outcome is primary: the"),
        comment("study stands on it. For outcomes that need a decision, such as a conviction:"),
        comment('waiting_days = 183 and decided = "the column with the day of the decision".'),
    ]
    window = ("from_day = 1", f"to_day = {when.ahead}")
    for number, table in enumerate(events):
        primary = ("primary = true",) if number == 0 else ()
        keys = ('kind = "any"', f'table = "{table.name}"', *window, 'better = "lower"', *primary)
        label = names.label(f"{_called(table)}: any in follow-up")
        lines += _entry("outcomes", names.name(table.name), label, *keys)
        for amount in _only_amount(table):
            unit = quoted(plain(amount.unit, 40))
            keys = ('kind = "amount"', f'table = "{table.name}"', f'column = "{amount.name}"', *window)
            label = names.label(f"{_called(amount)} in follow-up")
            keys = (*keys, f"unit = {unit}", 'better = "higher"')
            lines += _entry("outcomes", names.name(amount.name), label, *keys)
    return tuple(lines)


def _usable(persons: Table) -> Iterator[tuple[Column, str]]:
    """Columns of the persons table that a covariate can be, and of which kind."""
    for column in persons.columns:
        identifies = column.identifier not in (None, "sex")
        if not column.in_content or not is_name(column.name) or column.type == "date" or identifies:
            continue
        if column.type in NUMERIC and not column.categories and column.role != "code":
            yield column, "value"
        elif column.type == "boolean" or (column.type != "number" and _few_levels(column)):
            yield column, "category"


def _few_levels(column: Column) -> bool:
    """Whether a column holds codes rather than words of its own."""
    return column.role == "code" or bool(column.categories) or column.identifier == "sex"


def _only_amount(table: Table) -> tuple[Column, ...]:
    found = amounts(table, None)
    return found if len(found) == 1 and is_name(found[0].name) else ()


def _entry(section: str, name: str, label: str, *keys: str) -> list[str]:
    return [f"[[{section}]]", f'name = "{name}"', f"label = {quoted(label)}", *keys, ""]


def _called(thing: Table | Column) -> str:
    """A table's or column's title, else its name as words."""
    return plain(thing.title, 150) or thing.name.replace("_", " ").capitalize()


def _fresh(wanted: str, taken: set[str], longest: int, gap: str) -> str:
    number, found = 1, wanted[:longest]
    while " ".join(found.casefold().split()) in taken:
        number += 1
        tail = f"{gap}{number}"
        found = f"{wanted[: longest - len(tail)]}{tail}"
    taken.add(" ".join(found.casefold().split()))
    return found
