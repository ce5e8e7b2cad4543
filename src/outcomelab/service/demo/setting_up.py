"""The demo's first two days: the lab, organisations and accounts, then holdings."""

from __future__ import annotations

import datetime as dt
import secrets

from outcomelab.service.actions import holdings, organisations
from outcomelab.service.actions.acting import By
from outcomelab.service.demo import cast
from outcomelab.service.demo.cast import COMPANIES, LAB, PLAYERS, Player, account
from outcomelab.service.demo.given import Given, register
from outcomelab.service.demo.steps import Calendar, Step, allowed

# Stricter than the lab's; so are the agreements under them.
LABOUR_RULES: dict[str, object] = {"p_percent_costs": 20.0, "minimum_matched": 40}
_CATALOGUED = (("justice", cast.CORRECTION), ("labour", cast.LABOUR), ("learners", cast.LABOUR))


def setting_up(calendar: Calendar) -> tuple[Step, ...]:
    """Everything before agreements."""
    others = [_organisation(calendar, place) for place in range(1, len(COMPANIES))]
    accounts = [step for place in range(1, len(PLAYERS)) for step in _account(calendar, place)]
    first = Step(calendar.at(0, 8, 30), f"{LAB.name} sets the service up", _set_up)
    holding = [_holding(calendar, place) for place in range(len(_CATALOGUED))]
    return (
        first,
        *others,
        *accounts,
        Step(calendar.at(1, 9, 10), f"{cast.LABOUR.name} sets its rules", _rules),
        *holding,
    )


def _administrator(at: dt.datetime) -> By:
    return By(account(PLAYERS[0].part), at)


def _set_up(at: dt.datetime, _: Given) -> None:
    """The password is nobody's: in demo mode one signs in without."""
    organisations.set_up(at, LAB.key, LAB.name, PLAYERS[0].email, secrets.token_urlsafe(32), PLAYERS[0].name)


def _rules(at: dt.datetime, _: Given) -> None:
    by = By(account(f"steward of {cast.LABOUR.key}"), at)
    allowed(organisations.change_rules(by, cast.LABOUR.key, LABOUR_RULES))


def _organisation(calendar: Calendar, place: int) -> Step:
    company = COMPANIES[place]

    def add(at: dt.datetime, _: Given) -> None:
        allowed(organisations.add_organisation(_administrator(at), company.key, company.name, company.side))

    return Step(calendar.at(0, 9, 3 * place), f"{company.name} joins", add)


def _account(calendar: Calendar, place: int) -> tuple[Step, Step]:
    player: Player = PLAYERS[place]

    def invite(at: dt.datetime, _: Given) -> None:
        allowed(organisations.invite(_administrator(at), player.organisation, player.email, player.name)[0])

    def give(at: dt.datetime, _: Given) -> None:
        whom = account(player.part)
        allowed(organisations.give_role(_administrator(at), whom, player.role, player.organisation))

    words = f"{player.name}, {player.role} of {cast.NAMES[player.organisation]}"
    return (
        Step(calendar.at(0, 10, 2 * place), words, invite),
        Step(calendar.at(0, 10, 2 * place + 1), words, give),
    )


def _holding(calendar: Calendar, place: int) -> Step:
    name, custodian = _CATALOGUED[place]

    def catalogue(at: dt.datetime, given: Given) -> None:
        folder = register(given.dictionaries[name], name)
        by = By(account(f"steward of {custodian.key}"), at)
        allowed(holdings.register(by, custodian.key, name, folder))

    return Step(calendar.at(1, 10 + place, 20), f"{custodian.name} registers its holding {name}", catalogue)
