"""The participants' list: uploaded, checked by the worker, and what its checks found."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from django.db import models, transaction

from outcomelab.errors import CohortError, RowProblem, UsageError
from outcomelab.people.files import WORKBOOKS
from outcomelab.people.sheet import MOST_BYTES
from outcomelab.service.actions.acting import Acting, By, act
from outcomelab.service.actions.asking import job
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.store.models import CohortFileRow
from outcomelab.service.vault import lists
from outcomelab.service.vault.places import places

ENDINGS = (".csv", ".txt", *WORKBOOKS)


def upload(by: By, reference: str, content: bytes, name: str) -> Decision:
    """Take a list in, encrypted, in place of the one before, and have it checked. It is read by the worker alone.

    name: the file's, of which its ending is kept. Raises UsageError for a file of another kind or size,
    CohortError when it cannot be kept.
    """
    ending = next((one for one in ENDINGS if name.lower().endswith(one)), None)
    if ending is None:
        raise UsageError("Save the list as an Excel workbook (.xlsx) or as CSV, and upload that.")
    if not content or len(content) > MOST_BYTES:
        raise UsageError(f"The file is empty, or larger than {MOST_BYTES // 1_000_000} MB.")
    kept: list[lists.KeptList] = []

    def bring(acting: Acting) -> Iterable[models.Model]:
        kept.append(lists.keep(places(), reference, content, ending))
        acting.row.persons = None
        before = list(acting.row.lists.filter(destroyed=None))
        for earlier in before:
            earlier.destroyed = by.at
            _destroyed_once_written(earlier.place)
        made = CohortFileRow(study=acting.row, at=by.at, **dataclasses.asdict(kept[0]))
        return [*before, made, job(acting, Command.UPLOAD)]

    try:
        return act(Command.UPLOAD, by, reference, bring)
    except BaseException:
        for one in kept:
            if not CohortFileRow.objects.filter(place=one.place).exists():
                lists.destroy(places(), one.place)
        raise


def _destroyed_once_written(place: str) -> None:
    """Have a list destroyed when the act is written. Where that fails the act stands; the worker destroys it."""

    def destroy() -> None:
        lists.destroy(places(), place)

    transaction.on_commit(destroy, robust=True)


def found(
    row: CohortFileRow, by: By, persons: int | None, findings: Iterable[str], problems: Iterable[RowProblem]
) -> None:
    """What the checks of a list found, into its row; without `persons` it cannot be used."""
    row.checked, row.persons = by.at, persons
    row.findings, row.problems = list(findings), [dataclasses.asdict(problem) for problem in problems]


def last(acting_on: models.QuerySet[CohortFileRow]) -> CohortFileRow:
    """The list that is there. Raises CohortError when none is."""
    row = acting_on.filter(destroyed=None).order_by("pk").last()
    if row is None:
        raise CohortError("There is no participants' list: upload one.")
    return row
