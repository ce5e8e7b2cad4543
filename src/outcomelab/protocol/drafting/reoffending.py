"""The Justice Data Lab's eleven measures of reoffending, as outcomes of a protocol.

Proven reoffences are those committed within a year that a court decided on within six months after it (Ministry of
Justice, Guide to Proven Reoffending Statistics): rate, frequency, days to the first of those who had one; first
reoffences and their number by three court outcomes; custody, and how often of those who reoffended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from outcomelab.protocol.drafting.entries import Names
from outcomelab.protocol.drafting.offences import Offences
from outcomelab.protocol.drafting.toml import comment, plain, quoted

FOLLOW_UP, WAITING = 365, 183  # days
_RATE = "One-year proven reoffending rate"
_FREQUENCY = "Frequency of proven reoffending"
_TIME = "Time to the first proven reoffence"
_FIRST = "First proven reoffence by court outcome"
_SORTED = "Proven reoffences by court outcome"
_CUSTODY = "Custody"
_MANY = 'unit = "proven reoffences"'


def reoffending(found: Offences, names: Names) -> tuple[str, ...]:
    """The `[[outcomes]]` that the dictionary carries, up to eleven, and as comments what it lacks."""
    proven = {found.proven[0]: found.proven[1]} if found.proven[1] else {}
    lines = [
        comment("The Justice Data Lab's measures of reoffending: docs/measures.md says what each one is."),
        comment("An offence counts when it was committed within a year and decided within six months after it."),
        *(comment(line) for sentence in _read(found) for line in _lines(sentence)),
        "",
    ]
    entry = _Entries(found, names)
    rate = names.name("reoffended")
    lines += entry(_RATE, rate, "A proven reoffence within a year", "any", proven, "primary = true")
    often = names.name("reoffences")
    lines += entry(_FREQUENCY, often, "Proven reoffences within a year", "count", proven, _MANY)
    among = f'among = "{rate}"'
    days = names.name("days_to_reoffence")
    said = "Days to the first proven reoffence, of those who reoffended"
    lines += entry(_TIME, days, said, "time-to-first", proven, among, 'better = "higher"')
    lines += _by_court_outcome(found, entry, proven, names)
    lines += _custody(found, entry, proven, among, names)
    return tuple(lines)


def _read(found: Offences) -> Iterator[str]:
    """What was read off the dictionary's names and codes, for whoever knows better; and what is not there."""
    column, codes = found.proven
    listed = found.table.column(column)
    if listed and isinstance(codes, tuple):
        others = [code for code in listed.categories if code not in codes]
        yield f"Of {column}, these codes count as proven: {_words(codes)}. These do not: {_words(others)}."
    elif not listed:
        yield f"{found.table.name} does not say what was not proven: all that counts otherwise is taken as proven."
    if found.outcome not in ("", column):
        yield (
            f"Where {found.outcome} is not known, an offence is of none of the three court outcomes. If that is "
            "about few participants, the six measures are withheld: docs/measures.md says what to write then."
        )
    if found.prison:
        yield (
            f"Custody is of the table {found.prison.name}, by its own date: which offence it was for is not known."
        )
    yield from (f"Missing: {sentence}" for sentence in found.missing)


def _custody(
    found: Offences, entry: _Entries, proven: Mapping[str, object], among: str, names: Names
) -> Iterator[str]:
    """Whether and how often somebody was sent to custody: by the offences' own codes, or by another table."""
    if not (found.custody[1] or found.prison):
        return
    of = "" if found.prison else " for a proven reoffence"
    where = {} if found.prison else dict(proven)
    if found.custody[1]:
        where[found.custody[0]] = found.custody[1]
    table = found.prison.name if found.prison else ""
    yield from entry(_CUSTODY, names.name("custody"), f"Custody{of} within a year", "any", where, table=table)
    name, said = names.name("custodial_sentences"), "Times sent to custody within a year, of those who reoffended"
    yield from entry(_CUSTODY, name, said, "count", where, among, 'unit = "custodial sentences"', table=table)


def _by_court_outcome(
    found: Offences, entry: _Entries, proven: Mapping[str, object], names: Names
) -> Iterator[str]:
    """First reoffences by sort, the gravest counting on a day with several, then how many of each there were."""
    for place, codes in enumerate(found.sorts):
        graver = tuple(code for sort in found.sorts[:place] for code in sort)
        first = [f"first = {_where({found.outcome: codes})}"]
        first += [f"graver = {_where({found.outcome: graver})}"] if graver else []
        name, said = names.name(f"first_{_slug(codes, place)}"), _words(codes)
        yield from entry(_FIRST, name, f"First proven reoffence within a year: {said}", "any", proven, *first)
    for place, codes in enumerate(found.sorts):
        where = {**proven, found.outcome: codes}
        name, said = names.name(f"reoffences_{_slug(codes, place)}"), _words(codes)
        yield from entry(_SORTED, name, f"Proven reoffences within a year: {said}", "count", where, _MANY)


class _Entries:
    """Writes one outcome of the table of offences, or of another `table`, whose events no court decides on."""

    def __init__(self, found: Offences, names: Names) -> None:
        self._found, self._names = found, names

    def __call__(
        self,
        measure: str,
        name: str,
        label: str,
        kind: str,
        where: Mapping[str, object],
        *keys: str,
        table: str = "",
    ) -> list[str]:
        decided = [f'decided = "{self._found.decided}"'] if self._found.decided and not table else []
        return [
            "[[outcomes]]",
            f'name = "{name}"',
            f"label = {quoted(self._names.label(label))}",
            f"measure = {quoted(measure)}",
            f'kind = "{kind}"',
            f'table = "{table or self._found.table.name}"',
            *([f"where = {_where(where)}"] if where else []),
            f"to_day = {FOLLOW_UP}",
            f"waiting_days = {WAITING}",
            *decided,
            *keys,
            "",
        ]


def _where(conditions: Mapping[str, object]) -> str:
    return f"{{ {', '.join(f'{column} = {_met(codes)}' for column, codes in conditions.items())} }}"


def _met(codes: object) -> str:
    return "true" if codes is True else f"[{', '.join(map(quoted, _codes(codes)))}]"


def _codes(codes: object) -> Sequence[str]:
    return [str(code) for code in codes] if isinstance(codes, tuple) else [str(codes)]


def _slug(codes: Sequence[str], place: int) -> str:
    """A name of a sort: its first code as a word, else its place."""
    word = "".join(c if c.isascii() and c.isalnum() else "_" for c in codes[0].casefold()).strip("_")
    return word[:40] or f"sort_{place + 1}"


def _words(codes: Sequence[str]) -> str:
    return plain(", ".join(codes), 100)


def _lines(sentence: str) -> Iterator[str]:
    """A sentence in lines that a comment can hold."""
    line = ""
    for word in sentence.split():
        if len(line) + len(word) > 100:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line
