"""A protocol's text as the rules see it, read against the dictionary of a holding in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.errors import UsageError
from outcomelab.handovers.as_json import from_json
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_text
from outcomelab.service.domain.variables import Read, Uses, reads, uses
from outcomelab.service.store.models import HoldingRow

LONGEST = 200_000


@dataclass(frozen=True)
class Plan:
    """A protocol: its text, what it says, what it reads, and where it says so."""

    text: str
    protocol: Protocol
    uses: Uses
    reads: tuple[Read, ...]


def dictionary_of(row: HoldingRow) -> Dictionary:
    """The dictionary of a holding in the catalogue."""
    return from_json(Dictionary, row.dictionary)


def plan(text: str, dictionary: Dictionary | None) -> Plan:
    """A protocol checked whole, also against the dictionary where there is one. Raises ProtocolError with every
    mistake, UsageError for a text that is too long."""
    if len(text) > LONGEST:
        raise UsageError(f"The protocol is too long: write at most {LONGEST} characters.")
    protocol = read_text(text, "the protocol", dictionary)
    amounts = _amounts(dictionary) if dictionary else {}
    return Plan(text, protocol, uses(protocol, amounts), reads(protocol, amounts))


def _amounts(dictionary: Dictionary) -> dict[str, str]:
    """The one amount column of each table that has one."""
    columns = [(table.name, table.with_role("amount")) for table in dictionary.tables]
    return {name: found[0].name for name, found in columns if len(found) == 1}
