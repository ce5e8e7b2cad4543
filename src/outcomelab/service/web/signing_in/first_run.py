"""The first page of all, which makes the lab and its administrator, and then is gone."""

from __future__ import annotations

import ipaddress
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from outcomelab.service.actions.organisations import set_up
from outcomelab.service.configuration.secret import is_set_up_code
from outcomelab.service.queries.accounts import is_set_up
from outcomelab.service.web.answering import asked


class Lab(forms.Form):
    """A lab and whoever administers it."""

    code = forms.CharField(
        label=_("Code"), help_text=_("It was printed where the service was started."), max_length=40
    )
    name = forms.CharField(label=_("Name of the lab"), max_length=200)
    key = forms.CharField(
        label=_("Short name of the lab"),
        help_text=_("Small letters, digits and hyphens, such as justice-lab."),
        max_length=60,
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        help_text=_("At least 12 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *given: Any, coded: bool) -> None:
        super().__init__(*given)
        if not coded:
            del self.fields["code"]

    def clean_code(self) -> str:
        """The code, if it is the one."""
        said = str(self.cleaned_data["code"])
        if not is_set_up_code(said, str(settings.SECRET_KEY)):
            raise forms.ValidationError(_("This is not the code. `outcomelab service prepare` prints it again."))
        return said

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        said = super().clean() or {}
        if said.get("password") != said.get("again"):
            self.add_error("again", _("This is another password than above."))
        return said


@sensitive_post_parameters("password", "again", "code")
def first(request: HttpRequest) -> HttpResponse:
    """Make the lab and its administrator. Once there is a lab there is no such page."""
    if is_set_up():
        raise Http404
    form = Lab(request.POST or None, coded=settings.PRODUCTION or not _here(request))
    if form.is_valid():
        said = form.cleaned_data
        made = asked(
            form, lambda: set_up(timezone.now(), said["key"], said["name"], said["email"], said["password"])
        )
        if made is not None:
            messages.success(request, _("The lab is there. Sign in as its administrator."))
            return redirect("account_login")
    return render(request, "signing_in/first_run.html", {"form": form})


def _here(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
