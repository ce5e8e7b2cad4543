"""What is wrong with an audit log, as its verifying says it, by line."""

from __future__ import annotations

_FAULTS = (
    "is no event: it was altered or damaged",
    "was altered: it is not written as the lab writes an event",
    "was altered: its hash is of something else",
    "was cut off",
    "an event was removed before this one: it is number {count}",
    "was inserted or moved here: it is number {count}",
    "does not follow the line before it: one of them was altered or exchanged",
    "is not the event whose hash was noted down: the log was made anew",
    "is looked up by other words than its line says: a column was altered",
)
SENTENCES = (
    *_FAULTS,
    *(f"line {{row}}: {fault}" for fault in _FAULTS),
    "events {count} to {more} are missing at the end: they were removed",
    "A head is a number and 64 digits or letters from a to f: copy all of it.",
)
