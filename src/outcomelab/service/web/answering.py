"""What becomes of what somebody asked for: done and said so, or refused with the sentence that says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from outcomelab.errors import OutcomeLabError
from outcomelab.service.domain.refusals import Code, Refused
from outcomelab.service.wording.hearing import heard
from outcomelab.service.wording.speaking import spoken

Done = TypeVar("Done")


def sentence(refused: Refused) -> str:
    """Why something is refused, in the reader's language, its facts filled in."""
    return spoken(refused.said)


def answered(request: HttpRequest, decision: object, said: str, to: str) -> HttpResponse:
    """Go on to the address `to` and say there what was done; or, when the decision is a refusal, a page with its
    sentence, which leads back there."""
    if isinstance(decision, Refused):
        status = 403 if decision.code is Code.NOT_YOUR_ROLE else 409
        return render(request, "parts/refused.html", {"sentence": sentence(decision), "to": to}, status=status)
    messages.success(request, said)
    return redirect(to)


def asked(form: Form, act: Callable[[], Done]) -> Done | None:
    """What an act gives, or None when it could not take what the form brought: that is said beside the form."""
    try:
        return act()
    except OutcomeLabError as error:
        form.add_error(None, heard(str(error)))
        return None
