"""The forms of signing in: django-allauth's, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

_LONG = _("At least 12 characters. Three or four words that do not belong together are easy to keep in mind.")


class _Ours(forms.Form):
    """Our labels and hints; the words within a box are gone, for a box that looks filled in is passed over."""

    words: dict[str, tuple[Any, Any]] = {}  # noqa: RUF012 a table: field, label, hint

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignIn(_Ours, account.LoginForm):
    """Address and password."""

    words = {"login": (_("E-mail address"), ""), "password": (_("Password"), "")}  # noqa: RUF012


class PasswordAgain(_Ours, account.ReauthenticateForm):
    """The password, once more."""

    words = {"password": (_("Password"), "")}  # noqa: RUF012


class ForgottenPassword(_Ours, account.ResetPasswordForm):
    """Where to send the link."""

    words = {"email": (_("E-mail address"), "")}  # noqa: RUF012

    def save(self, request: HttpRequest, **options: Any) -> str:
        """Send it; to an address without an account a mail that says so, which takes as long."""
        if self.users:
            return str(super().save(request, **options))
        email = str(self.cleaned_data["email"])
        get_adapter(request).send_mail("account/email/unknown_account", email, {})
        return email


class FirstOrNewPassword(_Ours, account.ResetPasswordKeyForm):
    """A password for whoever came by a link."""

    words = {"password1": (_("New password"), _LONG), "password2": (_("The same once more"), "")}  # noqa: RUF012


class ChangedPassword(_Ours, account.ChangePasswordForm):
    """Another password."""

    words = {  # noqa: RUF012
        "oldpassword": (_("Your password now"), ""),
        "password1": (_("New password"), _LONG),
        "password2": (_("The same once more"), ""),
    }


class AddedPassword(_Ours, account.SetPasswordForm):
    """A password for an account that has none."""

    words = {"password1": (_("New password"), _LONG), "password2": (_("The same once more"), "")}  # noqa: RUF012


_CODE = {"code": (_("Code"), _("The six digits your app shows, or one of your recovery codes."))}


class Code(_Ours, factor.AuthenticateForm):
    """The code of an app, or a recovery code."""

    words = _CODE


class CodeAgain(_Ours, factor.ReauthenticateForm):
    """The same, once more."""

    words = _CODE


class FirstCode(_Ours, ActivateTOTPForm):
    """The first code of an app that was just set up."""

    words = {"code": (_("Code"), _("The six digits that the app shows now."))}  # noqa: RUF012


class NewPasskey(_Ours, AddWebAuthnForm):
    """A passkey and what to call it."""

    words = {  # noqa: RUF012
        "name": (_("What to call it"), _("Such as the name of the device or the key.")),
        "passwordless": (
            _("Sign in with it alone, without the password"),
            _("The device then asks for your finger, your face or a PIN."),
        ),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["passwordless"].initial = True


class PasskeyName(_Ours, EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": (_("What to call it"), "")}  # noqa: RUF012
