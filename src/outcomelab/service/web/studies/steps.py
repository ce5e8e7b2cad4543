"""What is done to a study with one press, asked about once more where it is for good."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outcomelab.service.domain.commands import Command
from outcomelab.service.queries.study import page
from outcomelab.service.web.answering import answered
from outcomelab.service.web.reader import by, there
from outcomelab.service.web.studies.commands import FOR_GOOD, PRESSED


@login_required
@require_POST
def do(request: HttpRequest, reference: str, command: str) -> HttpResponse:
    """Carry the command out. What is for good comes with `sure`, which a page asks for first."""
    wanted = next((one for one in PRESSED if one.value == command), None)
    if wanted is None:
        raise Http404
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    if wanted in FOR_GOOD and "sure" not in request.POST:
        return render(request, "studies/sure.html", {"page": seen, "command": wanted})
    decision = PRESSED[wanted](who, reference)
    return answered(request, decision, _said(wanted), reverse("study", args=[reference]))


def _said(command: Command) -> str:
    return _("Done: {what}.").format(what=_(command.words))
