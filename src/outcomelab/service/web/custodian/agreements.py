"""Agreements for all their parties: what each says and changed, who signed, whether it is in force."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from outcomelab.service.actions import agreements as acts
from outcomelab.service.domain.matters import Matter
from outcomelab.service.domain.refusals import Refused, is_others
from outcomelab.service.queries import agreements as queries
from outcomelab.service.queries.agreements import Held
from outcomelab.service.queries.people import names_of_organisations, stewarded
from outcomelab.service.queries.preview import of_agreement
from outcomelab.service.web.answering import answered, sentence
from outcomelab.service.web.custodian.previews import shown
from outcomelab.service.web.custodian.terms import history, terms_in_words
from outcomelab.service.web.reader import by, number, there

_LABELS = {
    Matter.SIGN_AGREEMENT: gettext_lazy("Sign this agreement"),
    Matter.AMEND_AGREEMENT: gettext_lazy("Amend this agreement"),
    Matter.REVOKE_AGREEMENT: gettext_lazy("Revoke this agreement"),
}


@login_required
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements of the reader's organisations, and for stewards where new ones are made."""
    who, names = by(request), names_of_organisations()
    held = [
        (one, [names.get(party, party) for party in one.terms.parties], [sentence(why) for why in one.why_not])
        for one in queries.agreements(who.account, who.today)
    ]
    return render(request, "custodian/agreements.html", {"held": held, "stewarded": stewarded(who.account)})


@login_required
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement."""
    who, names = by(request), names_of_organisations()
    held = there(queries.agreement(who.account, reference, who.today))
    preview = of_agreement(who.account, reference, who.today)
    context = {
        "held": held,
        "words": terms_in_words(held.terms, names),
        "why_not": [sentence(why) for why in held.why_not],
        "signed": [(names.get(key, key), _signed_on(held, key)) for key in held.terms.parties],
        "history": history(queries.versions(who.account, reference), names),
        "preview": shown(preview) if preview else None,
        "buttons": list(_buttons(held)),
    }
    return render(request, "custodian/agreement.html", context)


@login_required
@require_POST
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign the version that was read, once it was asked whether it is meant."""
    who, to = by(request), reverse("agreement", args=[reference])
    held = there(queries.agreement(who.account, reference, who.today))
    if "sure" not in request.POST:
        return _sure(
            request,
            held,
            _("Sign “{title}”?"),
            _("You sign version {version} for your organisation. It is in force once all three parties signed."),
            _("Sign for my organisation"),
        )
    settled = acts.sign(who, reference, number(request.POST, "version") or 0)
    return answered(request, settled, _("Your organisation has signed the agreement."), to)


@login_required
@require_POST
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    """Revoke, once it was asked whether it is meant."""
    who, to = by(request), reverse("agreement", args=[reference])
    held = there(queries.agreement(who.account, reference, who.today))
    if "sure" not in request.POST:
        words = _(
            "From today nothing can be done under it, for good. Studies that go by it end, and what is left of "
            "their lists and keys is destroyed."
        )
        return _sure(request, held, _("Revoke “{title}”?"), words, _("Revoke the agreement"))
    return answered(request, acts.revoke(who, reference), _("The agreement is revoked."), to)


def _sure(request: HttpRequest, held: Held, question: str, words: str, button: str) -> HttpResponse:
    context = {
        "question": question.format(title=held.terms.title),
        "words": words.format(version=held.version),
        "button": button,
        "hidden": {"version": held.version},
        "to": reverse("agreement", args=[held.terms.reference]),
    }
    return render(request, "parts/sure.html", context)


def _signed_on(held: Held, party: str) -> object:
    return next((one.on for one in held.terms.signatures if one.party == party), None)


def _buttons(held: Held) -> list[tuple[Matter, Any, str, str]]:
    """What the reader's roles let them do: the matter, its button's words, its address, and why not now."""
    found = []
    for matter, settled in held.may.items():
        if is_others(settled):
            continue
        why_not = sentence(settled) if isinstance(settled, Refused) else ""
        found.append((matter, _LABELS[matter], reverse(matter.value, args=[held.terms.reference]), why_not))
    return found
