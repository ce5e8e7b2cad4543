"""Where a lab keeps its ledger of releases, and the key of the ledger's vault."""

from __future__ import annotations

from pathlib import Path

from outcomelab.holdings.keys import check_folder, is_there, made_key, read_key

_KEY = "_ledger.vault.key"


def default_ledger(holdings: Path) -> Path:
    """The ledger's folder where none is named: beside the holdings, `holdings.ledger` for `holdings`."""
    whole = holdings.resolve()
    return whole.parent / f"{whole.name}.ledger"


def existing_key(keys: Path) -> bytes:
    """The key of the vault. Raises HoldingError when it is not in `keys`."""
    return bytes.fromhex(read_key(keys / _KEY))


def vault_key(holdings: Path, keys: Path, ledger: Path) -> bytes:
    """The key of the vault, in the folder of keys: made for a ledger that has no vault yet, never for another.

    Raises HoldingError when the key is missing, can be neither read nor written, or would lie beside its vault.
    """
    check_folder(ledger, keys)
    path = keys / _KEY
    if not is_there(path) and not is_there(ledger / "vault"):
        check_folder(holdings, keys)
        made_key(path)
    return existing_key(keys)
