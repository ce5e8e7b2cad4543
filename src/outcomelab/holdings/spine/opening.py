"""Where the spine lies, what is told of it, and the way to its membership: for pseudonyms.

`_spine/spine.json` in the folder of holdings names the version that counts, a folder beside it with
`identifiers.duckdb` and `membership.duckdb`. It says no more than counts and dates.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from outcomelab.errors import HoldingError
from outcomelab.handovers.spine import MembershipStore, SpineStatus
from outcomelab.holdings.content import CONTENT
from outcomelab.holdings.keys import membership_key, read_key
from outcomelab.holdings.opening import folder_of

SPINE = "_spine"  # no holding can have this name
RECORD = "spine.json"
MEMBERSHIP = "membership.duckdb"
# A store's random salts are in its first blocks.
_HEADER = 3 * 4096


@dataclass(frozen=True)
class Record:
    """The spine's own record: the folder of the version that counts, and what is told of it."""

    version: str
    status: SpineStatus


def read_record(holdings: Path) -> Record | None:
    """The spine's record; None where no spine was built. Raises HoldingError when it is damaged."""
    path = holdings / SPINE / RECORD
    try:
        return TypeAdapter(Record).validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise HoldingError(f"{path} is damaged. Put it back from a backup, together with its folder.") from None


def status(holdings: Path) -> SpineStatus:
    """What is told of the spine. Opens no store. Raises HoldingError when there is no spine."""
    return _built(holdings).status


def open_membership(holdings: Path, keys: Path) -> MembershipStore:
    """Who of which holding is whom, without identifiers: reads no other key.

    Raises HoldingError when there is no spine or its key is not in `keys`.
    """
    folder = holdings / SPINE / _built(holdings).version
    return MembershipStore(folder / MEMBERSHIP, read_key(membership_key(keys, SPINE)))


def registration(holdings: Path, name: str) -> str:
    """Tells one registration of a holding from the next, without a key: each has its own random salts.

    Raises HoldingError when the holding is not registered.
    """
    path = folder_of(holdings, name) / CONTENT
    try:
        with path.open("rb") as file:
            return hashlib.sha256(file.read(_HEADER)).hexdigest()[:16]
    except OSError:
        raise HoldingError(f"The store {path.name} of {name} is missing. Register the holding again.") from None


def _built(holdings: Path) -> Record:
    record = read_record(holdings)
    if record is None:
        raise HoldingError(
            f"There is no spine in {holdings} yet. Make it with: outcomelab spine build --holdings {holdings}"
        )
    return record
