"""The checkers' page: each output beside its evidence, what it would leave as, and what one says of it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outcomelab.service.actions.checking import vote
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.web.answering import answered, asked, sentence
from outcomelab.service.web.checker.ballots import voted_on
from outcomelab.service.web.checker.forms import Votes
from outcomelab.service.web.drafts.opening import Opened, opened
from outcomelab.service.web.drafts.votes import votes
from outcomelab.service.web.reader import by
from outcomelab.service.web.studies.pages import offered

_STEPS = (Command.CLEAR, Command.RETURN_OUTPUTS, Command.RELEASE)


@login_required
@never_cache
def checking(request: HttpRequest, reference: str) -> HttpResponse:
    """The outputs as they are now; votes on all of them are given at once."""
    found = opened(request, reference, Command.VOTE)
    if isinstance(found, HttpResponse):
        return found
    form = Votes((draft.sha256 for draft in found.drafts), request.POST if request.method == "POST" else None)
    if form.is_valid():
        who = by(request)
        decision = asked(form, lambda: vote(who, reference, form.votes, form.words))
        if decision is not None:
            return answered(request, decision, _("Your votes are given."), reverse("checking", args=[reference]))
    return _shown(request, found, form)


def _shown(request: HttpRequest, found: Opened, form: Votes) -> HttpResponse:
    seen = found.seen
    voting = seen.commands[Command.VOTE]
    context = {
        "page": seen,
        "outputs": voted_on(found.drafts, form),
        "form": form,
        "why_no_vote": sentence(voting) if isinstance(voting, Refused) else "",
        "votes": votes(seen, by(request).account),
        "steps": offered(seen, _STEPS),
    }
    return render(request, "checker/checking.html", context)
