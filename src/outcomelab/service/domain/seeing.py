"""Who may look at what; what anybody may, is the register and the catalogue."""

from __future__ import annotations

from outcomelab.service.domain.duties import applied
from outcomelab.service.domain.roles import Person, Role, Side
from outcomelab.service.domain.states import SINCE_LINKED
from outcomelab.service.domain.study import Study, Thing

_PARTIES = (Side.PROVIDER, Side.CUSTODIAN, Side.LAB)


def organisations(person: Person) -> frozenset[str]:
    """The organisations whose studies and agreements they see: those they have any post in but a researcher's."""
    return frozenset(post.organisation.key for post in person.posts if post.role is not Role.RESEARCHER)


def sees(person: Person, study: Study) -> bool:
    """Whether they have a part in a study: it is one of an organisation of theirs."""
    return not organisations(person).isdisjoint(study.organisation(side) for side in _PARTIES)


def sees_problems(person: Person, study: Study) -> bool:
    """Whether they see what is wrong in the participants' list row by row: those who can mend it."""
    return person.holds(Role.PROVIDER_MEMBER, study.provider)


def sees_errors(person: Person, study: Study) -> bool:
    """Whether they read why long work failed, in the words of what failed: the lab's analysts."""
    return person.holds(Role.ANALYST, study.lab)


def sees_votes(person: Person, study: Study) -> bool:
    """Whether they see votes at all, of those `checking.visible` to them: who checks, is checked, or audits."""
    lab = any(person.holds(role, study.lab) for role in (Role.ANALYST, Role.CHECKER, Role.AUDITOR))
    return lab or any(person.holds(role, study.custodian) for role in (Role.CHECKER, Role.AUDITOR))


def sees_evidence(person: Person, study: Study) -> bool:
    """Whether they see what the judgements on a study go by: who answers for its data, works on it, checks it or
    audits, and did not apply for it."""
    custodians = (Role.STEWARD, Role.CHECKER, Role.AUDITOR)
    theirs = any(person.holds(role, study.custodian) for role in custodians)
    return (theirs or sees_votes(person, study)) and not applied(person, study)


def sees_links(person: Person, study: Study) -> bool:
    """Whether they see how good a study's linkage is before its report says so: the same people, while there is
    one."""
    there = study.state in SINCE_LINKED and Thing.PROJECT_KEY in study.held
    return there and sees_evidence(person, study)


def sees_counts_of_links(person: Person, study: Study) -> bool:
    """Whether they see it in counts that nobody cleared: the lab's analysts alone."""
    return person.holds(Role.ANALYST, study.lab) and sees_links(person, study)


def audits(person: Person) -> frozenset[str] | None:
    """The organisations of whose acts and data they read the log; None for all, as the lab's auditor does."""
    posts = [post.organisation for post in person.posts if post.role is Role.AUDITOR]
    if any(organisation.side is Side.LAB for organisation in posts):
        return None
    return frozenset(organisation.key for organisation in posts)
