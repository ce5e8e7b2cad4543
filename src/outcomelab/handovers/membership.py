"""Who a figure is about, for the ledger alone: member numbers and bits, never identifiers or person keys.

A member number is a keyed hash of the custodian's own number of a person: the same in every study and every
registration of a holding, and of no use to whoever has not the ledger's vault. It is handed from where person keys
are held to the ledger, past the rooms in between; those say only which of their rows a figure is about, as bits.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

# One row a participant who was linked. `place`: where, counted from 0, among the participants of the analysis
# table; null for whoever is not in it.
MEMBERSHIP = pa.schema([("member", pa.int64()), ("place", pa.int32())])


def as_bits(chosen: npt.NDArray[np.bool_]) -> str:
    """Which participants of the analysis table, in its order, a figure is about: a bit each, in hexadecimal."""
    return np.packbits(chosen, bitorder="little").tobytes().hex()


def from_bits(bits: str, participants: int) -> npt.NDArray[np.bool_]:
    """What `as_bits` wrote of so many `participants`. Raises ValueError when it is of another number of them."""
    raw = np.frombuffer(bytes.fromhex(bits), dtype=np.uint8)
    if len(raw) != -(-participants // 8):
        raise ValueError("a figure is about participants of another analysis table")
    return np.unpackbits(raw, count=participants, bitorder="little").astype(np.bool_)
