"""An administrator's override: a study is taken back to be done again, for a reason that is kept."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomelab.service.actions.ending import override as take_back
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import is_reason
from outcomelab.service.domain.refusals import SENTENCES, Code, Refused
from outcomelab.service.domain.states import ROWS
from outcomelab.service.queries.study import page
from outcomelab.service.web.answering import answered
from outcomelab.service.web.reader import by, there


class ReasonForm(forms.Form):
    """Why a study is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it taken back?"),
        help_text=gettext_lazy(
            "One line, at most 500 characters. It stands in the audit log for ever: name nobody."
        ),
        error_messages={"required": gettext_lazy("Write the reason.")},
    )

    def clean_reason(self) -> str:
        """One that can be kept."""
        reason = str(self.cleaned_data["reason"])
        if not is_reason(reason):
            raise forms.ValidationError(_(SENTENCES[Code.REASON_MISSING]))
        return reason


@login_required
def override(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a study back."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    back = reverse("study", args=[reference])
    may = seen.commands[Command.OVERRIDE]
    if isinstance(may, Refused) and may.code is not Code.REASON_MISSING:  # which is asked for here
        return answered(request, may, "", back)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        decision = take_back(who, reference, form.cleaned_data["reason"])
        return answered(request, decision, _("The study is taken back."), back)
    to = ROWS[Command.OVERRIDE].moves[seen.study.state]
    return render(request, "analyst/override.html", {"page": seen, "form": form, "to": to})
