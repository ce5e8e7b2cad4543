"""The worker checks a list as it was uploaded: how many people, what is wrong in which row."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import models

from outcomelab.cohort.check import check_cohort
from outcomelab.errors import CohortError
from outcomelab.handovers.cohort import Cohort
from outcomelab.protocol.model import CohortRule
from outcomelab.service.actions.acting import Acting
from outcomelab.service.actions.lists import found, last
from outcomelab.service.jobs.given import Ending, Given
from outcomelab.service.vault import lists
from outcomelab.service.vault.memory import in_memory


def check(given: Given) -> Ending:
    """Check the study's list by what any study asks of one. A list that cannot be used ends the work as well: what
    is wrong with it is what was to be found. Raises CohortError when it is gone, HoldingError."""
    row = last(given.row.lists.all())
    covers = given.dictionary.covers_from, given.dictionary.covers_to
    content = lists.content(given.places, row.place)
    checked: Cohort | CohortError
    with in_memory(content, Path(row.place.removesuffix(".list")).suffix) as file:
        try:
            checked = check_cohort(file, CohortRule(), covers, True, given.progress, given.asked_on)
        except CohortError as error:
            checked = error

    def end(acting: Acting) -> Iterable[models.Model]:
        if isinstance(checked, Cohort):
            persons = checked.flow[-1].count
            found(row, acting.by, persons, checked.findings, checked.problems)
            acting.row.persons = persons
        else:
            found(row, acting.by, None, str(checked).splitlines()[:1], checked.problems)
        return [row]

    return end
