"""What a checker says of each output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomelab.service.domain.checking import Says

_SAYS = (
    (Says.APPROVE.value, _("Approve: it may leave")),
    (Says.ASK.value, _("Ask: something has to be explained or changed first")),
    (Says.REFUSE.value, _("Refuse: it must not leave")),
)


class Votes(forms.Form):
    """One vote and one box of words for each output; its fields carry the hash of the output's content, so that a
    vote is of what was looked at."""

    def __init__(self, outputs: Iterable[str], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.outputs = tuple(outputs)
        for output in self.outputs:
            self.fields[f"says-{output}"] = forms.ChoiceField(
                label=_("What do you say of this output?"),
                choices=_SAYS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether you approve, ask or refuse.")},
            )
            self.fields[f"words-{output}"] = forms.CharField(
                label=_("In words"),
                help_text=_("What you ask, or why you refuse. Write no figure that is withheld."),
                required=False,
                max_length=5_000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def clean(self) -> dict[str, Any]:
        """Whoever does not approve says why."""
        given = super().clean() or {}
        for output in self.outputs:
            says, words = given.get(f"says-{output}", ""), given.get(f"words-{output}", "x")
            if says in (Says.ASK.value, Says.REFUSE.value) and not words:
                self.add_error(f"words-{output}", _("Say what you ask or why you refuse."))
        return given

    @property
    def votes(self) -> dict[str, Says]:
        """What was said of each output."""
        return {output: Says(self.cleaned_data[f"says-{output}"]) for output in self.outputs}

    @property
    def words(self) -> dict[str, str]:
        """What was written of each output."""
        return {output: self.cleaned_data[f"words-{output}"] for output in self.outputs}
