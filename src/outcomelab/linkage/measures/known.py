"""Linked against unlinked participants, on all that the list itself says of both."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
import numpy as np

from outcomelab.handovers.linkage import KnownShare
from outcomelab.linkage.measures.groupings import Grouping, Mask

# The columns of `participants` that hold an identifier, in the dictionary's words.
IDENTIFIERS = {
    "forename": "forename",
    "middle": "middle name",
    "born": "date of birth",
    "postcode": "postcode",
    "service_number": "service number",
}
GIVEN, NOT_GIVEN = "given", "not given"


def known_of_both(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Grouping], linked: Mask
) -> Iterator[KnownShare]:
    """How many linked and unlinked participants are at each level of each group, and have each identifier.

    linked: for each participant, in order of their numbers. An identifier that all have, or nobody, is left out.
    """
    for grouping in parts:
        for number, level in enumerate(grouping.levels):
            yield _share(grouping.name, level, grouping.members(number), linked)
    columns = {str(row[0]) for row in connection.sql("DESCRIBE participants").fetchall()}
    for column, words in IDENTIFIERS.items():
        if column not in columns:
            continue
        given = connection.sql(
            f"SELECT {column} IS NOT NULL AS given FROM participants ORDER BY unique_id"
        ).fetchnumpy()["given"]
        if given.any() and not given.all():
            yield _share(words, GIVEN, given, linked)
            yield _share(words, NOT_GIVEN, ~given, linked)


def _share(variable: str, level: str, members: Mask, linked: Mask) -> KnownShare:
    count = int(np.count_nonzero(members & linked))
    return KnownShare(variable, level, count, int(np.count_nonzero(members)) - count)
