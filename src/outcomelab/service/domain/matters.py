"""Who may do what to organisations, accounts, holdings and agreements: the table beside that of studies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.decisions import words
from outcomelab.service.domain.refusals import Code, Refused, refused
from outcomelab.service.domain.roles import Capacity, Person, Role, Side
from outcomelab.service.domain.saying import said
from outcomelab.service.domain.verbs import Verb


class Matter(Verb):
    """What can be done to something else than a study."""

    ADD_ORGANISATION = "add-organisation", "add an organisation"
    CHANGE_RULES = "change-rules", "change the custodian's disclosure rules"
    INVITE = "invite", "add an account"
    CLOSE_ACCOUNT = "close-account", "close an account"
    GIVE_LINK = "give-link", "give a link to set a password"
    FORGET_FACTORS = "forget-second-factors", "remove somebody's second factors"
    GIVE_ROLE = "give-role", "give a role"
    TAKE_ROLE = "take-role", "take a role"
    REGISTER_HOLDING = "register-holding", "register a holding"
    WITHDRAW_HOLDING = "withdraw-holding", "withdraw a holding"
    MAKE_AGREEMENT = "make-agreement", "make an agreement"
    AMEND_AGREEMENT = "amend-agreement", "amend an agreement"
    SIGN_AGREEMENT = "sign-agreement", "sign an agreement"
    REVOKE_AGREEMENT = "revoke-agreement", "revoke an agreement"


@dataclass(frozen=True)
class Permitted:
    """It may be done: in which capacity, for which organisation."""

    capacity: Capacity
    organisation: str


_STEWARD = Capacity(Role.STEWARD, Side.CUSTODIAN)
_OF_THE_LAB = Capacity(Role.ADMINISTRATOR, Side.LAB)
# The lab's administrator looks after every organisation, each one's own after that one.
_OF_MEMBERS = (_OF_THE_LAB, *(Capacity(Role.ADMINISTRATOR, side) for side in (Side.PROVIDER, Side.CUSTODIAN)))
SIGNING = (Capacity(Role.PROVIDER_MEMBER, Side.PROVIDER), _STEWARD, _OF_THE_LAB)

BY: dict[Matter, tuple[Capacity, ...]] = {
    Matter.ADD_ORGANISATION: (_OF_THE_LAB,),
    Matter.CHANGE_RULES: (_STEWARD,),
    Matter.INVITE: _OF_MEMBERS,
    Matter.CLOSE_ACCOUNT: (_OF_THE_LAB,),
    Matter.GIVE_LINK: _OF_MEMBERS,
    Matter.FORGET_FACTORS: _OF_MEMBERS,
    Matter.GIVE_ROLE: _OF_MEMBERS,
    Matter.TAKE_ROLE: _OF_MEMBERS,
    Matter.REGISTER_HOLDING: (_STEWARD,),
    Matter.WITHDRAW_HOLDING: (_STEWARD,),
    Matter.MAKE_AGREEMENT: (_STEWARD,),
    Matter.AMEND_AGREEMENT: (_STEWARD,),
    Matter.SIGN_AGREEMENT: SIGNING,
    Matter.REVOKE_AGREEMENT: (_STEWARD,),
}
_NOT_ONESELF = frozenset(
    {Matter.GIVE_ROLE, Matter.TAKE_ROLE, Matter.CLOSE_ACCOUNT, Matter.GIVE_LINK, Matter.FORGET_FACTORS}
)


def permit(
    matter: Matter, person: Person, concerned: Mapping[Side, str], whom: int | None = None
) -> Permitted | Refused:
    """Whether a person may do it: in a capacity of the table, held in an organisation that it concerns.

    concerned: by side, the keys of these organisations (of an agreement its parties; of a member their
    organisation, and the lab that looks after it). whom: the account that it is about.
    """
    able = [one for one in BY[matter] if one.side in concerned and person.holds(one.role, concerned[one.side])]
    if not able:
        return refused(Code.NOT_YOUR_ROLE, command=said(matter.words), who=words(BY[matter]))
    if matter in _NOT_ONESELF and whom == person.account:
        return refused(Code.YOURSELF)
    return Permitted(able[0], concerned[able[0].side])


def permit_on(matter: Matter, person: Person, terms: Agreement, today: dt.date) -> Permitted | Refused:
    """Whether a person may sign, amend or revoke an agreement as its terms are."""
    settled = permit(matter, person, dict(zip(Side, terms.parties, strict=True)))
    if isinstance(settled, Permitted):
        return hindrance(matter, settled, terms, today) or settled
    return settled


def hindrance(matter: Matter, permitted: Permitted, terms: Agreement, today: dt.date) -> Refused | None:
    """Why terms as they are cannot be signed, amended or revoked any more, by whomever."""
    if terms.revoked is not None:
        return refused(Code.AGREEMENT_REVOKED, act=said("done"), revoked=terms.revoked)
    if matter is Matter.SIGN_AGREEMENT and permitted.organisation not in terms.unsigned(today):
        return refused(Code.SIGNED_ALREADY)
    return None
