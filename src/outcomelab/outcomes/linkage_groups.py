"""Linkage quality by groups that only the holding's content knows, once linkage is done.

Of a participant who was not found nobody knows the ethnicity, so there is no link rate. But each person of the
holding brings along how many matches are expected of them and how many a link has made, and those can be added
up by what content says of the person.
"""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import pyarrow as pa

from outcomelab.engines.duck import lock, opened
from outcomelab.engines.relations_on_duck import RelationsOnDuck
from outcomelab.errors import OutcomesError
from outcomelab.handovers.holding import Column, ContentStore, Dictionary
from outcomelab.handovers.linkage import CROSSWALK, EXPECTED, HeldGroup
from outcomelab.outcomes.explained import explained
from outcomelab.outcomes.sources import PERSON, Source, beside, source

NOT_KNOWN = "not recorded"
_MOST_LEVELS = 30  # a column with more is no grouping


def linkage_by_content(
    content: ContentStore, dictionary: Dictionary, persons: str, crosswalk: pa.Table, expected: pa.Table
) -> tuple[HeldGroup, ...]:
    """Links, expected matches and right ones among them, by every sensitive code or yes-and-no of the table
    `persons` (one row a person) that the dictionary names.

    crosswalk by `CROSSWALK`, expected by `EXPECTED`, both as linkage handed them on. Groups are in the
    dictionary's order, levels in the alphabet's. Raises OutcomesError when the inputs are others or content
    cannot be read; HoldingError when the store does not open.
    """
    if not (crosswalk.schema.equals(CROSSWALK) and expected.schema.equals(EXPECTED)):
        raise OutcomesError("The crosswalk or the expected matches are not as linkage handed them on.")
    table = source(dictionary, persons)
    with opened(content) as connection, explained():
        lock(connection)
        here = RelationsOnDuck(connection)
        links = here.hand_in("_links", crosswalk.select(["person_key"]))
        chances = here.hand_in("_expected", expected)
        told = chances.mutate(linked=chances.person_key.isin(links.person_key)).rename({PERSON: "person_key"})
        return tuple(
            group
            for column in table.entry.columns
            if _tells(column)
            for group in _groups(column, here.fetch(_added_up(table, column, told)))
        )


def _tells(column: Column) -> bool:
    return column.sensitive and column.in_content and (column.role == "code" or column.type == "boolean")


def _added_up(table: Source, column: Column, told: ibis.Table) -> ibis.Table:
    levels = table.rows.select(table.person, table.level(column.name).name("level"))
    known = beside(told, levels)
    sums = known.group_by("level").agg(
        linked=known.linked.cast("int64").sum(), expected=known.expected.sum(), right=known.right.sum()
    )
    return sums.order_by(ibis.asc("level", nulls_first=False))


def _groups(column: Column, sums: pa.Table) -> Iterator[HeldGroup]:
    if not 1 < sums.num_rows <= _MOST_LEVELS:
        return
    for row in sums.to_pylist():
        level = NOT_KNOWN if row["level"] is None else str(row["level"])
        yield HeldGroup(
            column.title.lower() or column.name,
            level,
            int(row["linked"]),
            float(row["expected"]),
            float(row["right"]),
        )
