"""Somebody's own page, and the language they read in."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from outcomelab.service.queries.accounts import held
from outcomelab.service.queries.second_factor import has_second_factor
from outcomelab.service.store.models import Account
from outcomelab.service.web.reader import account


class Mine(forms.Form):
    """What somebody says of themselves."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of the pages, and of the mails you get.")
    )


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My name, my language, how I sign in, and which roles I hold where."""
    me = account(request)
    form = Mine(request.POST or None, initial={"name": me.name, "language": me.language})
    if form.is_valid():
        me.name, me.language = form.cleaned_data["name"], form.cleaned_data["language"]
        me.save()
        messages.success(request, _("Your account is changed."))
        return redirect("mine")
    context = {"form": form, "me": me, "held": held(me.pk), "second_factor": has_second_factor(me.pk)}
    return render(request, "signing_in/mine.html", context)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language; whoever is signed in reads in it from now on."""
    wanted = request.POST.get("language")
    if isinstance(request.user, Account) and wanted in dict(settings.LANGUAGES):
        request.user.language = wanted or ""
        request.user.save()
    return set_language(request)
