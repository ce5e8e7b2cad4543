"""The way to a holding's content: for what comes after linkage, and never for linkage."""

from __future__ import annotations

from pathlib import Path

from outcomelab.handovers.holding import ContentStore
from outcomelab.holdings.keys import content_key, read_key
from outcomelab.holdings.opening import folder_of

CONTENT = "content.duckdb"


def open_content(holdings: Path, keys: Path, name: str) -> ContentStore:
    """The store with the content of the holding `name`, and its key. Reads no other key.

    Raises HoldingError when the holding is not registered or its key is not in `keys`.
    """
    folder = folder_of(holdings, name)
    return ContentStore(folder / CONTENT, read_key(content_key(keys, name)))
