"""Under which names the parts of a study's work are kept: one for each list, protocol and holding they are of."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import NoReturn

from outcomelab.errors import LinkageError
from outcomelab.hall.kept import Kept
from outcomelab.hall.lab import Question
from outcomelab.service.jobs.given import Given
from outcomelab.service.store.models import CohortFileRow


def received(given: Given) -> CohortFileRow:
    """The list that was received last, destroyed or not. Raises LinkageError when none was."""
    row = given.row.lists.filter(received__isnull=False).order_by("pk").last()
    if row is None:
        raise LinkageError("No participants' list was received: the provider sends one.")
    return row


def of_links(given: Given, question: Question, *, new: bool = False) -> Kept:
    """What is kept of linkage: of this list, by these sections of the protocol, with this holding.
    `new`: it begins now."""
    protocol = question.protocol
    of = (received(given).sha256, protocol.cohort, protocol.linkage, protocol.index, question.holding)
    return given.kept(f"linked-{_short(of)}", new=new)


def of_evaluation(given: Given, question: Question) -> Kept:
    """What is kept of an evaluation: by this protocol, of this list, with this holding, by this version of the
    program. Links, which cannot be made again once the list is destroyed, outlast a version."""
    of = (received(given).sha256, question.fixed.sha256, question.holding, version("outcomelab"))
    return given.kept(f"evaluated-{_short(of)}")


def not_there() -> NoReturn:
    """Raises LinkageError: what should have been kept is not."""
    raise LinkageError("What was linked is not there any more: begin with a new study.")


def _short(of: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(of).encode("utf-8")).hexdigest()[:16]
