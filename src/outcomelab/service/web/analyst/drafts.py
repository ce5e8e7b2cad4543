"""Draft outputs as an analyst reads them: what they say, how alike the groups are, what the rules made of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from outcomelab.reports.draft import sections
from outcomelab.reports.summary import headline
from outcomelab.service.domain.commands import Command
from outcomelab.service.web.drafts.beside import beside
from outcomelab.service.web.drafts.opening import opened
from outcomelab.service.web.drafts.votes import votes
from outcomelab.service.web.reader import by
from outcomelab.service.web.reading import language
from outcomelab.service.web.studies.pages import offered

_ALIKE = ("balance", "overlap", "sensitivity")
_STEPS = (Command.EVALUATE, Command.SEND)


@login_required
@never_cache
def drafts(request: HttpRequest, reference: str) -> HttpResponse:
    """Every draft with its headline and the evidence for it, and what is done next."""
    found = opened(request, reference)
    if isinstance(found, HttpResponse):
        return found
    context = {
        "page": found.seen,
        "outputs": [
            {"output": beside(draft), "headline": headline(draft.figures, language())} for draft in found.drafts
        ],
        "votes": votes(found.seen, by(request).account),
        "steps": offered(found.seen, _STEPS),
    }
    return render(request, "analyst/drafts.html", context)


@login_required
@never_cache
def balance(request: HttpRequest, reference: str) -> HttpResponse:
    """How alike the groups were before and after, for whom the result holds, how much it would take to explain it;
    of each draft, as its report says it."""
    found = opened(request, reference)
    if isinstance(found, HttpResponse):
        return found
    said = [sections(draft.figures, language()) for draft in found.drafts]
    outputs = [[one[name] for name in _ALIKE if name in one] for one in said]
    return render(request, "analyst/balance.html", {"page": found.seen, "outputs": outputs})
