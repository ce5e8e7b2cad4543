"""Submitting the application, and sending the list: each on a page that says what goes where."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from outcomelab.service.actions import applying
from outcomelab.service.domain.application import APPLICATION
from outcomelab.service.domain.commands import Command
from outcomelab.service.queries.study import page
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.reader import by, there


@login_required
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """What is still missing, and the button: not to be pressed before the application is whole."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    if request.method == "POST":
        decision = applying.submit(who, reference)
        return answered(request, decision, _("The application is with the custodian."), _tasks(reference))
    lacking = seen.study.unanswered
    parts = [(part, [one for one in part.questions if one.name in lacking]) for part in APPLICATION]
    context = {
        "page": seen,
        "parts": [(part, asked) for part, asked in parts if asked],
        "decision": seen.commands[Command.SUBMIT],
    }
    return render(request, "provider/submit.html", context)


@login_required
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """How many people's data go to the lab, and until when."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and (sent := asked(form, lambda: applying.receive(who, reference))) is not None:
        return answered(request, sent, _("The lab has the list."), _tasks(reference))
    context = {"page": seen, "form": form, "decision": seen.commands[Command.RECEIVE]}
    return render(request, "provider/send.html", context)


def _tasks(reference: str) -> str:
    return reverse("tasks", args=[reference])
