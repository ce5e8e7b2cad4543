"""Files that have a person several times: records that say the same are one, and what the report tells of it."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace

import numpy as np
import pyarrow as pa

from outcomelab.engines.duck import memory
from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.linkage import LinkageReport
from outcomelab.handovers.people import FilesReport, Side
from outcomelab.linkage.sides import LEFT, RIGHT, in_words_of_files
from outcomelab.people.wording import counted


def same(people: pa.Table, columns: list[str]) -> pa.Table:
    """For the place of each record (`nth`) the place of the first that says the same (`first`)."""
    placed = people.select(columns).append_column("nth", pa.array(np.arange(people.num_rows)))
    with closing(memory()) as connection:
        connection.register("placed", placed)
        return connection.sql(
            "SELECT unnest(places) AS nth, first FROM (SELECT list(nth) AS places, min(nth) AS first"
            f" FROM placed GROUP BY {', '.join(columns)}) ORDER BY nth"
        ).to_arrow_table()


def by_ids(crosswalk: pa.Table, members: pa.Table, left_ids: pa.Array, right_ids: pa.Array) -> pa.Table:
    """The links by the files' own ids. crosswalk: its row and person_key are here the places, in their files, of
    two records that are the first of those that say the same; members: who else does on the left, as `same` has
    it."""
    with closing(memory()) as connection:
        connection.register("crosswalk", crosswalk)
        connection.register("members", members)
        rows = connection.sql(
            "SELECT nth, person_key, match_probability FROM crosswalk JOIN members ON row = first ORDER BY nth"
        ).to_arrow_table()
    return pa.table(
        {
            "left_id": left_ids.take(rows["nth"].combine_chunks()),
            "right_id": right_ids.take(rows["person_key"].combine_chunks()),
            "match_probability": rows["match_probability"],
        }
    )


def notes(told: LinkageReport, sides: tuple[Side, Side]) -> tuple[str, ...]:
    """In words, how many records and links are of people who are there several times."""
    return (*_said_again(sides), *_spelled_again(told))


def report_on_files(
    told: LinkageReport, links: int, sides: tuple[Side, Side], notes: tuple[str, ...]
) -> FilesReport:
    """What linkage told of a study, told of two files; `links`, `sides` and `notes` as in `FilesReport`."""
    lost = tuple(Loss(in_words_of_files(loss.reason), loss.count) for loss in told.flow.lost)
    told = replace(told, flow=FlowStep(told.flow.name, told.flow.count, lost))
    return FilesReport(
        **{each.name: getattr(told, each.name) for each in fields(told)},
        links=links,
        left=sides[0],
        right=sides[1],
        notes=notes,
    )


def _said_again(sides: tuple[Side, Side]) -> tuple[str, ...]:
    """How many records of each side say the same as another, and what becomes of them."""
    told = zip(sides, (LEFT, RIGHT), ("each of them is linked", "the first of them is linked"), strict=True)
    return tuple(
        f"In {where} {counted(again, 'record says', 'records say')} the same as an earlier one: {what}."
        for side, where, what in told
        if (again := side.records - side.different)
    )


def _spelled_again(told: LinkageReport) -> Iterator[str]:
    """How many links are with people who have several records, spelled differently, on either side."""
    if told.listed_again:
        yield (
            f"{counted(told.listed_again, 'link is', 'links are')} from different records of {LEFT} that, by what "
            "they say, are one person: each of them is linked."
        )
    if told.held_again:
        yield (
            f"{counted(told.held_again, 'link is', 'links are')} to somebody who, by what they say, has several "
            f"different records in {RIGHT}: the best of them is linked."
        )
