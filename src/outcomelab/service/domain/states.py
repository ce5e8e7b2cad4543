"""The one table of a study's states: who may move it from where to where, and what else must hold.

The page of the workflow, the diagram and the tables in the docs, and the tests of role by state by command are all
made from `TABLE`; so is every decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from outcomelab.service.domain.commands import Act, Command
from outcomelab.service.domain.roles import Capacity, Role, Side


class State(StrEnum):
    """Where a study stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved with conditions"
    REFUSED = "refused"
    COHORT_RECEIVED = "cohort received"
    LINKED = "linked"
    PROTOCOL_FIXED = "protocol fixed"
    EVALUATED = "evaluated"
    IN_CHECKING = "in checking"
    RETURNED_BY_CHECKERS = "returned by checkers"
    CLEARED = "cleared"
    RELEASED = "released"
    PUBLISHED = "published"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REVOKED = "revoked"


S, C = State, Command
FINAL = (S.REFUSED, S.CLOSED, S.WITHDRAWN, S.EXPIRED, S.REVOKED)
LIVING = tuple(state for state in State if state not in FINAL)
SINCE_LINKED = LIVING[LIVING.index(S.LINKED) :]
PLANNED_IN = (
    S.APPROVED, S.APPROVED_WITH_CONDITIONS, S.COHORT_RECEIVED, S.LINKED, S.PROTOCOL_FIXED, S.EVALUATED,
    S.RETURNED_BY_CHECKERS,
)  # fmt: skip
WITH_DRAFTS = (S.EVALUATED, S.IN_CHECKING, S.RETURNED_BY_CHECKERS, S.CLEARED)


class Need(StrEnum):
    """What must hold besides state, role and agreement; each is a function in `needs`."""

    ANSWERED = "the application is answered whole"
    JUDGED_SAFE = "all five judgements recorded, each of them safe"
    JUDGED_WITH_CONDITIONS = "all five judgements recorded, none of them unsafe"
    NOT_THE_APPLICANT = "not by who applied, nor by anyone of the provider"
    NOT_THE_LINKER = "not by who linked the identifiers"
    NOT_A_READER = "not by who has read outcomes of the study"
    NOT_THE_ANALYST = "not by an analyst of the study"
    NOT_THE_CHECKER = "not by who checked the study's outputs"
    OUTPUTS = "there is at least one output"
    NOT_VOTED = "once in each round of checking"
    ALL_APPROVED = "two checkers, one of them the custodian's, approve every output"
    AS_CLEARED = "the outputs are still those that were approved"
    NOT_ALL_APPROVED = "two checkers, one of them the custodian's, have voted and not approved every output"
    AGREEMENT_OVER = "the agreement has ended"
    DESTROYED = "identifiers and project key are destroyed"
    IDENTIFIERS_HELD = "the identifiers are still there"
    KEY_HELD = "the project key is still there"
    REASON = "a reason is written"


@dataclass(frozen=True)
class Row:
    """A command: from which state to which, by whom, as which act under the agreement (None: it binds nothing, or
    must stay possible when the agreement is gone), and what else must hold."""

    command: Command
    moves: Mapping[State, State]
    by: tuple[Capacity, ...]
    act: Act | None = None
    needs: tuple[Need, ...] = ()


def _stays(*states: State) -> dict[State, State]:
    return {state: state for state in states}


def _to(target: State, *sources: State) -> dict[State, State]:
    return dict.fromkeys(sources, target)


PROVIDER = Capacity(Role.PROVIDER_MEMBER, Side.PROVIDER)
STEWARD = Capacity(Role.STEWARD, Side.CUSTODIAN)
ANALYST = Capacity(Role.ANALYST, Side.LAB)
CHECKERS = (Capacity(Role.CHECKER, Side.CUSTODIAN), Capacity(Role.CHECKER, Side.LAB))
ADMINISTRATOR = Capacity(Role.ADMINISTRATOR, Side.LAB)
WORKER = Capacity(Role.WORKER, Side.LAB)
CLEANERS = (STEWARD, ADMINISTRATOR, WORKER)

_APART = (Need.NOT_THE_APPLICANT,)
# As the table stands nobody has read outcomes before linkage, nor checked before the protocol is fixed. It is
# asked all the same, so that no row added later joins duties that are kept apart.
_LINKING = (*_APART, Need.NOT_A_READER, Need.NOT_THE_CHECKER)
_PLANNING = (*_APART, Need.NOT_THE_CHECKER, Need.KEY_HELD)
_CHECKING = (Need.NOT_THE_LINKER, Need.NOT_THE_ANALYST, Need.NOT_THE_APPLICANT)
_BACK = {S.SUBMITTED: S.RETURNED, S.IN_CHECKING: S.EVALUATED, S.CLEARED: S.EVALUATED}

