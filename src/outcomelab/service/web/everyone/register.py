"""The register of all studies that a custodian decided on: also refused ones, and ones that found nothing."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from outcomelab.service.domain.purposes import PURPOSES, Purpose
from outcomelab.service.queries import public
from outcomelab.service.queries.reports import report
from outcomelab.service.web import documents
from outcomelab.service.web.reader import there

_ON_A_PAGE = 50


class Search(forms.Form):
    """What is looked for in the register."""

    words = forms.CharField(
        label=_("Words in the title, or an organisation"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    def found(self) -> tuple[public.Registered, ...]:
        """The studies in which all the words are found."""
        wanted = (self.cleaned_data["words"] if self.is_valid() else "").casefold().split()
        studies = public.register()
        return tuple(study for study in studies if all(word in _text(study) for word in wanted))


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """All of them, or those looked for, fifty a page."""
    search = Search(request.GET or None)
    pages = Paginator(search.found(), _ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return render(request, "everyone/register.html", {"search": search, "studies": shown})


@require_safe
def study(request: HttpRequest, reference: str) -> HttpResponse:
    """One of them: who asked what of whose data, what was decided, and the answer when there is one."""
    found = there(public.registered(reference))
    purpose = PURPOSES[Purpose(found.purpose)].words
    return render(request, "everyone/registered.html", {"study": found, "purpose": purpose})


@require_safe
def read(request: HttpRequest, reference: str) -> HttpResponse:  # noqa: ARG001 the same for all
    """A published report."""
    return documents.read(there(report(None, reference)))


@require_safe
def file(request: HttpRequest, reference: str, ending: str) -> HttpResponse:  # noqa: ARG001 the same for all
    """A published report to be kept: as a PDF, or its figures as open data."""
    return documents.taken(there(report(None, reference)), ending)


def _text(study: public.Registered) -> str:
    return " ".join((study.reference, study.title, study.provider, study.custodian, study.holding)).casefold()
