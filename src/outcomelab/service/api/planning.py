"""What the lab's analysts write: protocols, to link by and to evaluate by."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema, Status

from outcomelab.service.actions import analysing, ending
from outcomelab.service.api.answers import Done, done
from outcomelab.service.api.limit import by
from outcomelab.service.api.studies import FAULTS
from outcomelab.service.api.texts import Reference, Text

router = Router(tags=["protocol"])


class Protocol(Schema):
    """A protocol, in TOML."""

    protocol: Text


class Reason(Schema):
    """Why a study is taken back."""

    reason: Text


@router.post("/{reference}/link", response={202: Done, **FAULTS})
def link(request: HttpRequest, reference: Reference, said: Protocol) -> Status[Done]:
    """Ask for the list to be linked as the protocol says."""
    return Status(202, done(analysing.link(by(request), reference, said.protocol)))


@router.put("/{reference}/protocol", response={200: Done, **FAULTS})
def fix(request: HttpRequest, reference: Reference, said: Protocol) -> Done:
    """Fix the protocol, before any outcome is read."""
    return done(analysing.fix(by(request), reference, said.protocol))


@router.patch("/{reference}/protocol", response={200: Done, **FAULTS})
def amend(request: HttpRequest, reference: Reference, said: Protocol) -> Done:
    """Fix an amended protocol."""
    return done(analysing.amend(by(request), reference, said.protocol))


@router.post("/{reference}/override", response={200: Done, **FAULTS})
def override(request: HttpRequest, reference: Reference, said: Reason) -> Done:
    """Take a study back, as the lab's administrator, for a reason that is kept."""
    return done(ending.override(by(request), reference, said.reason))
