"""Who belongs to which group, as far as the list says: age band, sex, and what the provider wrote beside."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.errors import LinkageError

BANDS = (("under 18", 18), ("18–24", 25), ("25–34", 35), ("35–44", 45), ("45–54", 55), ("55+", 200))
SEXES = {"F": "women", "M": "men"}
NOT_KNOWN = "not recorded"

Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Grouping:
    """A way to part the participants. place: for each, in order of their numbers, the index into `levels`.
    given: the levels are words from the provider's list."""

    name: str
    levels: tuple[str, ...]
    place: Places
    given: bool = False

    def members(self, level: int) -> Mask:
        """Who is at the level of that index."""
        mask: Mask = self.place == level
        return mask


def groupings(
    connection: duckdb.DuckDBPyConnection, on: dt.date | None, labels: pa.Table | None
) -> Iterator[Grouping]:
    """The groups of the table `participants`, levels nobody is at left out. Without `on`, no age bands.

    labels: `row` and, for each row, words in columns named for what they group by; or None. Raises
    LinkageError when `labels` is not such a table.
    """
    if on is not None:
        born, known = _column(connection, f"date_sub('year', born, DATE '{on.isoformat()}')", "0")
        place = np.minimum(np.searchsorted([limit for _, limit in BANDS], born, side="right"), len(BANDS) - 1)
        yield _used("age band", (*(name for name, _ in BANDS), NOT_KNOWN), np.where(known, place, len(BANDS)))
    said = connection.sql("SELECT DISTINCT sex::VARCHAR FROM participants WHERE sex IS NOT NULL").fetchall()
    if {sex for (sex,) in said} <= set(SEXES):  # an encoded list says who is alike, and not what they are
        woman, known = _column(connection, "sex::VARCHAR = 'F'", "false")
        yield _used("sex", (*SEXES.values(), NOT_KNOWN), np.where(known, np.where(woman, 0, 1), 2))
    if labels is not None:
        yield from _labelled(connection, labels)


def _used(name: str, levels: tuple[str, ...], place: Places, *, given: bool = False) -> Grouping:
    there, new = np.unique(place, return_inverse=True)
    return Grouping(name, tuple(levels[i] for i in there), new.astype(np.intp), given)


def _labelled(connection: duckdb.DuckDBPyConnection, labels: pa.Table) -> Iterator[Grouping]:
    names = [name for name in labels.column_names if name != "row"]
    fitted = None
    with suppress(pa.ArrowException, KeyError):  # whose messages quote values
        columns = {f"label_{i}": labels[name].cast(pa.string()) for i, name in enumerate(names)}
        fitted = pa.table({"row": labels["row"].cast(pa.int32()), **columns})
    if fitted is None or len(fitted["row"].unique()) < fitted.num_rows:
        raise LinkageError(
            "The groups of the list need a column row, with each row once, and beside it columns of words."
        )
    connection.register("labels", fitted)
    for i, name in enumerate(names):
        words = connection.sql(
            f"SELECT coalesce(nullif(trim(label_{i}), ''), '{NOT_KNOWN}') AS word FROM participants"
            " LEFT JOIN labels ON key = row ORDER BY unique_id"
        ).to_arrow_table()["word"]
        encoded = words.combine_chunks().dictionary_encode()
        levels, place = np.unique(np.asarray(encoded.dictionary, dtype=np.str_), return_inverse=True)
        if len(levels) > 1:
            place = place[encoded.indices.to_numpy()].astype(np.intp)
            yield Grouping(name, tuple(str(level) for level in levels), place, given=True)
    connection.unregister("labels")


def _column(connection: duckdb.DuckDBPyConnection, sql: str, instead: str) -> tuple[npt.NDArray[np.generic], Mask]:
    columns = connection.sql(
        f"SELECT coalesce({sql}, {instead}) AS value, ({sql}) IS NOT NULL AS known"
        " FROM participants ORDER BY unique_id"
    ).fetchnumpy()
    return columns["value"], columns["known"]
