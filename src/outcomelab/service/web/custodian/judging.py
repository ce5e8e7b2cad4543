"""What a steward writes about a study: a judgement of one of the Five Safes; comments by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outcomelab.service.domain.application import APPLICATION, QUESTIONS, THE_LIST
from outcomelab.service.domain.five_safes import Safe, Verdict

_LONGEST = 5_000
# What can be commented on besides the questions of the application.
OTHERS = ("title", THE_LIST, *(safe.value for safe in Safe), "anything else")


class JudgementForm(forms.Form):
    """A verdict on one of the Five Safes, and why."""

    verdict = forms.ChoiceField(
        label=_("Your judgement"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose a judgement.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Why"), required=False, max_length=_LONGEST, strip=True, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, safe: Safe, **options: Any) -> None:
        self.anchor = safe.value.replace(" ", "-")
        super().__init__(*args, **options | {"auto_id": f"{self.anchor}-%s"})
        self.safe = safe
        self.fields["verdict"].choices = [(one.value, capfirst(gettext(one.value))) for one in Verdict]  # type: ignore[attr-defined]


class CommentsForm(forms.Form):
    """A comment on each question of the application, and on whatever else a decision rests on. answers: the
    application's, shown beside."""

    def __init__(self, *args: Any, answers: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for question in QUESTIONS.values():
            self.fields[question.name] = _comment(gettext(question.words), gettext(question.shown(answers)))
        for item in OTHERS:
            self.fields[item.replace(" ", "-")] = _comment(capfirst(gettext(item)), "")

    def written(self) -> dict[str, str]:
        """What was written, by item."""
        items = {item.replace(" ", "-"): item for item in OTHERS}
        return {items.get(name, name): words for name, words in self.cleaned_data.items() if words}

    def parts(self) -> Iterator[tuple[str, list[BoundField], bool]]:
        """The fields part by part of the application, then the others; and whether something is in a part."""
        for part in APPLICATION:
            yield gettext(part.words), *self._fields([question.name for question in part.questions])
        yield (
            gettext("List, Five Safes and anything else"),
            *self._fields([one.replace(" ", "-") for one in OTHERS]),
        )

    def _fields(self, names: list[str]) -> tuple[list[BoundField], bool]:
        fields = [self[name] for name in names]
        return fields, any(field.data or field.errors for field in fields)


def _comment(label: str, answer: str) -> forms.CharField:
    hint = gettext("Answered: {answer}").format(answer=answer) if answer else ""
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
