"""My tokens: for which role, until when; made, shown once, revoked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outcomelab.service.actions import tokens as acts
from outcomelab.service.domain.roles import Person, Role
from outcomelab.service.domain.tokens import LONGEST_DAYS
from outcomelab.service.queries.people import names_of_organisations
from outcomelab.service.queries.tokens import tokens
from outcomelab.service.store import reading
from outcomelab.service.web.answering import asked
from outcomelab.service.web.reader import by


class NewToken(forms.Form):
    """A token for one of somebody's roles."""

    name = forms.CharField(label=_("What will use it"), max_length=100)
    post = forms.ChoiceField(label=_("In which role"))
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=LONGEST_DAYS, initial=90)

    def __init__(self, *given: Any, person: Person, called: Mapping[str, str]) -> None:
        super().__init__(*given)
        held = sorted((post.organisation.key, post.role.value) for post in person.posts)
        self.fields["post"].choices = [  # type: ignore[attr-defined]
            (f"{role}/{party}", f"{capfirst(_(role))}, {called[party]}") for party, role in held
        ]


@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Those that are good, and a form for another; the secret of a new one is shown on this answer alone."""
    who, called, secret = by(request), names_of_organisations(), None
    sent = request.POST if request.method == "POST" else None
    form = NewToken(sent, person=reading.person(who.account), called=called)
    if form.is_valid():
        said = form.cleaned_data
        role, _slash, organisation = said["post"].partition("/")
        secret = asked(form, lambda: acts.make(who, Role(role), organisation, said["name"], said["days"]))
    context = {"form": form, "secret": secret, "tokens": tokens(who.account, who.at), "called": called}
    return render(request, "programs/tokens.html", context)


@login_required
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke one; of one that is gone already nothing more is said."""
    who = by(request)
    if any(token.number == number for token in tokens(who.account, who.at)):
        acts.revoke(who, number)
    return redirect("tokens")
