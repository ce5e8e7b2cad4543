"""What the audit log keeps of an act: numbers, keys and codes. Nothing in an event can hold a person's name.

The one free text is the reason an administrator writes for an override.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from outcomelab.protocol.model import Name, Part
from outcomelab.service.domain.agreements import Key, Reference, Sha256
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Allowed, Decision
from outcomelab.service.domain.roles import Person, Role
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Study

ALLOWED = "allowed"
Account = Annotated[int, Field(ge=0, lt=2**53)]
Verb = Annotated[str, Field(pattern=r"^[a-z]([a-z-]{0,38}[a-z])?$")]
Reason = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]

_REASON: TypeAdapter[str] = TypeAdapter(Reason)


class Event(Part):
    """One act, done or refused.

    number, previous, hash: its place in the chain, filled in when it is added. at: in UTC. who: the account's
    number (0: the lab's worker). role, organisation: in which capacity; none for somebody who has none. command:
    what was done; `before` and `after`: the study's states. code: "allowed", or why it was refused. account,
    agreement, holding: about whose or which, such as the member whom an administrator gives a role. content:
    SHA-256 of what was written, where something was.
    """

    number: Annotated[int, Field(ge=0)] = 0
    at: dt.datetime
    who: Account
    role: Role | None = None
    organisation: Key | None = None
    command: Verb
    study: Reference | None = None
    before: State | None = None
    after: State | None = None
    code: Verb = ALLOWED
    account: Account | None = None
    agreement: Reference | None = None
    holding: Name | None = None
    content: Sha256 | None = None
    reason: Reason = ""
    previous: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    hash: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""

    @model_validator(mode="after")
    def _says_no_more_than_it_may(self) -> Event:
        if self.at.utcoffset() != dt.timedelta(0):
            raise ValueError("An event's time is in UTC.")
        if (self.reason != "") != (self.command == Command.OVERRIDE and self.code == ALLOWED):
            raise ValueError("An override is recorded with its reason, and nothing else with one.")
        return self


def is_reason(text: str) -> bool:
    """Whether a text can be kept as an override's reason: one line of 1 to 500 characters, spaces aside."""
    try:
        return _REASON.validate_python(text.strip()) != ""
    except ValidationError:
        return False


def event(
    command: Command,
    person: Person,
    study: Study,
    decision: Decision,
    at: dt.datetime,
    *,
    reason: str = "",
    content: str | None = None,
) -> Event:
    """The event of a command on a study as it was decided. `reason` is kept of an allowed override only."""
    allowed = decision if isinstance(decision, Allowed) else None
    return Event(
        at=at,
        who=person.account,
        role=allowed.capacity.role if allowed else None,
        organisation=allowed.organisation if allowed else None,
        command=command.value,
        study=study.reference,
        before=study.state,
        after=allowed.to if allowed else study.state,
        code=ALLOWED if isinstance(decision, Allowed) else decision.code.value,
        agreement=study.agreement,
        holding=study.holding,
        content=content,
        reason=reason.strip() if allowed and command is Command.OVERRIDE else "",
    )
