"""The way to both of the spine's files, identifiers among them: for linkage, and nobody else."""

from __future__ import annotations

from pathlib import Path

from outcomelab.handovers.holding import IdentifierStore
from outcomelab.handovers.spine import MembershipStore, SpineStores
from outcomelab.holdings.identifiers import IDENTIFIERS
from outcomelab.holdings.keys import identifiers_key, membership_key, read_key
from outcomelab.holdings.spine.opening import MEMBERSHIP, SPINE


def open_both(holdings: Path, keys: Path, version: str) -> SpineStores:
    """Both files of a version, which need not exist yet. Raises HoldingError when a key is not in `keys`."""
    folder = holdings / SPINE / version
    return SpineStores(
        IdentifierStore(folder / IDENTIFIERS, read_key(identifiers_key(keys, SPINE))),
        MembershipStore(folder / MEMBERSHIP, read_key(membership_key(keys, SPINE))),
    )
