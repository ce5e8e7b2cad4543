"""Who a person is to the service: the roles they hold, and for which organisation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """What an organisation is to a study."""

    PROVIDER = "provider"
    CUSTODIAN = "custodian"
    LAB = "lab"


class Role(StrEnum):
    """What a person may be in an organisation. The worker is no person: it acts by the clock."""

    PROVIDER_MEMBER = "provider member"
    STEWARD = "custodian steward"
    ANALYST = "analyst"
    CHECKER = "checker"
    RESEARCHER = "researcher"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    WORKER = "lab's worker"


# Which role can be held in which organisations. Checkers are the lab's or the custodian's; an auditor reads what
# concerns their own organisation, the lab's auditor everything.
MAY_HOLD: dict[Role, tuple[Side, ...]] = {
    Role.PROVIDER_MEMBER: (Side.PROVIDER,),
    Role.STEWARD: (Side.CUSTODIAN,),
    Role.ANALYST: (Side.LAB,),
    Role.CHECKER: (Side.LAB, Side.CUSTODIAN),
    Role.RESEARCHER: (Side.PROVIDER, Side.CUSTODIAN, Side.LAB),
    Role.AUDITOR: (Side.LAB, Side.CUSTODIAN),
    Role.ADMINISTRATOR: (Side.PROVIDER, Side.CUSTODIAN, Side.LAB),
    Role.WORKER: (Side.LAB,),
}


@dataclass(frozen=True)
class Organisation:
    """`key`: the service's short name of it, such as `bridge-trust`."""

    key: str
    side: Side


@dataclass(frozen=True)
class Post:
    """One role held for one organisation. Raises ValueError for a role that such an organisation does not have."""

    role: Role
    organisation: Organisation

    def __post_init__(self) -> None:
        if self.organisation.side not in MAY_HOLD[self.role]:
            raise ValueError(f"A {self.organisation.side} has no {self.role}.")


@dataclass(frozen=True)
class Person:
    """Whoever acts: the number of their account, never their name, and the posts they act in. `besides`: those
    they hold and do not act in, as by a token for another: nothing is allowed by these, and duties are kept apart
    by them all the same."""

    account: int
    posts: frozenset[Post] = frozenset()
    besides: frozenset[Post] = frozenset()

    def holds(self, role: Role, organisation: str) -> bool:
        """Whether they have that role in the organisation of that key."""
        return any(post.role is role and post.organisation.key == organisation for post in self.posts)

    def belongs_to(self, organisation: str) -> bool:
        """Whether they have any post in the organisation of that key, whichever they act in."""
        return any(post.organisation.key == organisation for post in self.posts | self.besides)


@dataclass(frozen=True)
class Capacity:
    """A role on a side of a study: the analyst of its lab, the checker of its custodian."""

    role: Role
    side: Side

    def __str__(self) -> str:
        if self.role in (Role.PROVIDER_MEMBER, Role.STEWARD, Role.WORKER):
            article = "the" if self.role is Role.WORKER else "a"
            return f"{article} {self.role}"
        article = "an" if self.role[0] in "aeiou" else "a"
        return f"{article} {self.role} of the {self.side}"
