"""Evidence on whether the people are safe: who would work on a study, what keeps them apart, how they sign in."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.service.domain import duties
from outcomelab.service.domain.roles import Capacity, Person, Role, Side
from outcomelab.service.domain.saying import Said, said
from outcomelab.service.queries.evidence.asked import Asked
from outcomelab.service.queries.people import names
from outcomelab.service.queries.second_factor import with_second_factor
from outcomelab.service.store import reading
from outcomelab.service.store.models import PostRow

_ANALYST = Capacity(Role.ANALYST, Side.LAB)
_CHECKERS = (Capacity(Role.CHECKER, Side.CUSTODIAN), Capacity(Role.CHECKER, Side.LAB))
_WHO = {
    _ANALYST: said("Analysts of the lab, who link and evaluate: {names}."),
    _CHECKERS[0]: said("Checkers of the custodian: {names}."),
    _CHECKERS[1]: said("Checkers of the lab: {names}."),
}
_NOBODY = {
    _ANALYST: said("The lab has no analyst."),
    _CHECKERS[0]: said("The custodian has no checker."),
    _CHECKERS[1]: said("The lab has no checker."),
}


def posts(asked: Asked) -> Iterator[Said]:
    """Who would link, evaluate and check, and which duties keep them apart, as far as things went."""
    working = _working(asked)
    called = names(_everybody(working))
    for capacity, accounts in working.items():
        if accounts:
            yield _WHO[capacity].put(names=", ".join(called.get(one, str(one)) for one in accounts))
        else:
            yield _NOBODY[capacity]
    yield said("Who links the identifiers can neither evaluate nor check; a checker is never the study's analyst.")
    everybody = reading.persons(_everybody(working))
    for account, person in everybody.items():
        yield from _kept_out(person, asked, called.get(account, str(account)))
    analysts = [one for one in working[_ANALYST] if not duties.applied(everybody[one], asked.study)]
    if len(analysts) < 2:
        yield said("Two analysts are needed, one who links and one who evaluates.")
    if not _enough_checkers(asked, working, everybody):
        yield said("Two checkers are needed who are not the study's analysts, one of them the custodian's.")


def sign_in(asked: Asked) -> Iterator[Said]:
    """Who of them signs in with a second factor."""
    accounts = _everybody(_working(asked))
    without = sorted(set(accounts) - with_second_factor(accounts), key=accounts.index)
    if not accounts:
        yield said("Nobody would work on this study yet.")
    elif not without:
        yield said("All {number} of them sign in with a second factor.", number=len(accounts))
    else:
        yield said(
            "{number} of {all} sign in with a second factor.",
            number=len(accounts) - len(without),
            all=len(accounts),
        )
        called = names(without)
        yield said("Without one: {names}.", names=", ".join(called.get(one, str(one)) for one in without))


def _working(asked: Asked) -> dict[Capacity, tuple[int, ...]]:
    """By capacity, the accounts that hold it now."""
    sides = {Side.CUSTODIAN: asked.row.custodian_id, Side.LAB: asked.row.lab_id}
    found = {}
    for capacity in _WHO:
        rows = PostRow.objects.filter(
            role=capacity.role.value, organisation=sides[capacity.side], until=None, account__is_active=True
        )
        found[capacity] = tuple(rows.order_by("account").values_list("account", flat=True))
    return found


def _kept_out(person: Person, asked: Asked, name: str) -> Iterator[Said]:
    if duties.applied(person, asked.study):
        yield said(
            "{name} applied for the study or belongs to its provider, and can do nothing of this.", name=name
        )
    elif duties.linked(person, asked.study):
        yield said("{name} linked the identifiers, so its outcomes are closed to them.", name=name)
    elif duties.read_outcomes(person, asked.study):
        yield said("{name} has read outcomes, so the identifiers are closed to them.", name=name)


def _everybody(working: dict[Capacity, tuple[int, ...]]) -> tuple[int, ...]:
    """Each account once."""
    return tuple(dict.fromkeys(account for accounts in working.values() for account in accounts))


def _enough_checkers(asked: Asked, working: dict[Capacity, tuple[int, ...]], everybody: dict[int, Person]) -> bool:
    able = [{one for one in working[capacity] if _can_check(everybody[one], asked)} for capacity in _CHECKERS]
    return bool(able[0]) and len(able[0] | able[1]) >= 2


def _can_check(person: Person, asked: Asked) -> bool:
    duty = (duties.applied, duties.linked, duties.analysed)
    return not any(one(person, asked.study) for one in duty)
