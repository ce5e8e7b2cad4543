"""What the rules say of a person and a study, by what the store holds of the study's agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.decisions import decide
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.domain.roles import Person
from outcomelab.service.domain.study import Study
from outcomelab.service.store import reading


def decider(person: Person, study: Study, today: dt.date, reason: str = "") -> Callable[[Command], Decision]:
    """Decides on any command of that person; its agreement is read once. The same for acts, jobs and pages."""
    agreement = reading.agreement(study.agreement)
    signed = reading.signed_agreement(study.agreement, today)
    return lambda command: decide(command, person, study, agreement, today, reason, signed)
