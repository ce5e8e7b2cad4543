"""A custodian's own disclosure rules: each with what it asks and the lab's number beside it; only stricter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomelab.errors import UsageError
from outcomelab.protocol.rules import RULES, DisclosureRules, Rule, stricter
from outcomelab.service.actions.organisations import change_rules
from outcomelab.service.web.answering import answered, asked
from outcomelab.service.web.custodian.holdings import custody
from outcomelab.service.web.reader import by


class RulesForm(forms.Form):
    """A number for each rule. `than`: the rules that none may be laxer than; `whose`: whose those are."""

    def __init__(self, *args: Any, than: DisclosureRules, whose: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.than = than
        for rule in RULES:
            self.fields[rule.name] = _field(rule, getattr(than, rule.name), whose)

    def clean(self) -> dict[str, Any]:
        """Every number as strict as it has to be."""
        for rule in RULES:
            value = self.cleaned_data.get(rule.name)
            if value is None:
                continue
            if rule.laxer(value, getattr(self.than, rule.name)):
                self.add_error(rule.name, _bound(rule, getattr(self.than, rule.name)))
                continue
            try:
                stricter({rule.name: value})
            except UsageError:
                self.add_error(rule.name, _("This number is out of bounds: write another."))
        return self.cleaned_data

    def given(self) -> dict[str, object]:
        """The rules that are stricter than the lab's."""
        return {
            rule.name: self.cleaned_data[rule.name]
            for rule in RULES
            if self.cleaned_data[rule.name] != rule.default
        }


@login_required
def rules(request: HttpRequest, custodian: str) -> HttpResponse:
    """The form, and what becomes of it."""
    who = by(request)
    theirs = custody(who.account, custodian)
    form = RulesForm(
        request.POST or None,
        initial=theirs.rules.model_dump(),
        than=DisclosureRules(),
        whose=_("the lab’s"),
    )
    if form.is_valid():
        settled = asked(form, lambda: change_rules(who, custodian, form.given()))
        if settled is not None:
            said = _("Your disclosure rules hold from now on, also where an agreement is laxer.")
            return answered(request, settled, said, reverse("holdings"))
    context = {"form": form, "custody": theirs}
    return render(request, "custodian/rules.html", context)


def _field(rule: Rule, than: float, whose: str) -> forms.Field:
    kind = forms.IntegerField if isinstance(rule.default, int) else forms.FloatField
    hint = _("{bound} {whose_capital} is {number}.").format(
        bound=_bound(rule, than), whose_capital=capfirst(whose), number=f"{than:.10g}"
    )
    return kind(
        label=capfirst(_(rule.asks)),
        help_text=hint,
        error_messages={
            "required": gettext_lazy("Write a number, or leave the one that was there."),
            "invalid": gettext_lazy("Write a whole number.")
            if kind is forms.IntegerField
            else gettext_lazy("Write a number."),
        },
    )


def _bound(rule: Rule, than: float) -> str:
    number = f"{than:.10g}"
    if rule.stricter == "higher":
        return _("Write {number} or more.").format(number=number)
    return _("Write {number} or less.").format(number=number)
