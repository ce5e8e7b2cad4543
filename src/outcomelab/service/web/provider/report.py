"""The report of a study for its parties, once it is released: to be read, printed, or calculated with."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from outcomelab.service.queries.reports import Report, report
from outcomelab.service.queries.study import page
from outcomelab.service.web.documents import document
from outcomelab.service.web.reader import by, there

# What can be taken away: the ending of its name, what it is, and how it is read.
_FILES: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "pdf": ("application/pdf", lambda found: found.pdf.read_bytes()),
    "zip": ("application/zip", lambda found: found.open_data()),
    "json": ("application/json", lambda found: found.results.read_bytes()),
}


@login_required
def about(request: HttpRequest, reference: str) -> HttpResponse:
    """What was released, when, and where to read it."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    return render(request, "provider/report.html", {"page": seen, "report": report(who.account, reference)})


@login_required
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """The report itself, as the lab wrote it."""
    return document(_content(_theirs(request, reference), lambda found: found.html.read_bytes()).decode("utf-8"))


@login_required
def file(request: HttpRequest, reference: str, ending: str) -> HttpResponse:
    """The report to be kept: as a PDF, or its figures as open data."""
    kind, take = there(_FILES.get(ending))
    content = _content(_theirs(request, reference), take)
    said = {"Content-Disposition": f'attachment; filename="report-{reference}.{ending}"'}
    return HttpResponse(content, content_type=kind, headers=said)


def _theirs(request: HttpRequest, reference: str) -> Report:
    """The report, for a party of the study. Raises Http404 for others, also for what is published: that is in the
    register, where everybody reads it."""
    who = by(request)
    there(page(who.account, reference, who.today))
    return there(report(who.account, reference))


def _content(found: Report, take: Callable[[Report], bytes]) -> bytes:
    try:
        return take(found)
    except OSError:
        raise Http404 from None  # the file was taken away since
