"""The report of a study for its parties, once it is released: to be read, printed, or calculated with."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outcomelab.service.queries.reports import Report, report
from outcomelab.service.queries.study import page
from outcomelab.service.web import documents
from outcomelab.service.web.reader import by, there


@login_required
def about(request: HttpRequest, reference: str) -> HttpResponse:
    """What was released, when, and where to read it."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    return render(request, "provider/report.html", {"page": seen, "report": report(who.account, reference)})


@login_required
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """The report itself, as the lab wrote it."""
    return documents.read(_theirs(request, reference))


@login_required
def file(request: HttpRequest, reference: str, ending: str) -> HttpResponse:
    """The report to be kept: as a PDF, or its figures as open data."""
    return documents.taken(_theirs(request, reference), ending)


def _theirs(request: HttpRequest, reference: str) -> Report:
    """The report, for a party of the study. Raises Http404 for others, also for what is published: that is in the
    register, where everybody reads it."""
    who = by(request)
    there(page(who.account, reference, who.today))
    return there(report(who.account, reference))
