"""What anybody may read: the register of studies, the catalogue of holdings."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from outcomelab.service.api.answers import Fault, not_there
from outcomelab.service.api.texts import Reference
from outcomelab.service.queries import public

router = Router(tags=["everyone"], auth=None)


@router.get("/register", response=list[public.Registered])
def register(request: HttpRequest) -> list[public.Registered]:  # noqa: ARG001 the same for all
    """Every study that a custodian approved or refused, the latest first."""
    return list(public.register())


@router.get("/register/{reference}", response={200: public.Registered, 404: Fault})
def registered(request: HttpRequest, reference: Reference) -> public.Registered:  # noqa: ARG001 the same for all
    """One study of the register."""
    if (found := public.registered(reference)) is None:
        raise not_there()
    return found


@router.get("/catalogue", response=list[public.Catalogued])
def catalogue(request: HttpRequest) -> list[public.Catalogued]:  # noqa: ARG001 the same for all
    """Every holding that a study can begin on, with its dictionary."""
    return list(public.catalogue())
