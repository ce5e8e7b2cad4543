"""The application: everything it says on one page, its questions a part at a time, saved whether whole or not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from outcomelab.service.actions import applying
from outcomelab.service.domain.application import APPLICATION, Part
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Allowed, Decision, Refused
from outcomelab.service.queries.study import page
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.provider.questions import TITLE, PartForm
from outcomelab.service.web.provider.todo import remarks
from outcomelab.service.web.reader import by, there


@login_required
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Every question with its answer, for all parties of the study; to be changed by whoever may."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    comments = remarks(seen)
    parts = [
        (
            part,
            [
                (one, one.shown(seen.draft), one.missing(seen.draft), comments.get(one.name))
                for one in part.questions
            ],
        )
        for part in APPLICATION
    ]
    context = {
        "page": seen,
        "parts": parts,
        "first": APPLICATION[0],
        "general": comments.get(""),
        "of_title": comments.get(TITLE),
        "changes": isinstance(seen.commands[Command.SAVE], Allowed),
    }
    return render(request, "provider/application.html", context)


@login_required
def questions(request: HttpRequest, reference: str, part: str) -> HttpResponse:
    """The questions of one part. Whatever can be saved is, also where something else is missing or wrong."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    asks = there(next((one for one in APPLICATION if one.name == part), None))
    whole = reverse("application", args=[reference])
    may = seen.commands[Command.SAVE]
    if isinstance(may, Refused):
        return answered(request, may, "", whole)
    form = PartForm(asks, seen.title, seen.draft, request.POST or None)
    if form.is_bound:
        right = form.is_valid()
        saved = asked(form, lambda: applying.answer(who, reference, form.answers, form.title))
        if isinstance(saved, Refused) or (saved is not None and right):
            return _saved(request, saved, asks, reference)
    comments = remarks(seen)
    fields = [(field, comments.get(field.name)) for field in form]
    context = {"page": seen, "part": asks, "form": form, "fields": fields, "number": APPLICATION.index(asks) + 1}
    return render(request, "provider/questions.html", context | {"of": len(APPLICATION)})


def _saved(request: HttpRequest, saved: Decision, part: Part, reference: str) -> HttpResponse:
    """On to the next part; after the last one to the whole, for whoever leaves off to the tasks."""
    place = APPLICATION.index(part) + 1
    if "leave" in request.POST or isinstance(saved, Refused):
        return answered(request, saved, _("Saved."), reverse("tasks", args=[reference]))
    if place == len(APPLICATION):
        return redirect("application", reference)
    return redirect("questions", reference, APPLICATION[place].name)
