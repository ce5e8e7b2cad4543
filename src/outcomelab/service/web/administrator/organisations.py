"""Organisations that work with the lab."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from outcomelab.service.actions.organisations import add_organisation
from outcomelab.service.domain.roles import Side
from outcomelab.service.queries.people import administers_lab
from outcomelab.service.web.administrator.forms import NewOrganisation
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.reader import account, by


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a provider or a custodian."""
    if not administers_lab(account(request).pk):
        raise Http404
    form = NewOrganisation(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        done = asked(form, lambda: add_organisation(by(request), said["key"], said["name"], Side(said["side"])))
        if done is not None:
            return answered(request, done, _("The organisation is there."), reverse("members"))
    return render(request, "administrator/add_organisation.html", {"form": form})
