"""The parts of a study's work as they are kept: one for each list, protocol and holding that they are of."""

from __future__ import annotations

from typing import NoReturn

from outcomelab.errors import LinkageError
from outcomelab.hall.kept import Kept
from outcomelab.hall.lab import Question
from outcomelab.holdings.opening import fingerprint
from outcomelab.service.jobs.given import Given
from outcomelab.service.store.models import CohortFileRow
from outcomelab.service.vault import work


def received(given: Given) -> CohortFileRow:
    """The list that was received last, destroyed or not. Raises LinkageError when none was."""
    row = given.row.lists.filter(received__isnull=False).order_by("pk").last()
    if row is None:
        raise LinkageError("No participants' list was received: the provider sends one.")
    return row


def part_of_links(given: Given, question: Question) -> str:
    """The part that the study's linkage is kept in."""
    return work.of_links(received(given).sha256, question.protocol, _holding(given, question))


def of_links(given: Given, question: Question) -> Kept:
    """What is kept of the study's linkage."""
    return given.kept(part_of_links(given, question))


def of_evaluation(given: Given, question: Question) -> Kept:
    """What is kept of the study's evaluation."""
    holding = _holding(given, question)
    return given.kept(work.of_evaluation(received(given).sha256, question.fixed.sha256, holding))


def _holding(given: Given, question: Question) -> str:
    return fingerprint(given.places.lab.holdings, question.dictionary.name)


def not_there() -> NoReturn:
    """Raises LinkageError: what should have been kept is not."""
    raise LinkageError("What was linked is not there any more: begin with a new study.")
