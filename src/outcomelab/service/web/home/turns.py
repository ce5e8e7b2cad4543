"""The home page: whose turn it is in each study of mine, since when, and what is next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from outcomelab.service.domain.states import FINAL
from outcomelab.service.queries.beginnings import beginnings
from outcomelab.service.queries.people import administers_lab
from outcomelab.service.queries.turns import turns
from outcomelab.service.queries.waiting import waiting
from outcomelab.service.store.models import Account
from outcomelab.service.web.reader import by


def home(request: HttpRequest) -> HttpResponse:
    """My studies, those that wait for me first; for whoever has not signed in, what this is."""
    if not isinstance(request.user, Account):
        return render(request, "home/welcome.html")
    who = by(request)
    mine = turns(who.account, who.today)
    return render(
        request,
        "home/turns.html",
        {
            "waiting": waiting(who.account, who.today),
            "for_me": [turn for turn in mine if turn.mine],
            "for_others": [turn for turn in mine if not turn.mine and turn.state not in FINAL],
            "begins": bool(beginnings(who.account, who.today)),
            "sets_up": not mine and administers_lab(who.account),
            "ended": [turn for turn in mine if turn.state in FINAL],
        },
    )
