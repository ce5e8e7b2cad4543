"""What has to be destroyed of a study, and by which day: given the agreement and what happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.states import FINAL
from outcomelab.service.domain.study import Study, Thing

_ENDED, _LONG_ENOUGH = "the agreement ends", "the agreement keeps it so long after linkage"
_REVOKED, DECIDED = "the agreement was revoked", "it was decided to, before its day"
_OF_STATE = {state: f"the study is {state}" for state in FINAL}
# Why a thing is destroyed: whatever certificates may say.
REASONS = (_ENDED, _LONG_ENOUGH, _REVOKED, DECIDED, *_OF_STATE.values())
DESTROYING = (Command.DESTROY_IDENTIFIERS, Command.DESTROY_KEY)


@dataclass(frozen=True)
class Due:
    """A thing that is still held, the day by which it must be gone, and why then."""

    thing: Thing
    on: dt.date
    because: str


def due(study: Study, agreement: Agreement) -> tuple[Due, ...]:
    """What is still held and the first day on which something asks for its end, in the order of `Thing`.

    The agreement's days after linkage; its end or revocation; the end of the study, whatever ended it.
    """
    return tuple(
        min(_ends(thing, study, agreement), key=lambda one: one.on) for thing in Thing if thing in study.held
    )


def overdue(study: Study, agreement: Agreement, today: dt.date) -> tuple[Due, ...]:
    """What should be gone by today and is not."""
    return tuple(one for one in due(study, agreement) if one.on <= today)


def _ends(thing: Thing, study: Study, agreement: Agreement) -> list[Due]:
    days = {
        Thing.IDENTIFIERS: agreement.retention.identifiers_days,
        Thing.PROJECT_KEY: agreement.retention.project_key_days,
    }[thing]
    found = [Due(thing, agreement.ends + dt.timedelta(1), _ENDED)]
    linked = [done.on for done in study.history if done.command is Command.LINK]
    if linked:
        found.append(Due(thing, linked[-1] + dt.timedelta(days), _LONG_ENOUGH))
    if agreement.revoked is not None:
        found.append(Due(thing, agreement.revoked, _REVOKED))
    if study.state in FINAL:
        ended = [done.on for done in study.history if done.command not in DESTROYING]
        found.append(Due(thing, ended[-1], _OF_STATE[study.state]))
    return found
