"""Links against the truth, where somebody knows it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

import pyarrow as pa

from outcomelab.engines.duck import memory
from outcomelab.errors import LinkageError
from outcomelab.people.ids import whole


@dataclass(frozen=True)
class Truth:
    """`links` kept, `true` pairs, and how many of the links are among them (`right`). Shares are 0–1, None where
    there is nothing to take a share of."""

    links: int
    true: int
    right: int

    @property
    def precision(self) -> float | None:
        """Of the links, how many are right."""
        return self.right / self.links if self.links else None

    @property
    def recall(self) -> float | None:
        """Of the true pairs, how many were linked."""
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.links + self.true) if self.links + self.true else None


def against_truth(links: pa.Table, truth: pa.Table, left: str = "left_id", right: str = "right_id") -> Truth:
    """Compare `links` (left_id, right_id) with the pairs of `truth`, whose columns `left` and `right` hold the
    same ids; ids are compared as text, a pair counts once. Raises LinkageError naming a column that is missing."""
    missing = [name for name in (left, right) if name not in truth.column_names]
    if missing:
        named = " and ".join(f"“{name}”" for name in missing)
        raise LinkageError(
            f"The table of true pairs has no column {named}. It needs left_id and right_id; name others with "
            "--left-truth and --right-truth."
        )
    with closing(memory()) as connection:
        connection.register("links", links)
        connection.register("truth", pa.table({"l": _ids(truth[left]), "r": _ids(truth[right])}))
        connection.execute(
            "CREATE TABLE linked AS SELECT DISTINCT left_id::VARCHAR AS l, right_id::VARCHAR AS r FROM links"
        )
        connection.execute(
            "CREATE TABLE pairs AS SELECT DISTINCT l::VARCHAR AS l, r::VARCHAR AS r FROM truth"
            " WHERE l IS NOT NULL AND r IS NOT NULL"
        )
        counts = connection.sql(
            "SELECT (SELECT count(*) FROM linked), (SELECT count(*) FROM pairs),"
            " (SELECT count(*) FROM linked JOIN pairs USING (l, r))"
        ).fetchall()[0]
    return Truth(*(int(count) for count in counts))


def _ids(column: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Ids as `read_ids` takes those of a file: 7 where another program wrote 7.0."""
    point = pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)
    ids = whole(column.combine_chunks()) if point else None
    return column if ids is None else ids
