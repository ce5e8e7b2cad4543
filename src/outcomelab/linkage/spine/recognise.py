"""Records that were on the spine before, as they are: a holding registered anew has new person keys."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.linkage.score import Numbers

Keys = npt.NDArray[np.int64]
NOT_KNOWN = 0  # no spine key is 0
_IDENTIFIERS = PERSONS_IDENTIFIERS.names[1:]
_SAME = " AND ".join(f"o.{name} IS NOT DISTINCT FROM r.{name}" for name in _IDENTIFIERS)
# Less than this does not say who somebody is.
_TELLING = "(surname IS NOT NULL AND forename IS NOT NULL AND date_of_birth IS NOT NULL)"


def recognise(
    connection: duckdb.DuckDBPyConnection, records: pa.Table, clusters: pa.ChunkedArray, own: pa.Table
) -> Keys:
    """The spine key of each record that is written exactly as one person of this holding was, else 0.

    records: by PERSONS_IDENTIFIERS; clusters: which of them are one person. own: the holding's spellings on
    the spine, by SPELLINGS. Where two people are written alike, then or now, nobody is recognised.
    """
    connection.register("records", records.append_column("cluster", clusters))
    connection.register("own", own)
    columns = ", ".join(_IDENTIFIERS)
    known = (
        f"SELECT {columns}, min(spine_key) AS spine_key FROM own WHERE {_TELLING} OR service_number IS NOT NULL"
        f" GROUP BY {columns} HAVING count(DISTINCT spine_key) = 1"
    )
    alone = f"SELECT {columns} FROM records GROUP BY {columns} HAVING count(DISTINCT cluster) = 1"
    found = connection.sql(
        f"SELECT r.person_key, o.spine_key FROM records AS r JOIN ({known}) AS o ON {_SAME}"
        f" SEMI JOIN ({alone}) AS a ON {_SAME.replace('o.', 'a.')}"
    ).fetchnumpy()
    for name in ("records", "own"):
        connection.unregister(name)
    keys = records["person_key"].to_numpy()
    order = np.argsort(keys)
    out = np.full(len(keys), NOT_KNOWN, np.int64)
    out[order[np.searchsorted(keys[order], found["person_key"])]] = found["spine_key"]
    return out


def settle(clusters: Numbers, known: Keys) -> tuple[Numbers, Keys]:
    """Groups of records that are one person (from 0), by the record, and the spine key of each group, else 0.

    clusters: which records are one person, as found now; known: what `recognise` found. What the spine knows
    stays: records that had one key stay one person, and records that had two stay two, whatever is found
    now; the others of such a cluster, who could be either, then stay apart from both.
    """
    number = len(known)
    _, cluster = np.unique(clusters, return_inverse=True)
    recognised = known != NOT_KNOWN
    highest, lowest = np.zeros(number, np.int64), np.full(number, np.iinfo(np.int64).max)
    np.maximum.at(highest, cluster[recognised], known[recognised])
    np.minimum.at(lowest, cluster[recognised], known[recognised])
    torn = (highest > lowest)[cluster]
    key = np.where(torn, known, highest[cluster])
    apart = np.where(torn, number + np.arange(number), cluster)
    _, by_key = np.unique(key, return_inverse=True)
    label = np.where(key != NOT_KNOWN, 2 * number + by_key, apart)
    _, first, group = np.unique(label, return_index=True, return_inverse=True)
    return group.astype(np.int32), key[first]
