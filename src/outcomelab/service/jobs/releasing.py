"""The worker releases what was cleared: held against the ledger and recorded there, then its report written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import models, transaction

from outcomelab.errors import DisclosureRefused
from outcomelab.hall.stages import held_against_ledger
from outcomelab.handovers.refused import Refused
from outcomelab.reports.language import LANGUAGES
from outcomelab.reports.summary import headline
from outcomelab.reports.write import report
from outcomelab.service.actions.acting import Acting
from outcomelab.service.jobs.evaluating import evaluated
from outcomelab.service.jobs.given import Ending, Given
from outcomelab.service.store.models import ReleaseRow
from outcomelab.service.vault.work import EVIDENCE, content_of


def release(given: Given) -> Ending:
    """Record the outputs in the ledger and write the report. Done again after it was cut off, it adds nothing to
    the ledger and writes the same bytes. Raises DisclosureRefused when together with earlier releases it would say
    too much, or when it is not what was cleared; LedgerError, ReportError."""
    done = evaluated(given)
    checkers = sorted({ballot.checker for ballot in given.study.ballots})
    by = f"the checkers of accounts {', '.join(map(str, checkers))}"
    lab, question = given.places.lab, done.question
    answer = held_against_ledger(
        done.findings, question, done.membership, lab, checked_by=by, progress=given.progress
    )
    if isinstance(answer, Refused):
        raise DisclosureRefused(str(answer))
    if (content_of(answer),) != given.study.outputs:
        raise DisclosureRefused("What would be released is not what was cleared: evaluate and check it again.")
    folder = given.places.release(given.row.reference, content_of(answer))
    written = report(answer, folder, given.progress, LANGUAGES)
    said = hashlib.sha256(written.results.read_bytes()).hexdigest()

    def end(acting: Acting) -> Iterable[models.Model]:
        # The check is done. Where its evidence cannot be overwritten now, it ends with the study's key.
        transaction.on_commit(lambda: done.kept.stages.forget(EVIDENCE), robust=True)
        place = str(folder.relative_to(given.places.data))
        english, *others = LANGUAGES
        row = ReleaseRow(study=acting.row, place=place, sha256=said, at=acting.by.at)
        row.headline = headline(answer, english)
        row.headlines = {language: headline(answer, language) for language in others}
        return [row]

    return end
