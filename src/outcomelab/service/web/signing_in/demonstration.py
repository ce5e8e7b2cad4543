"""Whoever tries the service out signs in as anybody: in a demonstration only, where everybody is invented."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from outcomelab.service.actions.signing_in import done
from outcomelab.service.domain.signing_in import Access
from outcomelab.service.queries.accounts import held
from outcomelab.service.store.models import Account
from outcomelab.service.web.signing_in.gate import DEMO


def demo(request: HttpRequest) -> HttpResponse:
    """Everybody by organisation and role, each with a button to be them."""
    if not settings.DEMO:
        raise Http404
    everybody = held()
    if request.method == "POST":
        wanted = request.POST.get("account", "")
        if wanted not in {str(one.account) for one in everybody}:
            raise Http404
        _be(request, Account.objects.get(pk=int(wanted)))
        return redirect("home")
    parties = [(name, list(some)) for name, some in groupby(everybody, lambda one: one.organisation)]
    return render(request, "signing_in/demo.html", {"parties": parties})


def _be(request: HttpRequest, account: Account) -> None:
    logout(request)
    login(request, account, settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEMO] = True
    done(Access.SIGN_IN, account.pk, timezone.now())
