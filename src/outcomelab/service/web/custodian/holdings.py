"""A custodian's holdings: in the catalogue, and on the lab's disk to be put there, with their dictionaries."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outcomelab.errors import OutcomeLabError
from outcomelab.protocol.rules import RULES
from outcomelab.service.actions import holdings as acts
from outcomelab.service.queries import holdings as queries
from outcomelab.service.queries.holdings import Custody
from outcomelab.service.vault.places import places
from outcomelab.service.web.answering import answered
from outcomelab.service.web.reader import by, there
from outcomelab.service.wording.hearing import heard


@login_required
def holdings(request: HttpRequest) -> HttpResponse:
    """The holdings of every custodian that the reader is steward of."""
    custodies = queries.custodies(by(request).account, places().lab.holdings)
    if not custodies:
        raise Http404
    shown = [(one, [(rule, getattr(one.rules, rule.name)) for rule in RULES]) for one in custodies]
    return render(request, "custodian/holdings.html", {"custodies": shown})


@login_required
def holding(request: HttpRequest, name: str) -> HttpResponse:
    """A holding with its dictionary."""
    kept = there(queries.holding(by(request).account, name))
    return render(request, "custodian/holding.html", {"holding": kept, "dictionary": kept.dictionary})


@login_required
@require_POST
def register(request: HttpRequest, custodian: str) -> HttpResponse:
    """Put a holding that the lab has registered into the catalogue, or its changed dictionary."""
    who, folder = by(request), places().lab.holdings
    name = request.POST.get("name", "")
    if name not in {one.name for one in custody(who.account, custodian).on_disk}:
        raise Http404
    try:
        settled = acts.register(who, custodian, name, folder)
    except OutcomeLabError as error:
        messages.warning(request, heard(str(error)))
        return redirect("holdings")
    said = _("{name} is in the catalogue as the lab has registered it.").format(name=name)
    return answered(request, settled, said, reverse("holding", args=[name]))


@login_required
@require_POST
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Take a holding out of the catalogue, once it was asked whether it is meant."""
    who = by(request)
    kept = there(queries.holding(who.account, name))
    if kept.until is not None:
        raise Http404
    if "sure" not in request.POST:
        words = _("No new study can begin on it. Studies that have begun go on. You can register it again.")
        context = {
            "question": _("Withdraw the holding {title}?").format(title=kept.dictionary.title),
            "words": words,
            "button": _("Withdraw the holding"),
            "to": reverse("holding", args=[name]),
        }
        return render(request, "parts/sure.html", context)
    settled = acts.withdraw(who, kept.custodian, name)
    said = _("The holding is no longer in the catalogue.")
    return answered(request, settled, said, reverse("holding", args=[name]))


def custody(account: int, key: str) -> Custody:
    """What somebody is steward of as that custodian. Raises Http404 when they are none of it."""
    found = queries.custodies(account, places().lab.holdings)
    return there(next((one for one in found if one.key == key), None))
