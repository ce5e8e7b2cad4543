"""The report of a draft as it would leave, marked as a draft."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outcomelab.reports.draft import draft
from outcomelab.service.web.documents import document
from outcomelab.service.web.drafts.opening import opened
from outcomelab.service.web.reading import language


@login_required
@never_cache
def report(request: HttpRequest, reference: str, output: str) -> HttpResponse:
    """The report of the draft whose content has that hash."""
    found = opened(request, reference)
    if isinstance(found, HttpResponse):
        return found
    shown = next((one for one in found.drafts if one.sha256 == output), None)
    if shown is None:
        raise Http404
    mark = _("This is a draft. It is not released: do not pass it on.")
    return document(draft(shown.figures, mark, language()))
