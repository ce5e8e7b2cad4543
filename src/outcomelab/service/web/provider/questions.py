"""The questions of one part of the application as a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outcomelab.service.actions.applying import LONGEST_ANSWER, LONGEST_TITLE
from outcomelab.service.domain.application import APPLICATION, WHOLE_NUMBER, Kind, Part, Question

TITLE = "title"
_WHOLE = RegexValidator(rf"\A{WHOLE_NUMBER.pattern}\Z", _("Write a whole number in digits, such as 120."))


class PartForm(forms.Form):
    """Questions of a part, and in the first part the study's title. No answer is needed to save the others; only a
    title there has to be."""

    def __init__(self, part: Part, title: str, answers: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, initial={TITLE: title, **answers})
        if part is APPLICATION[0]:
            self.fields[TITLE] = forms.CharField(
                label=_("What is the study called?"),
                validators=[_longest(LONGEST_TITLE)],
                error_messages={"required": _("Give the study a title.")},
            )
        for question in part.questions:
            self.fields[question.name] = _field(question)

    @property
    def answers(self) -> dict[str, str]:
        """What can be saved of what was typed, whatever is wrong with the rest; without the title."""
        return {name: answer.replace("\r\n", "\n") for name, answer in self.cleaned_data.items() if name != TITLE}

    @property
    def title(self) -> str | None:
        """The title, where it was asked for and there is one."""
        return self.cleaned_data.get(TITLE)


def _field(question: Question) -> forms.Field:
    field = _of_kind(question)
    asks = gettext(question.words)
    field.label = asks if question.needed else gettext("{question} (optional)").format(question=asks)
    field.required = False
    field.help_text = gettext(question.hint) if question.hint else ""
    return field


def _of_kind(question: Question) -> forms.Field:
    if question.kind is Kind.CHOICE:
        choices = [(value, gettext(words)) for value, words in question.choices]
        return forms.ChoiceField(required=False, widget=forms.RadioSelect, choices=choices)
    if question.kind is Kind.NUMBER:
        figures = forms.TextInput(attrs={"inputmode": "numeric"})
        return forms.CharField(required=False, widget=figures, validators=[_WHOLE])
    widget = forms.TextInput() if question.kind is Kind.LINE else forms.Textarea(attrs={"rows": 5})
    return forms.CharField(required=False, widget=widget, validators=[_longest(LONGEST_ANSWER)])


def _longest(most: int) -> MaxLengthValidator:
    # As a validator, not as the field's own: a browser would cut off what is pasted, and say nothing.
    return MaxLengthValidator(most, _("Write at most %(limit_value)d characters; these are %(show_value)d."))
