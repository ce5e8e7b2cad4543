"""Whether a person may do something to a study now: one function, before every button, route and job."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from outcomelab.service.domain import binding
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.needs import Case, unmet
from outcomelab.service.domain.refusals import Allowed, Code, Decision, Refused, refused
from outcomelab.service.domain.roles import Capacity, Person
from outcomelab.service.domain.saying import Said, each, either, said
from outcomelab.service.domain.states import FINAL, ROWS, UNHINDERED, Row, State, next_steps
from outcomelab.service.domain.study import Study


def decide(
    command: Command,
    person: Person,
    study: Study,
    agreement: Agreement | None,
    today: dt.date,
    reason: str = "",
    signed: Agreement | None = None,
) -> Decision:
    """Allowed, in which capacity and to which state; or refused, with a code and a sentence.

    Asked in this order, so that nobody is told more than concerns them: the person's role in the study's
    organisations, the study's state and whether work on it is under way, the duties and whatever else the table
    needs, the agreement on that day.

    agreement: as its terms are now, by which acts are bound. signed: by the terms that all parties signed last,
    which say whether it is over; where none are given, those are the terms as they are.
    """
    row = ROWS[command]
    capacity = _capacity(row, person, study)
    if capacity is None:
        return refused(Code.NOT_YOUR_ROLE, command=said(command.words), who=words(row.by))
    if study.state not in row.moves:
        return _not_in_this_state(row, study.state)
    if study.under_way and command not in UNHINDERED:
        return refused(Code.UNDER_WAY)
    case = Case(person, study, signed or agreement, today, reason)
    for need in row.needs:
        if (fault := unmet(need, case)) is not None:
            return fault
    if row.act is not None and (faults := binding.faults(row.act, agreement, study, today)):
        return faults[0]
    return Allowed(capacity, study.organisation(capacity.side), row.moves[study.state])


def words(capacities: tuple[Capacity, ...]) -> Said:
    """Capacities in words: "a checker of the custodian or a checker of the lab"."""
    return either([said(str(capacity)) for capacity in capacities])


def _capacity(row: Row, person: Person, study: Study) -> Capacity | None:
    """The first capacity of the row that the person has in the study."""
    held = (one for one in row.by if person.holds(one.role, study.organisation(one.side)))
    return next(held, None)


def _not_in_this_state(row: Row, state: State) -> Refused:
    command, here, steps = said(row.command.words), said(state.value), next_steps(state)
    if state in FINAL:
        return refused(Code.FINAL_STATE, command=command, state=here)
    following = each(
        [
            said("{who} can {command}", who=words(who), command=either([said(one.command.words) for one in some]))
            for who, some in groupby(steps, lambda step: step.by)
        ]
    )
    states = either([said(one.value) for one in row.moves])
    return refused(Code.NOT_IN_THIS_STATE, command=command, states=states, state=here, next=following)
