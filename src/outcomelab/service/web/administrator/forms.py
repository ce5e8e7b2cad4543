"""What an administrator writes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outcomelab.service.domain.roles import MAY_HOLD, Role, Side
from outcomelab.service.queries.people import Listed

_ROLES = [(role.value, _(role.value)) for role in Role if role is not Role.WORKER]
_SIDES = [(Side.PROVIDER.value, _("A provider")), (Side.CUSTODIAN.value, _("A custodian"))]


class NewMember(forms.Form):
    """Somebody who is to have an account."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)

    def __init__(self, *given: Any, organisations: tuple[Listed, ...]) -> None:
        super().__init__(*given)
        self.fields["organisation"].choices = [(one.key, one.name) for one in organisations]  # type: ignore[attr-defined]


class NewRole(forms.Form):
    """A role for somebody in one of the organisations that one administers."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=_ROLES)

    def __init__(self, *given: Any, organisations: tuple[Listed, ...]) -> None:
        super().__init__(*given)
        sides = {one.side for one in organisations}
        self.fields["organisation"].choices = [(one.key, one.name) for one in organisations]  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (value, words) for value, words in _ROLES if sides & set(MAY_HOLD[Role(value)])
        ]


class NewOrganisation(forms.Form):
    """A provider or a custodian that is to work with the lab."""

    name = forms.CharField(label=_("Name"), max_length=200)
    key = forms.CharField(
        label=_("Short name"),
        help_text=_("Small letters, digits and hyphens, such as bridge-trust."),
        max_length=60,
    )
    side = forms.ChoiceField(label=_("What it is"), choices=_SIDES, widget=forms.RadioSelect)
