"""What the rules say of a person and a study, by what the store holds of the study's agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.decisions import decide
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.domain.roles import Person
from outcomelab.service.domain.study import Study
from outcomelab.service.store.terms import Terms
from outcomelab.service.store.terms import terms as read


def decider(
    person: Person, study: Study, today: dt.date, reason: str = "", terms: Terms | None = None
) -> Callable[[Command], Decision]:
    """Decides on any command of that person; terms of the agreement that are not given are read. The same for
    acts, jobs and pages."""
    terms = terms or read(study.agreement)
    agreement, signed = terms.now, terms.signed(today)
    return lambda command: decide(command, person, study, agreement, today, reason, signed)
