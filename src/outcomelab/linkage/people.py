"""Linking any two files of people: records that say the same are one; links come back by the files' own ids."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.duck import memory
from outcomelab.errors import LinkageError, UsageError
from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.handovers.linkage import LinkageReport, Linked
from outcomelab.handovers.people import ALSO_COMPARED, PEOPLE_IDENTIFIERS, FilesReport, LinkedPeople, People, Side
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage.link import STAGE, link
from outcomelab.linkage.sides import LEFT, RIGHT, in_words_of_files, of_files, refuse_few
from outcomelab.people.standardise import records
from outcomelab.people.wording import counted
from outcomelab.protocol.model import Linkage
from outcomelab.unfinished.steps import Keeping

LOWEST = 0.9  # a precision under this is not worth a study


def link_people(
    left: People,
    right: People,
    precision: float = 0.99,
    on: dt.date | None = None,
    progress: Progress = silent,
    *,
    keep: Keeping | None = None,
    engine: Engine = DUCKDB,
) -> LinkedPeople:
    """Find each record of `left` in `right`, at most one each, and say how well that went.

    Records of one side whose compared identifiers have the same standard form are one record: on the left each of
    them is linked, on the right the first of them. Records of one person that are spelled differently are told by
    the model (`same_side`): on the left each of them is linked, on the right the best. precision: the estimated
    precision the links must reach, at least .9 and under 1. on: the day ages are taken at for the age bands;
    without it there are none.

    Method, guarantees, `keep` and `engine` are those of `link`. Raises UsageError for another precision, or other
    things than two files' people; LinkageError when linkage cannot be done on what was given, as with fewer than 3
    different records on either side; EngineError as `link` does.
    """
    refuse_precision(precision)
    if not isinstance(left, People) or not isinstance(right, People):
        raise UsageError(
            "link_people takes two files' people, as read_people reads them. Tables are linked by link."
        )
    refuse_few((len(left.ids), len(right.ids)), (LEFT, RIGHT))
    progress(STAGE, "finding records that are the same")
    lefts, rights = records(left.identifiers), records(right.identifiers)
    compared = [*PERSONS_IDENTIFIERS.names[1:], *ALSO_COMPARED.names]
    # What only one side has is not compared, and tells no records apart.
    told = [name for name in compared if all(_given(side, name) for side in (lefts, rights))] or compared
    members = _same(lefts, [*told, "born_also"] if "date_of_birth" in told else told)
    firsts = pc.unique(members["first"]).sort()
    held = _same(rights, told)["first"].unique().sort()
    participants = lefts.take(firsts).set_column(0, PEOPLE_IDENTIFIERS.field("row"), firsts.cast(pa.int32()))
    persons = rights.take(held).select(compared)
    persons = persons.add_column(0, PERSONS_IDENTIFIERS.field("person_key"), held)
    sides = Side(len(left.ids), len(firsts)), Side(len(right.ids), len(held))
    del lefts, rights
    linked = _linked(participants, persons, precision, on, progress, keep, engine)
    links = _by_ids(linked.crosswalk, members, left.ids, right.ids)
    again = (*_said_again(sides), *_spelled_again(linked.report))
    for note in again:
        progress(STAGE, note)
    report = report_on_files(linked.report, links.num_rows, sides, (*left.notes, *right.notes, *again))
    return LinkedPeople(links, report)


def refuse_precision(precision: float) -> None:
    """Raise UsageError for a precision that links cannot be asked to reach."""
    if not LOWEST <= precision < 1:
        raise UsageError(f"The precision asked for is at least {LOWEST} and less than 1, such as 0.99.")


def _given(side: pa.Table, name: str) -> bool:
    return bool(side[name].null_count < side.num_rows)


def _same(people: pa.Table, columns: list[str]) -> pa.Table:
    """For the place of each record (`nth`) the place of the first that says the same (`first`)."""
    placed = people.select(columns).append_column("nth", pa.array(np.arange(people.num_rows)))
    with closing(memory()) as connection:
        connection.register("placed", placed)
        return connection.sql(
            "SELECT unnest(places) AS nth, first FROM (SELECT list(nth) AS places, min(nth) AS first"
            f" FROM placed GROUP BY {', '.join(columns)}) ORDER BY nth"
        ).to_arrow_table()


def _linked(
    participants: pa.Table,
    persons: pa.Table,
    precision: float,
    on: dt.date | None,
    progress: Progress,
    keep: Keeping | None,
    engine: Engine,
) -> Linked:
    try:
        rule = Linkage(precision=precision)
        return link(participants, persons, rule, on, of_files(progress), several=True, keep=keep, engine=engine)
    except LinkageError as error:
        words = in_words_of_files(str(error))
    raise LinkageError(words)


def _by_ids(crosswalk: pa.Table, members: pa.Table, left_ids: pa.Array, right_ids: pa.Array) -> pa.Table:
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
