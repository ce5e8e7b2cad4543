"""The catalogue of holdings: what there is, by its dictionary; of no person anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outcomelab.service.queries import public
from outcomelab.service.web.reader import there


@require_safe
def holdings(request: HttpRequest) -> HttpResponse:
    """Every holding that a study can begin on."""
    return render(request, "everyone/catalogue.html", {"holdings": public.catalogue()})


@require_safe
def holding(request: HttpRequest, name: str) -> HttpResponse:
    """One holding, table by table."""
    return render(request, "everyone/catalogued.html", {"holding": there(public.catalogued(name))})
