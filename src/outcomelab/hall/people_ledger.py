"""People whom the ledger knows again in any table: by member numbers, as in the lab's holdings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from outcomelab.disclosure.ledger.store import Ledger
from outcomelab.errors import UsageError
from outcomelab.holdings.keys import made_key, members_key
from outcomelab.holdings.names import is_name
from outcomelab.holdings.vault import vault_key


@dataclass(frozen=True)
class PeopleLedger:
    """The ledger, the name under which people are known in it (a holding's, or any other), and the key of their
    member numbers, which is never printed."""

    ledger: Ledger
    holding: str
    key: bytes = field(repr=False)


def ledger_of(people: str, folder: Path | str, keys: Path | str | None = None) -> PeopleLedger:
    """The ledger in `folder` for `people`, with its keys in the folder `keys` (unless said, `FOLDER.keys`).

    Keys that are not there yet are made. `people` is the name of a holding where the table's column of persons has
    the holding's own numbers: then studies and tables know the same people. Raises HoldingError when a key cannot
    be used, UsageError for a name that is none.
    """
    if not is_name(people):
        raise UsageError("Name the people by small letters, digits and underscores, such as clients.")
    place = Path(folder)
    whole = place.resolve()
    kept = Path(keys) if keys else whole.parent / f"{whole.name}.keys"
    vault = vault_key(place, kept, place)
    key = made_key(members_key(kept, people))
    return PeopleLedger(Ledger(place, vault), people, bytes.fromhex(key))
