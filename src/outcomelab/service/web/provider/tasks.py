"""The tasks of a study, from its application to its report."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import is_others
from outcomelab.service.queries.study import Page, page
from outcomelab.service.web.provider.todo import remarks, todo
from outcomelab.service.web.reader import by, there


@login_required
def tasks(request: HttpRequest, reference: str) -> HttpResponse:
    """What a member of the study's provider has to do; nobody else has this page."""
    who = by(request)
    seen = there(of_provider(page(who.account, reference, who.today)))
    context = {"page": seen, "tasks": todo(seen), "general": remarks(seen).get("")}
    return render(request, "provider/tasks.html", context)


def of_provider(seen: Page | None) -> Page | None:
    """A study's page for a member of its provider; None for others."""
    return None if seen is None or is_others(seen.commands[Command.SAVE]) else seen
