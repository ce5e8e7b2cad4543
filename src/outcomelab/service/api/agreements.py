"""Agreements of the token's organisation: read, made, amended, signed, revoked."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import BeforeValidator
from pydantic_core import to_json

from outcomelab.service.actions import agreements as acts
from outcomelab.service.api.answers import Done, Fault, done, not_there, refusal
from outcomelab.service.api.limit import by
from outcomelab.service.api.studies import FAULTS, May, may
from outcomelab.service.api.texts import Reference
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.queries import agreements

router = Router(tags=["agreements"])


def _as_json(sent: object) -> Agreement:
    return Agreement.model_validate_json(
        to_json(sent)
    )  # days are texts there, which the model takes from JSON alone


Terms = Annotated[Agreement, BeforeValidator(_as_json)]


class Held(Schema):
    """An agreement. `unsigned`: who has not signed; `over`: it ended or was revoked; `why_not`: all that keeps it
    from being in force; `may`: by the verb, whether the token's role may do it now."""

    terms: Agreement
    version: int
    unsigned: tuple[str, ...]
    over: bool
    studies: tuple[str, ...]
    why_not: tuple[Fault, ...]
    may: dict[str, May]


@router.get("", response={200: list[Held], **FAULTS})
def mine(request: HttpRequest) -> list[Held]:
    """Agreements that the token's organisation is a party of."""
    who = by(request)
    return [_held(one) for one in agreements.agreements(who.account, who.today)]


@router.post("", response={201: Done, **FAULTS})
def make(request: HttpRequest, terms: Terms) -> Status[Done]:
    """Make an agreement; its reference is given by the service, signatures come after."""
    settled, reference = acts.make(by(request), terms)
    return Status(201, done(settled, reference))


@router.get("/{reference}", response={200: Held, **FAULTS})
def one(request: HttpRequest, reference: Reference) -> Held:
    """An agreement."""
    who = by(request)
    if (found := agreements.agreement(who.account, reference, who.today)) is None:
        raise not_there()
    return _held(found)


@router.put("/{reference}", response={200: Done, **FAULTS})
def amend(request: HttpRequest, reference: Reference, terms: Terms) -> Done:
    """Other terms, which hold once all parties have signed them."""
    return done(acts.amend(by(request), reference, terms))


@router.post("/{reference}/sign", response={200: Done, **FAULTS})
def sign(request: HttpRequest, reference: Reference) -> Done:
    """Sign for the token's organisation."""
    return done(acts.sign(by(request), reference))


@router.post("/{reference}/revoke", response={200: Done, **FAULTS})
def revoke(request: HttpRequest, reference: Reference) -> Done:
    """Revoke, from today on."""
    return done(acts.revoke(by(request), reference))


def _held(found: agreements.Held) -> Held:
    return Held(
        terms=found.terms,
        version=found.version,
        unsigned=found.unsigned,
        over=found.over,
        studies=found.studies,
        why_not=tuple(refusal(one) for one in found.why_not),
        may={matter.value: may(decision) for matter, decision in found.may.items()},
    )
