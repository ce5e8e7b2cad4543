"""Linking any two files of people: records that say the same are one; links come back by the files' own ids."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.errors import LinkageError, UsageError
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.handovers.linkage import Linked
from outcomelab.handovers.people import ALSO_COMPARED, PEOPLE_IDENTIFIERS, LinkedPeople, People, Side
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage.link import STAGE, link
from outcomelab.linkage.repeated import by_ids, notes, report_on_files, same
from outcomelab.linkage.sides import LEFT, RIGHT, in_words_of_files, of_files, refuse_few
from outcomelab.people.standardise import records
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
    members = same(lefts, [*told, "born_also"] if "date_of_birth" in told else told)
    firsts = pc.unique(members["first"]).sort()
    held = same(rights, told)["first"].unique().sort()
    participants = lefts.take(firsts).set_column(0, PEOPLE_IDENTIFIERS.field("row"), firsts.cast(pa.int32()))
    persons = rights.take(held).select(compared)
    persons = persons.add_column(0, PERSONS_IDENTIFIERS.field("person_key"), held)
    sides = Side(len(left.ids), len(firsts)), Side(len(right.ids), len(held))
    del lefts, rights
    linked = _linked(participants, persons, precision, on, progress, keep, engine)
    links = by_ids(linked.crosswalk, members, left.ids, right.ids)
    again = notes(linked.report, sides)
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
