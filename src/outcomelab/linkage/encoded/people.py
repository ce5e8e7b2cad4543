"""Linking two encoded files: links by the files' rows, and a report like that on two files in the clear."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.errors import LinkageError
from outcomelab.handovers.encoded import Encoded
from outcomelab.handovers.people import LinkedPeople, Side
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage.encoded.link import link_encoded
from outcomelab.linkage.people import report_on_files
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
    right_id are the files' rows, which only who encoded them can tell who they are."""
    try:
        linked = link_encoded(left, right, rule, near, of_files(progress), keep=keep, engine=engine)
    except LinkageError as error:
        raise LinkageError(in_words_of_files(str(error))) from None
    links = linked.crosswalk.rename_columns(["left_id", "right_id", "match_probability"])
    lefts, rights = (Side(side.records.num_rows, side.records.num_rows) for side in (left, right))
    note = (
        f"Both files are encoded, {left.encoding.hardening}, with the key {left.encoding.key} of the project "
        f"{left.encoding.project}. Their rows are numbers of their own: who encoded them knows whose."
    )
    return LinkedPeople(links, report_on_files(linked.report, links.num_rows, (lefts, rights), (note,)))