TABLE: tuple[Row, ...] = (
    Row(C.SAVE, _stays(S.DRAFT, S.RETURNED), (PROVIDER,)),
    Row(
        C.UPLOAD, {**_stays(S.DRAFT, S.RETURNED, S.APPROVED), S.COHORT_RECEIVED: S.APPROVED}, (PROVIDER,),
        Act.UPLOAD,
    ),
    Row(C.SUBMIT, _to(S.SUBMITTED, S.DRAFT, S.RETURNED), (PROVIDER,), None, (Need.ANSWERED,)),
    Row(C.JUDGE, _stays(S.SUBMITTED), (STEWARD,), None, _APART),
    Row(C.RETURN, _to(S.RETURNED, S.SUBMITTED), (STEWARD,), None, _APART),
    Row(C.APPROVE, _to(S.APPROVED, S.SUBMITTED), (STEWARD,), Act.APPROVE, (*_APART, Need.JUDGED_SAFE)),
    Row(
        C.APPROVE_WITH_CONDITIONS, _to(S.APPROVED_WITH_CONDITIONS, S.SUBMITTED), (STEWARD,), Act.APPROVE,
        (*_APART, Need.JUDGED_WITH_CONDITIONS),
    ),
    Row(C.CONFIRM_CONDITIONS, _to(S.APPROVED, S.APPROVED_WITH_CONDITIONS), (STEWARD,), Act.APPROVE, _APART),
    Row(C.REFUSE, _to(S.REFUSED, S.SUBMITTED), (STEWARD,), None, _APART),
    Row(C.RECEIVE, _to(S.COHORT_RECEIVED, S.APPROVED), (PROVIDER,), Act.INGEST),
    Row(C.TRY, _stays(*PLANNED_IN), (ANALYST,), None, (*_APART, Need.NOT_THE_CHECKER)),
    Row(C.LINK, _to(S.LINKED, S.COHORT_RECEIVED), (ANALYST,), Act.LINK, _LINKING),
    Row(C.FIX, _to(S.PROTOCOL_FIXED, S.LINKED), (ANALYST,), Act.FIX, _PLANNING),
    Row(
        C.AMEND, _to(S.PROTOCOL_FIXED, S.PROTOCOL_FIXED, S.EVALUATED, S.RETURNED_BY_CHECKERS), (ANALYST,), Act.FIX,
        _PLANNING,
    ),
    Row(
        C.EVALUATE, _to(S.EVALUATED, S.PROTOCOL_FIXED, S.EVALUATED, S.RETURNED_BY_CHECKERS), (ANALYST,),
        Act.EVALUATE, (*_APART, Need.NOT_THE_LINKER, Need.NOT_THE_CHECKER, Need.KEY_HELD),
    ),
    Row(
        C.READ, _stays(*WITH_DRAFTS), (*CHECKERS, ANALYST), Act.CHECK,
        (Need.NOT_THE_LINKER, Need.NOT_THE_APPLICANT),
    ),
    Row(
        C.SEND, _to(S.IN_CHECKING, S.EVALUATED, S.RETURNED_BY_CHECKERS), (ANALYST,), Act.CHECK,
        (*_APART, Need.NOT_THE_LINKER, Need.NOT_THE_CHECKER, Need.OUTPUTS),
    ),
    Row(C.VOTE, _stays(S.IN_CHECKING), CHECKERS, Act.CHECK, (*_CHECKING, Need.NOT_VOTED)),
    Row(C.CLEAR, _to(S.CLEARED, S.IN_CHECKING), CHECKERS, Act.CHECK, (*_CHECKING, Need.ALL_APPROVED)),
    Row(
        C.RETURN_OUTPUTS, _to(S.RETURNED_BY_CHECKERS, S.IN_CHECKING), CHECKERS, None,
        (*_CHECKING, Need.NOT_ALL_APPROVED),
    ),
    Row(
        C.RELEASE, _to(S.RELEASED, S.CLEARED), CHECKERS, Act.RELEASE, (*_CHECKING, Need.AS_CLEARED, Need.KEY_HELD)
    ),
    Row(C.PUBLISH, _to(S.PUBLISHED, S.RELEASED), (STEWARD,), Act.PUBLISH, _APART),
    Row(C.CLOSE, _to(S.CLOSED, S.PUBLISHED), CLEANERS, None, (Need.DESTROYED,)),
    Row(C.WITHDRAW, _to(S.WITHDRAWN, *LIVING), (PROVIDER,)),
    Row(C.EXPIRE, _to(S.EXPIRED, *LIVING), CLEANERS, None, (Need.AGREEMENT_OVER,)),
    Row(C.REVOKE, _to(S.REVOKED, *LIVING), (STEWARD,)),
    Row(C.DESTROY_IDENTIFIERS, _stays(*SINCE_LINKED, *FINAL), CLEANERS, None, (Need.IDENTIFIERS_HELD,)),
    Row(C.DESTROY_KEY, _stays(*SINCE_LINKED, *FINAL), CLEANERS, None, (Need.KEY_HELD,)),
    Row(C.OVERRIDE, _BACK, (ADMINISTRATOR,), None, (Need.REASON,)),
)  # fmt: skip

ROWS: dict[Command, Row] = {row.command: row for row in TABLE}
ENDINGS = (C.WITHDRAW, C.EXPIRE, C.REVOKE)
# What can be done to a study while work on it is under way.
UNHINDERED = (C.SAVE, C.READ, *ENDINGS)
_WAITED_FOR = (C.SAVE, C.JUDGE, C.VOTE)


def next_steps(state: State) -> tuple[Row, ...]:
    """What leads on from a state: neither endings, overrides nor another list; of
    what leaves the study where it is, only the answers, judgements and votes that others wait for."""
    return tuple(
        row
        for row in TABLE
        if row.command not in (*ENDINGS, C.OVERRIDE, C.UPLOAD)
        and (row.moves.get(state, state) is not state or (state in row.moves and row.command in _WAITED_FOR))
    )


def whose_turn(state: State) -> tuple[Capacity, ...]:
    """Who may lead a study on from a state, each once, in the order of the table."""
    return tuple(dict.fromkeys(chain.from_iterable(row.by for row in next_steps(state))))
