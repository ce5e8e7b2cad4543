"""What an administrator does for somebody who cannot sign in, or has not yet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from outcomelab.service.actions.accounts import forget_factors
from outcomelab.service.queries import people
from outcomelab.service.web.answering import answered
from outcomelab.service.web.reader import account, by, there
from outcomelab.service.web.signing_in.links import Link, link_for


@login_required
@require_POST
@never_cache
def link(request: HttpRequest, number: int) -> HttpResponse:
    """A link to set a password: sent, or where no mail can be, shown this once to be handed over."""
    theirs = there(people.member(account(request).pk, number))
    made = link_for(by(request), number)
    if isinstance(made, Link) and made.address:
        return render(request, "administrator/link.html", {"member": theirs, "address": made.address})
    return answered(request, made, _("The link is on its way to them."), reverse("member", args=[number]))


@login_required
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Remove somebody's second factors, asked about once more: whoever asks for it may be somebody else."""
    theirs = there(people.member(account(request).pk, number))
    if "sure" not in request.POST:
        return render(request, "administrator/forget.html", {"member": theirs})
    done = forget_factors(by(request), number)
    return answered(request, done, _("Their second factors are removed."), reverse("member", args=[number]))
