"""Drafts opened for a page: reading them is an act that binds, so whoever has not yet is asked first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from outcomelab.errors import OutcomeLabError
from outcomelab.service.actions import drafts
from outcomelab.service.actions.drafts import Draft
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.duties import READING
from outcomelab.service.domain.refusals import Refused, is_others
from outcomelab.service.queries.study import Page, page
from outcomelab.service.web.answering import answered
from outcomelab.service.web.reader import by, there
from outcomelab.service.wording.hearing import heard


@dataclass(frozen=True)
class Opened:
    """A study's page and its drafts, which their reader has opened."""

    seen: Page
    drafts: tuple[Draft, ...]


def opened(request: HttpRequest, reference: str, part: Command = Command.READ) -> Opened | HttpResponse:
    """The drafts, which they are then on record as having read; or a page that asks whether they want to, or says
    why not. part: the command that the page is for, so that it is refused to whoever never gives it.

    Whoever has read outcomes of the study is asked no more: nothing further is closed to them. Raises Http404.
    """
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    back = reverse("study", args=[reference])
    taking_part, reading = seen.commands[part], seen.commands[Command.READ]
    if is_others(taking_part):
        return answered(request, taking_part, "", back)
    if isinstance(reading, Refused):
        return answered(request, reading, "", back)
    asked = request.method == "POST" and "open" in request.POST
    if not asked and who.account not in seen.study.did(*READING):
        return render(request, "drafts/ask.html", {"page": seen})
    try:
        decision, found = drafts.read(who, reference)
    except OutcomeLabError as error:
        return render(request, "parts/refused.html", {"sentence": heard(str(error)), "to": back}, status=409)
    if isinstance(decision, Refused):
        return answered(request, decision, "", back)
    return redirect(request.path) if asked else Opened(seen, found)
