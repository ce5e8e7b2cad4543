"""What a study could see, and what its report could show, before anything is sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from outcomelab.service.domain.saying import Said, said
from outcomelab.service.queries.power import Expected, of_study
from outcomelab.service.queries.study import page
from outcomelab.service.web.answering import asked
from outcomelab.service.web.reader import by, there

_PER = 100  # people a rate is asked for of


class PowerForm(forms.Form):
    """What would become of the participants without the programme, as somebody expects it."""

    people = forms.IntegerField(
        label=_("How many people took part?"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Write how many people took part.")},
    )
    kind = forms.ChoiceField(
        label=_("What do you want to count?"),
        choices=(
            ("rate", _("Who something happens to, such as coming back to custody")),
            ("events", _("How often it happens, such as visits to hospital")),
            ("mean", _("An amount, such as income in a year")),
        ),
        initial="rate",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to count.")},
    )
    expected = forms.FloatField(
        label=_("How much would it be without the programme?"),
        help_text=_(
            "Of 100 people, how many it happens to; or how often it happens to one person; or the average amount. "
            "A guess is enough: official statistics may help."
        ),
        localize=True,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": _("Write a number; a guess is enough.")},
    )
    spread = forms.FloatField(
        label=_("For an amount: by how much do people differ?"),
        help_text=_("The standard deviation. If you do not know it, the average itself is a fair guess."),
        localize=True,
        min_value=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, on_list: int | None, data: Any = None) -> None:
        super().__init__(data)
        if on_list is not None:
            del self.fields["people"]

    def clean(self) -> dict[str, Any] | None:
        """What was given, where it fits together."""
        given = self.cleaned_data
        kind, expected = given.get("kind"), given.get("expected")
        if kind == "rate" and expected is not None and expected > _PER:
            self.add_error("expected", _("Of 100 people it can happen to 100 at most."))
        if kind == "mean" and given.get("spread") is None and "spread" not in self.errors:
            self.add_error("spread", _("Write by how much people differ; a guess is enough."))
        return given

    @property
    def what(self) -> Expected:
        """What is expected, as it is calculated with."""
        kind, expected = self.cleaned_data["kind"], self.cleaned_data["expected"]
        if kind == "rate":
            return Expected(rate=expected / _PER)
        return Expected(events=expected) if kind == "events" else Expected(mean=expected, sd=self._spread)

    @property
    def _spread(self) -> float | None:
        spread: float | None = self.cleaned_data["spread"]
        return spread


@login_required
def power(request: HttpRequest, reference: str) -> HttpResponse:
    """The smallest effect that so many people would show, for every party of the study."""
    who = by(request)
    seen = there(page(who.account, reference, who.today))
    form = PowerForm(seen.study.persons, request.GET or None)
    found = None
    if form.is_valid():
        people = form.cleaned_data.get("people")
        found = asked(form, lambda: of_study(who.account, reference, form.what, people))
    rows = [(one.participants, _briefly(one.fall), _briefly(one.rise)) for one in found.seen] if found else []
    return render(request, "provider/power.html", {"page": seen, "form": form, "found": found, "rows": rows})


def _briefly(effect: Said) -> Said:
    """An effect's sentence as a cell of a table: what it comes to, below a heading that says the rest."""
    facts = dict(effect.facts)
    if "after" not in facts:
        return said("none that could be seen")
    if "of" in facts:
        return said(
            "from {before} to {after} in {of}", before=facts["before"], after=facts["after"], of=facts["of"]
        )
    return said("from {before} to {after}", before=facts["before"], after=facts["after"])
