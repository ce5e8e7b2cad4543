"""Every use of a custodian's data, the latest first, as it happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import Event
from outcomelab.service.domain.matters import Matter
from outcomelab.service.queries.holdings import names_of_holdings
from outcomelab.service.queries.people import names, names_of_organisations, stewarded
from outcomelab.service.queries.timeline import MOST, latest_uses
from outcomelab.service.web.reader import by, number

_WORDS: dict[str, str] = {verb.value: verb.words for verb in (*Command, *Matter)}
_ASKED = "-asked"
_CHECKED = "check-list"


class Which(forms.Form):
    """Which uses are looked for."""

    study = forms.CharField(
        label=gettext_lazy("Study"), help_text=gettext_lazy("Its number, such as 2026-014."), required=False,
        max_length=11,
    )  # fmt: skip
    holding = forms.ChoiceField(label=gettext_lazy("Holding"), required=False)

    def __init__(self, *args: Any, holdings: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["holding"].choices = [("", _("All of them")), *holdings]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Use:
    """One use in words: by a role of an organisation, or by name where it is the reader or a colleague."""

    number: int
    at: dt.datetime
    who: str
    what: str
    study: str
    agreement: str
    holding: str


@login_required
@require_safe
def uses(request: HttpRequest) -> HttpResponse:
    """A page of uses; those after a number alone, when the page asks again for what is new."""
    who = by(request).account
    mine = {one.key for one in stewarded(who)}
    if not mine:
        raise Http404
    which = Which(request.GET or None, holdings=names_of_holdings(who))
    wanted = which.cleaned_data if which.is_valid() else {}
    after, before = number(request.GET, "after"), number(request.GET, "before")
    found = latest_uses(
        who,
        study=wanted.get("study") or None,
        holding=wanted.get("holding") or None,
        after=after or 0,
        before=before,
    )
    context = {
        "which": which,
        "uses": _in_words(found, mine),
        "last": found[0].number if found else after or 0,
        "older": found[-1].number if len(found) == MOST and not after else None,
        "live": before is None,
    }
    return render(request, "custodian/uses_new.html" if after is not None else "custodian/uses.html", context)


def _in_words(events: Iterable[Event], mine: set[str]) -> list[Use]:
    """Events in words. mine: the reader's own organisations, whose people are named."""
    every = list(events)
    called = names_of_organisations()
    known = names(event.who for event in every if event.organisation in mine)
    return [
        Use(
            event.number,
            event.at,
            _who(event, called, known),
            _what(event),
            event.study or "",
            event.agreement or "",
            event.holding or "",
        )
        for event in every
    ]


def _who(event: Event, called: dict[str, str], known: dict[int, str]) -> str:
    if event.role is None or event.organisation is None:
        return _("the lab’s worker") if event.who == 0 else _("somebody")
    role = _("{role}, {organisation}").format(
        role=capfirst(_(event.role.value)), organisation=called.get(event.organisation, event.organisation)
    )
    return f"{known[event.who]} ({role})" if event.who in known else role


def _what(event: Event) -> str:
    if event.command == _CHECKED:
        return _("Check the participants’ list")
    asked_for = event.command.endswith(_ASKED)
    words = _WORDS.get(event.command.removesuffix(_ASKED))
    if words is None:
        return capfirst(event.command.replace("-", " "))
    said = capfirst(_(words))
    return _("Asked for: {what}").format(what=said) if asked_for else said
