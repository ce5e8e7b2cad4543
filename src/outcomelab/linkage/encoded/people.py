"""Linking two encoded files: links by the files' rows, and a report like that on two files in the clear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.handovers.encoded import Encoded
from outcomelab.handovers.linkage import LinkageReport
from outcomelab.handovers.people import FilesReport, LinkedPeople, Side
from outcomelab.handovers.progress import Progress, silent
from outcomelab.linkage.encoded.link import link_encoded
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
    linked = link_encoded(left, right, rule, near, progress, keep=keep, engine=engine)
    links = linked.crosswalk.rename_columns(["left_id", "right_id", "match_probability"])
    told = {f.name: getattr(linked.report, f.name) for f in fields(LinkageReport)}
    lefts, rights = (Side(side.records.num_rows, side.records.num_rows) for side in (left, right))
    note = (
        f"Both files are encoded, {left.encoding.hardening}, with the key {left.encoding.key} of the project "
        f"{left.encoding.project}. Their rows are numbers of their own: who encoded them knows whose."
    )
    report = FilesReport(**told, links=links.num_rows, left=lefts, right=rights, notes=(note,))
    return LinkedPeople(links, report)
