"""Read a protocol: a checked value, or every mistake in it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from outcomelab.errors import Mistake, ProtocolError
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.checks.against import against
from outcomelab.protocol.checks.alone import alone
from outcomelab.protocol.checks.holding import named, one
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.reading.draft import Draft, draft
from outcomelab.protocol.reading.file import text_of
from outcomelab.protocol.reading.lines import lines_of
from outcomelab.protocol.reading.near import short
from outcomelab.protocol.reading.slips import KeyPath, Sifting, Slip, place, sifted
from outcomelab.protocol.reading.syntax import TOO_DEEP, toml
from outcomelab.protocol.reading.values import TooDeepError, frozen

Choose = Callable[[Draft], Sifting[Dictionary | None]]


def read(file: Path, dictionary: Dictionary | None = None) -> Protocol:
    """The protocol in `file`, checked whole; with a `dictionary`, also against the holding it describes.

    Raises ProtocolError with every mistake: its line, where it is, what is wrong and what to write.
    """
    return read_text(text_of(file), file.name, dictionary)


def read_text(text: str, name: str, dictionary: Dictionary | None = None) -> Protocol:
    """The same from `text`; `name` is what messages call it. A single outcome is the primary one unsaid."""
    return _read(text, name, lambda _: one(dictionary))[0]


def read_against(file: Path, dictionaries: Iterable[Dictionary]) -> tuple[Protocol, Dictionary]:
    """The protocol in `file`, checked against the one of `dictionaries` that it names, and that dictionary.

    Raises ProtocolError as `read` does, also when it names none of them.
    """
    known = tuple(dictionaries)
    protocol, dictionary = _read(text_of(file), file.name, lambda made: named(made, known))
    if dictionary is None:
        raise ValueError("a protocol without mistakes names its holding")
    return protocol, dictionary


def mistakes_at(text: str, slips: Iterable[Slip]) -> tuple[Mistake, ...]:
    """What else is wrong with a protocol that reads without mistakes, by line: what was agreed elsewhere, say."""
    found = toml(text.removeprefix("\ufeff"))
    return _in_order(_at_lines(slips, found.text, frozen(found.values or {}, found.marker)))


def _read(text: str, name: str, choose: Choose) -> tuple[Protocol, Dictionary | None]:
    if not text.strip("\ufeff \t\r\n"):
        empty = Mistake(0, "the file", "is empty", "Make a protocol with `outcomelab new-study`.")
        raise ProtocolError(name, (empty,))
    found = toml(text.removeprefix("\ufeff"))
    if found.values is None:
        raise ProtocolError(name, _in_order(found.mistakes))
    try:
        raw = frozen(found.values, found.marker)
    except TooDeepError:
        raise ProtocolError(name, (*_in_order(found.mistakes), TOO_DEEP)) from None
    (made, dictionary), slips = sifted(_checked(raw, choose))
    if not slips and not found.mistakes:
        return _whole(made), dictionary
    raise ProtocolError(name, _in_order((*found.mistakes, *_at_lines(slips, found.text, raw))))


def _checked(raw: dict[str, object], choose: Choose) -> Sifting[tuple[Draft, Dictionary | None]]:
    made = yield from draft(raw)
    yield from alone(made)
    dictionary = yield from choose(made)
    if dictionary is not None:
        yield from against(made, dictionary)
    return made, dictionary


def _whole(made: Draft) -> Protocol:
    """The protocol of a draft without mistakes."""
    outcomes = tuple(item.part for item in made.outcomes)
    if len(outcomes) == 1:
        outcomes = (outcomes[0].model_copy(update={"primary": True}),)
    sections = (made.study, made.holding, made.cohort, made.index, made.linkage, made.matching, made.disclosure)
    return Protocol.model_validate(
        {
            **{str(item.path[0]): item.part for item in sections if item},
            "tables": {name: item.part for name, item in made.tables.items()},
            "eligible": tuple(item.part for item in made.eligible),
            "covariates": tuple(item.part for item in made.covariates),
            "outcomes": outcomes,
            "subgroups": made.subgroups,
        }
    )


def _at_lines(slips: Iterable[Slip], text: str, raw: dict[str, object]) -> Iterator[Mistake]:
    lines = lines_of(text)
    for slip in slips:
        yield Mistake(lines.of(slip.path), place(slip.path, _name_of(slip.path, raw)), slip.wrong, slip.mend)


def _name_of(path: KeyPath, raw: dict[str, object]) -> str:
    """The name of the list item `path` is in, if it has one."""
    here: object = raw
    for step in path[:2]:
        if isinstance(here, dict):
            here = here.get(step)
        elif isinstance(here, tuple) and isinstance(step, int):
            here = here[step]
    name = here.get("name") if isinstance(here, dict) and len(path) > 1 and isinstance(path[1], int) else None
    return short(name) if isinstance(name, str) else ""


def _in_order(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """By line, each once; what has no line, such as a section that is missing, comes first."""
    return tuple(sorted(dict.fromkeys(mistakes), key=lambda mistake: mistake.line))
