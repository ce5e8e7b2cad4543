"""What an analyst writes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomelab.service.store.planning import LONGEST


class ProtocolForm(forms.Form):
    """A protocol's text, as it was typed: spaces and empty lines are its writer's."""

    text = forms.CharField(
        label=_("The protocol"),
        help_text=_("In TOML. A mistake is shown by its line once you have it checked."),
        max_length=LONGEST,
        strip=False,
        error_messages={"required": _("Write the protocol."), "max_length": _("The protocol is too long.")},
        widget=forms.Textarea(
            attrs={
                "rows": 28,
                "wrap": "off",
                "spellcheck": "false",
                "autocapitalize": "off",
                "autocomplete": "off",
            }
        ),
    )

    def clean_text(self) -> str:
        """Lines end as they do in files, however a browser sends them."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")
