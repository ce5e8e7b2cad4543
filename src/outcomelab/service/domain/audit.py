"""The audit log: events of which each carries the hash of the one before, so that none can be changed unnoticed.

What a chain alone cannot tell: that its last events were removed, or that all of it was made anew. For that its
head, the last event's number and hash, is printed and kept somewhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import ValidationError

from outcomelab import chain
from outcomelab.chain import START, Fault
from outcomelab.errors import UsageError
from outcomelab.service.domain.events import Event

_GROUP = 4


@dataclass(frozen=True)
class Head:
    """The end of a chain. As text: the number, then the hash in groups of four, to be read out or typed."""

    number: int = 0
    hash: str = START

    def __str__(self) -> str:
        groups = (self.hash[at : at + _GROUP] for at in range(0, len(self.hash), _GROUP))
        return f"{self.number} {' '.join(groups)}"


def head(text: str) -> Head:
    """A head as it was printed, however spaced. Raises UsageError for what is none."""
    match = re.fullmatch(r"\s*(\d{1,15})[\s:]\s*([0-9a-f\s-]+)", text.lower(), re.ASCII)
    digits = re.sub(r"[\s-]", "", match[2]) if match else ""
    number = int(match[1]) if match else 0
    if len(digits) != len(START) or (number == 0 and digits != START):
        raise UsageError("A head is a number and 64 digits or letters from a to f: copy all of it.")
    return Head(number, digits)


def append(end: Head, event: Event) -> Event:
    """The event in its place after the end of a chain."""
    placed = event.model_copy(update={"number": end.number + 1, "previous": end.hash, "hash": ""})
    return placed.model_copy(update={"hash": chain.digest(placed.model_dump(mode="json"))})


def end(events: tuple[Event, ...]) -> Head:
    """The head of a chain."""
    return Head(events[-1].number, events[-1].hash) if events else Head()


def lines(events: tuple[Event, ...]) -> bytes:
    """The log as a file of JSON lines, in UTF-8."""
    return "".join(chain.line(event.model_dump(mode="json")) for event in events).encode("utf-8")


def verify(content: bytes, noted: Head | None = None) -> tuple[tuple[Event, ...], tuple[Fault, ...]]:
    """Every event of a file up to the first line that is none, and every fault, with its line.

    `noted`: a head that was written down earlier; the log may have grown since, and must still contain it.
    """
    events, faults = chain.read(content, _event, "event")
    if noted is None or noted == Head() or faults:
        return events, faults
    if noted.number > len(events):
        missing = f"events {len(events) + 1} to {noted.number} are missing at the end: they were removed"
        return events, (Fault(0, missing),)
    if events[noted.number - 1].hash != noted.hash:
        return events, (Fault(noted.number, "is not the event whose hash was noted down: the log was made anew"),)
    return events, ()


def _event(line: bytes) -> Event | None:
    try:
        return Event.model_validate_json(line)
    except ValidationError:
        return None
