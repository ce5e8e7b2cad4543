"""The protocol's page: its editor, what is wrong by line, what an amendment changes, a try on made-up data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from outcomelab.errors import Mistake
from outcomelab.protocol.changes import Change
from outcomelab.service.actions import analysing
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision, is_others
from outcomelab.service.domain.states import ROWS
from outcomelab.service.queries.protocols import Checked, Version, checked, starting, versions
from outcomelab.service.queries.study import Page, page
from outcomelab.service.queries.trying import Tried, tried
from outcomelab.service.web.analyst.forms import ProtocolForm
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.documents import document
from outcomelab.service.web.reader import by, there
from outcomelab.service.web.reading import language
from outcomelab.service.web.studies.pages import offered
from outcomelab.service.wording.hearing import remarked

_GIVEN: dict[str, Callable[[By, str, str], Decision]] = {
    Command.TRY.value: analysing.try_out,
    Command.LINK.value: analysing.link,
    Command.FIX.value: analysing.fix,
    Command.AMEND.value: analysing.amend,
}
_STEPS = (Command.LINK, Command.FIX, Command.AMEND)


@dataclass(frozen=True)
class Marked:
    """A mistake beside the line it is in; "" for one that has no line."""

    mistake: Mistake
    line: str


@dataclass(frozen=True)
class Look:
    """What was found in the text that is in the editor. asks: the hash of it when the next press amends by it."""

    marked: tuple[Marked, ...]
    changed: tuple[Change, ...]
    asks: str = ""


@login_required
@never_cache
def protocol(request: HttpRequest, reference: str) -> HttpResponse:
    """The protocol: for the lab's analysts to write, check and try; for others of the study to read."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    if is_others(seen.commands[Command.TRY]):
        return render(request, "analyst/reading.html", {"page": seen, "versions": _versions(who, reference)})
    attempt = tried(who.account, reference)
    if request.method != "POST":
        form = ProtocolForm(initial={"text": _text(who, seen, attempt)})
        return _editor(request, seen, attempt, form, None)
    form = ProtocolForm(request.POST)
    look = None
    if form.is_valid():
        text, act = form.cleaned_data["text"], request.POST.get("act", "")
        found = asked(form, lambda: there(checked(who.account, reference, text)))
        look = _look(found, text, act) if found else None
        if look and found and _goes_on(request, look, found, act):
            decision = asked(form, lambda: _GIVEN[act](who, reference, text))
            if decision is not None:
                to = "protocol" if act == Command.TRY else "study"
                return answered(request, decision, _said(act), reverse(to, args=[reference]))
    return _editor(request, seen, attempt, form, look)


@login_required
@never_cache
def made_up(request: HttpRequest, reference: str) -> HttpResponse:
    """The report of the last try on made-up data, for the lab's analysts."""
    found = there(tried(by(request).account, reference, language()))
    return document(there(found.report or None))


def _versions(who: By, reference: str) -> tuple[Version, ...]:
    """The protocols that the study had, the latest first. The first changed nothing, and stands last."""
    return versions(who.account, reference)[::-1]


def _text(who: By, seen: Page, attempt: Tried | None) -> str:
    """What is in the editor at first: what was tried since the study stands where it does, else its protocol."""
    if attempt and attempt.protocol and (not seen.protocol or attempt.asked >= seen.since):
        return attempt.protocol
    return seen.protocol or remarked(starting(who.account, seen.study.reference) or "")


def _look(found: Checked, text: str, act: str) -> Look:
    lines = text.split("\n")
    marked = tuple(
        Marked(one, lines[one.line - 1].strip() if 0 < one.line <= len(lines) else "")
        for one in (*found.mistakes, *found.misfits)
    )
    amends = act == Command.AMEND and found.fits and found.changed
    return Look(marked, found.changed, _hash(text) if amends else "")


def _goes_on(request: HttpRequest, look: Look, found: Checked, act: str) -> bool:
    """Whether the text is one that can be acted by; an amendment is once what it changes was shown."""
    if act == Command.TRY:
        return not found.mistakes
    if act == Command.AMEND:
        return look.asks != "" and request.POST.get("shown") == look.asks
    return act in _GIVEN and found.fits


def _said(act: str) -> str:
    return {
        Command.TRY.value: _("The protocol is being tried on made-up data."),
        Command.LINK.value: _("The list is being linked."),
        Command.FIX.value: _("The protocol is fixed."),
        Command.AMEND.value: _("The protocol is amended."),
    }[act]


def _editor(
    request: HttpRequest, seen: Page, attempt: Tried | None, form: ProtocolForm, look: Look | None
) -> HttpResponse:
    context = {
        "page": seen,
        "versions": _versions(by(request), seen.study.reference),
        "form": form,
        "look": look,
        "tried": attempt,
        "steps": [step for step in offered(seen, _STEPS) if seen.study.state in ROWS[step.command].moves],
        "trying": offered(seen, (Command.TRY,)),
    }
    return render(request, "analyst/protocol.html", context)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
