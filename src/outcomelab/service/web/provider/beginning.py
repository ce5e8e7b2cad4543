"""Beginning a study: under which agreement, then on which records, for what, and what it is called."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outcomelab.service.actions import applying
from outcomelab.service.domain.purposes import PURPOSES, Purpose
from outcomelab.service.queries.beginnings import Beginning, beginnings
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.reader import by, there


class BeginForm(forms.Form):
    """A new study under an agreement."""

    title = forms.CharField(
        label=_("What is the study called?"),
        help_text=_("Everybody can read it in the register once it is decided on. Name nobody who took part."),
        error_messages={"required": _("Give the study a title.")},
        max_length=applying.LONGEST_TITLE,
    )
    holding = forms.ChoiceField(
        label=_("In which records should the lab look?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the records.")},
    )
    purpose = forms.ChoiceField(
        label=_("What should it find out?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it should find out.")},
    )

    def __init__(self, under: Beginning, data: Any = None) -> None:
        only = {"holding": under.holdings[0][0]} if len(under.holdings) == 1 else {}
        only |= {"purpose": under.purposes[0].value} if len(under.purposes) == 1 else {}
        super().__init__(data, initial=only)
        self._choices("holding", list(under.holdings))
        self._choices("purpose", [(one.value, _words(one)) for one in under.purposes])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Under which agreement; with one alone there is nothing to choose."""
    who = by(request)
    found = beginnings(who.account, who.today)
    if len(found) == 1:
        return redirect("begin-under", found[0].agreement)
    return render(request, "provider/agreements.html", {"beginnings": found})


@login_required
def begin(request: HttpRequest, agreement: str) -> HttpResponse:
    """Begin a study under the agreement, in draft."""
    who = by(request)
    under = there(next((one for one in beginnings(who.account, who.today) if one.agreement == agreement), None))
    form = BeginForm(under, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        purpose = Purpose(given["purpose"])
        begun = asked(form, lambda: applying.begin(who, agreement, given["holding"], purpose, given["title"]))
        if begun is not None:
            decision, reference = begun
            to = reverse("tasks", args=[reference]) if reference else reverse("begin")
            return answered(request, decision, gettext("The study has begun. This is what comes next."), to)
    return render(request, "provider/begin.html", {"form": form, "under": under})


def _words(purpose: Purpose) -> str:
    words = gettext(PURPOSES[purpose].words)
    return words[:1].upper() + words[1:]
