"""An agreement made or amended through a form, once its effect on an example was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from outcomelab.service.actions import agreements as acts
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.matters import Matter
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.queries.agreements import agreement
from outcomelab.service.queries.drafting import desk
from outcomelab.service.queries.people import names_of_organisations
from outcomelab.service.queries.preview import of_terms
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.custodian.drafting import Draft
from outcomelab.service.web.custodian.hashing import HashOnly
from outcomelab.service.web.custodian.previews import shown
from outcomelab.service.web.custodian.terms import changes
from outcomelab.service.web.reader import by, number, there

# Terms that are previewed and not made yet have a reference that no agreement gets: numbers begin at 1.
_NO_NUMBER = "000"


@login_required
@csrf_exempt  # asked for in `_new`, once it is known what becomes of files
def new(request: HttpRequest, custodian: str) -> HttpResponse:
    """Make an agreement of that custodian."""
    return _reading_files(_new, request, custodian)


@login_required
@csrf_exempt  # asked for in `_amended`, once it is known what becomes of files
def amended(request: HttpRequest, reference: str) -> HttpResponse:
    """Amend an agreement: other terms, to be signed anew."""
    return _reading_files(_amended, request, reference)


@csrf_protect
def _new(request: HttpRequest, custodian: str) -> HttpResponse:
    who = by(request)
    draft = Draft(there(desk(who.account, custodian)), None, *_sent(request))
    terms = draft.terms(f"{who.today.year}-{_NO_NUMBER}")
    if terms is not None and _meant(request, terms):
        made = asked(draft.terms_form, lambda: acts.make(who, terms))
        if made is not None:
            settled, reference = made
            to = reverse("agreement", args=[reference]) if reference else reverse("agreements")
            return answered(request, settled, _("The agreement is made. It is to be signed by its parties."), to)
    return _page(request, draft, terms, _("Make an agreement"), reverse("agreements"), None)


@csrf_protect
def _amended(request: HttpRequest, reference: str) -> HttpResponse:
    who, to = by(request), reverse("agreement", args=[reference])
    held = there(agreement(who.account, reference, who.today))
    writing = there(desk(who.account, held.terms.custodian))
    if isinstance(hindered := held.may[Matter.AMEND_AGREEMENT], Refused):
        return answered(request, hindered, "", to)
    draft = Draft(writing, held.terms, *_sent(request))
    terms = draft.terms(reference)
    if terms is not None and _meant(request, terms):
        of_version = number(request.POST, "version") or 0
        settled = asked(draft.terms_form, lambda: acts.amend(who, reference, terms, of_version))
        if settled is not None:
            return answered(request, settled, _("The agreement is amended. All parties sign the new terms."), to)
    return _page(request, draft, terms, _("Amend an agreement"), to, held.version)


def _reading_files(view: Callable[..., HttpResponse], request: HttpRequest, key: str) -> HttpResponse:
    request.upload_handlers = [HashOnly(request)]
    return view(request, key)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _meant(request: HttpRequest, terms: Agreement) -> bool:
    """Whether these terms are to be made, and are those whose preview was seen."""
    return "make" in request.POST and request.POST.get("seen") == _mark(terms)


def _mark(terms: Agreement) -> str:
    return hashlib.sha256(terms.model_dump_json().encode("utf-8")).hexdigest()


def _page(
    request: HttpRequest, draft: Draft, terms: Agreement | None, title: str, to: str, version: int | None
) -> HttpResponse:
    who = by(request)
    preview = of_terms(who.account, terms, who.today) if terms else None
    before = draft.before
    context = {
        "draft": draft,
        "title": title,
        "to": to,
        "version": version,
        "preview": shown(preview) if preview else None,
        "changes": changes(before, terms) if before and terms else (),
        "seen": _mark(terms) if terms else "",
        "changed_since": terms is not None and "make" in request.POST and not draft.wrong,
        "custodian": draft.desk.custodian.name,
        "provider": names_of_organisations()[before.provider] if before else "",
    }
    return render(request, "custodian/write.html", context)
