"""Which identifiers were given for linked and for unlinked participants."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np

from outcomelab.handovers.linkage import KnownShare
from outcomelab.linkage.measures.groupings import Mask

# The columns of `participants` that hold an identifier, in the dictionary's words.
IDENTIFIERS = {
    "forename": "forename",
    "middle": "middle name",
    "born": "date of birth",
    "postcode": "postcode",
    "service_number": "service number",
    "place": "place",
    "email": "e-mail address",
}
GIVEN, NOT_GIVEN = "given", "not given"


def identifiers_given(connection: duckdb.DuckDBPyConnection, linked: Mask) -> Iterator[KnownShare]:
    """For each identifier, how many linked and unlinked participants have it, and how many do not.

    linked: for each participant, in order of their numbers. An identifier that all have, or nobody, is left out.
    """
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
