"""The same person on a list more than once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from outcomelab.people.masks import Days, Ints
from outcomelab.people.names import plain

_BETWEEN = "\x1f"


def first_of_each(text: dict[str, pa.Array], born: Days, born_also: Days) -> Ints:
    """For each row the place of the first row of the same person; its own place when it is the first.

    Two rows are one person when they share plain surname and forename and a date of birth (either reading
    of it); a service number and a date of birth; the provider's reference and a date of birth; or names
    and a service number. That carries over: rows that share with a third row are one person as well.
    Spelling variants are left to linkage.
    """
    rows = len(born)
    names = pc.binary_join_element_wise(
        *(pc.fill_null(plain(text[part]), "") for part in ("surname", "forename")), _BETWEEN
    )
    service = _comparable(text["service_number"])
    births = [_as_text(days) for days in (born, born_also)]
    keys = [
        pc.binary_join_element_wise(kind, what, birth, _BETWEEN)
        for birth in births
        for kind, what in (("name", names), ("number", service), ("reference", _comparable(text["reference"])))
    ]
    keys.append(pc.binary_join_element_wise("both", names, service, _BETWEEN))
    return _first_connected(keys, rows)


def _first_connected(keys: list[pa.Array], rows: int) -> Ints:
    """Rows and the keys they hold as a graph: what hangs together is one person."""
    codes = pa.chunked_array(keys).dictionary_encode().combine_chunks().indices
    held = np.asarray(codes.is_valid().to_numpy(zero_copy_only=False), dtype=bool)
    row_at = np.tile(np.arange(rows), len(keys))[held]
    key_at = np.asarray(pc.drop_null(codes)).astype(np.int64)
    size = rows + (int(key_at.max()) + 1 if key_at.size else 0)
    links = coo_array((np.ones(len(row_at), dtype=np.int8), (row_at, key_at + rows)), shape=(size, size))
    _, person = connected_components(links, directed=False)
    person = np.asarray(person[:rows])
    firsts = np.full(size, rows, dtype=np.int64)
    np.minimum.at(firsts, person, np.arange(rows))
    first: Ints = firsts[person]
    return first


def _comparable(numbers: pa.Array) -> pa.Array:
    """Numbers without case and punctuation, null where nothing is left.

    All null when most rows share theirs with another: such a column numbers groups or cases, not persons.
    """
    text = pc.replace_substring_regex(pc.utf8_upper(numbers), r"[^\p{L}\p{N}]", "")
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    different, given = (pc.count_distinct(text).as_py(), len(text) - text.null_count)
    return text if 2 * different >= given else pa.nulls(len(text), pa.string())


def _as_text(days: npt.NDArray[np.datetime64]) -> pa.Array:
    return pc.cast(pa.array(days, pa.date32()), pa.string())
