"""Linking two encoded files: links by the files' rows, and a report like that on two files in the clear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.errors import LinkageError
from outcomelab.handovers.encoded import ENCODED, FILTER, PAIRS, SINGLES, Encoded
from outcomelab.handovers.people import LinkedPeople, Side
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage.encoded.link import link_encoded
from outcomelab.linkage.encoded.tables import LIST, REGISTER, fitting, refuse_unlike
from outcomelab.linkage.link import STAGE
from outcomelab.linkage.repeated import by_ids, notes, report_on_files, same
from outcomelab.linkage.sides import in_words_of_files, of_files
from outcomelab.protocol.model import Linkage
from outcomelab.unfinished.steps import Keeping


def link_encoded_people(
    left: Encoded,
    right: Encoded,
    rule: Linkage,
    near: Iterable[Path] = (),
    progress: Progress = silent,
    *,
    keep: Keeping | None = None,
    engine: Engine = DUCKDB,
) -> LinkedPeople:
    """Find each record of `left` in `right`. Arguments, errors and method as for `link_encoded`; left_id and
    right_id are the files' rows, which only who encoded them can tell who they are.

    Records of one person are dealt with as in the clear (`linkage.people`): those whose encodings are the same
    count as one, and the others are compared. On the left each of them is linked, on the right the best.
    """
    try:
        refuse_unlike(left.encoding, right.encoding)
        lefts, rights = fitting(left.records, LIST), fitting(right.records, REGISTER)
    except LinkageError as error:
        raise LinkageError(in_words_of_files(str(error))) from None
    progress(STAGE, "finding records that are the same")
    known = [*PAIRS, *SINGLES, *FILTER]
    told = [name for name in known if _given(lefts, name) and _given(rights, name)] or known
    members, held = same(lefts, told), same(rights, told)
    participants, persons = _first(lefts, members), _first(rights, held)
    sides = Side(lefts.num_rows, participants.num_rows), Side(rights.num_rows, persons.num_rows)
    left, right = replace(left, records=participants), replace(right, records=persons)
    try:
        linked = link_encoded(left, right, rule, near, of_files(progress), several=True, keep=keep, engine=engine)
    except LinkageError as error:
        raise LinkageError(in_words_of_files(str(error))) from None
    links = by_ids(linked.crosswalk, members, lefts["row"].combine_chunks(), rights["row"].combine_chunks())
    again = notes(linked.report, sides)
    for note in again:
        progress(STAGE, note)
    what = (
        f"Both files are encoded, {left.encoding.hardening}, with the key {left.encoding.key} of the project "
        f"{left.encoding.project}. Their rows are numbers of their own: who encoded them knows whose."
    )
    return LinkedPeople(links, report_on_files(linked.report, links.num_rows, sides, (what, *again)))


def _given(records: pa.Table, name: str) -> bool:
    return bool(records[name].null_count < records.num_rows)


def _first(records: pa.Table, members: pa.Table) -> pa.Table:
    """The first of all records that say the same. Their rows are from here on their places in `records`."""
    places = pc.unique(members["first"]).sort()
    return records.take(places).set_column(0, ENCODED.field("row"), places.cast(pa.int32()))
