"""A study as the rules see it: where it stands, whose it is, what was done to it and by which accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum

from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain.checking import Ballot
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.five_safes import Judgement
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.roles import Person, Side
from outcomelab.service.domain.states import State
from outcomelab.service.domain.variables import Uses


class Thing(StrEnum):
    """What of a study has to be destroyed one day."""

    IDENTIFIERS = "the cohort's identifiers"
    PROJECT_KEY = "the project's key"


@dataclass(frozen=True)
class Done:
    """A command that was carried out: by which account, on which day."""

    command: Command
    who: int
    on: dt.date


@dataclass(frozen=True)
class Study:
    """One question under one agreement.

    provider, custodian, lab: keys of organisations. custodian_rules: the custodian's own disclosure rules.
    persons: on the participants' list that passed its checks; once linked, those of them whom the protocol takes.
    uses: what the protocol reads. outputs: each by the hash of its content, so that a ballot is about what was
    seen. rules: by which they were protected. ballots: of the round of checking that is on, or was last. held:
    what is not destroyed. under_way: long work that was asked for has not ended. unanswered: by their names, the
    questions that its application still has to answer.
    """

    reference: str
    provider: str
    custodian: str
    lab: str
    agreement: str
    purpose: Purpose
    holding: str
    state: State = State.DRAFT
    custodian_rules: DisclosureRules = field(default_factory=DisclosureRules)
    history: tuple[Done, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    persons: int | None = None
    uses: Uses | None = None
    rules: DisclosureRules | None = None
    outputs: tuple[str, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    held: frozenset[Thing] = frozenset()
    under_way: bool = False
    unanswered: tuple[str, ...] = ()

    def organisation(self, side: Side) -> str:
        """The key of the organisation on that side of it."""
        return {Side.PROVIDER: self.provider, Side.CUSTODIAN: self.custodian, Side.LAB: self.lab}[side]

    @property
    def submission(self) -> int:
        """How many times it was submitted."""
        return sum(done.command is Command.SUBMIT for done in self.history)

    def did(self, *commands: Command) -> frozenset[int]:
        """The accounts that carried out any of the commands on it."""
        return frozenset(done.who for done in self.history if done.command in commands)


_HOLDS = {Command.UPLOAD: Thing.IDENTIFIERS, Command.LINK: Thing.PROJECT_KEY}
_DESTROYS = {Command.DESTROY_IDENTIFIERS: Thing.IDENTIFIERS, Command.DESTROY_KEY: Thing.PROJECT_KEY}
_NEW_ROUND = (Command.AMEND, Command.EVALUATE, Command.SEND)


def after(study: Study, command: Command, person: Person, allowed: Allowed, today: dt.date) -> Study:
    """The study once an allowed command is carried out. What comes with the command (a judgement, a ballot, a
    list) is put in by whoever carries it out."""
    comes, goes = _HOLDS.get(command), _DESTROYS.get(command)
    return replace(
        study,
        state=allowed.to,
        history=(*study.history, Done(command, person.account, today)),
        ballots=() if command in _NEW_ROUND else study.ballots,
        held=(study.held | ({comes} if comes else set())) - ({goes} if goes else set()),
    )
