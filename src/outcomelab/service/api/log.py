"""The audit log: what an auditor reads, and what a custodian sees of the uses of their data."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from outcomelab.service.api.limit import by
from outcomelab.service.api.studies import FAULTS
from outcomelab.service.api.texts import Text
from outcomelab.service.domain.events import Event
from outcomelab.service.queries.timeline import timeline, uses_of_my_data

router = Router(tags=["log"])
After = Annotated[int, Field(ge=0, lt=2**53)]


@router.get("/audit", response={200: list[Event], **FAULTS})
def audit(
    request: HttpRequest,
    study: Text | None = None,
    holding: Text | None = None,
    about: Annotated[int | None, Field(ge=0, lt=2**53)] = None,
    after: After = 0,
) -> list[Event]:
    """Events in order, at most a thousand `after` a number; none for who is no auditor."""
    return list(timeline(by(request).account, study=study, about=about, holding=holding, after=after))


@router.get("/uses", response={200: list[Event], **FAULTS})
def uses(request: HttpRequest, after: After = 0) -> list[Event]:
    """Everything that was done about the holdings of the token's custodian."""
    return list(uses_of_my_data(by(request).account, after))
