"""The audit log as an auditor reads it: by study, by person, by holding."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from outcomelab.service.domain.events import Event
from outcomelab.service.domain.roles import Role
from outcomelab.service.queries.people import names, names_of_organisations
from outcomelab.service.queries.timeline import timeline
from outcomelab.service.store import reading
from outcomelab.service.web.reader import account, number

_ON_A_PAGE = 100


class Which(forms.Form):
    """Which events are looked for."""

    study = forms.CharField(
        label=_("Study"), help_text=_("Its number, such as 2026-014."), required=False, max_length=11
    )
    person = forms.IntegerField(
        label=_("Person"), help_text=_("The number of their account."), required=False, min_value=0
    )
    holding = forms.CharField(label=_("Holding"), help_text=_("Its short name."), required=False, max_length=60)

    def events(self, who: int, after: int) -> tuple[Event, ...]:
        """Those that are found after a number."""
        wanted = self.cleaned_data if self.is_valid() else {}
        return timeline(
            who,
            study=wanted.get("study") or None,
            about=wanted.get("person"),
            holding=wanted.get("holding") or None,
            after=after,
        )


@login_required
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """A page of events, in order."""
    who = auditor(request)
    which = Which(request.GET or None)
    found = which.events(who, number(request.GET, "after") or 0)
    shown = found[:_ON_A_PAGE]
    context = {
        "which": which,
        "events": shown,
        "names": names(event.who for event in shown),
        "called": names_of_organisations(),
        "next": shown[-1].number if len(found) > _ON_A_PAGE else None,
    }
    return render(request, "auditor/timeline.html", context)


def auditor(request: HttpRequest) -> int:
    """The number of the account of an auditor. Raises Http404 for others."""
    who = account(request).pk
    if not any(post.role is Role.AUDITOR for post in reading.person(who).posts):
        raise Http404
    return who
