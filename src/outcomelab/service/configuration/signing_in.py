"""How people sign in: the settings of django-allauth, and the ones that follow from what was chosen.

Every name that begins with ACCOUNT_, MFA_, SOCIALACCOUNT_, USERSESSIONS_ or ALLAUTH_ is that library's.
"""

from __future__ import annotations

from typing import Any

from outcomelab.errors import SettingsError

_ROOM = "outcomelab.service.web.signing_in"

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE_FOR_SIGNING_IN = [
    "allauth.account.middleware.AccountMiddleware",
    f"{_ROOM}.gate.Gate",
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3_600  # of an invitation, too

ACCOUNT_ADAPTER = f"{_ROOM}.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False  # administrators add accounts
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = f"{_ROOM}.adapters.displayed"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is added with its address, and opened by a link sent there
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
# Counted in the memory of the process, which all its threads share: the service is one process.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": f"{_ROOM}.forms.SignIn",
    "reauthenticate": f"{_ROOM}.forms.PasswordAgain",
    "reset_password": f"{_ROOM}.forms.ForgottenPassword",
    "reset_password_from_key": f"{_ROOM}.forms.FirstOrNewPassword",
    "change_password": f"{_ROOM}.forms.ChangedPassword",
    "set_password": f"{_ROOM}.forms.AddedPassword",
}

MFA_ADAPTER = f"{_ROOM}.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Outcome Lab"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute wrong
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": f"{_ROOM}.forms.Code",
    "reauthenticate": f"{_ROOM}.forms.CodeAgain",
    "activate_totp": f"{_ROOM}.forms.FirstCode",
    "add_webauthn": f"{_ROOM}.forms.NewPasskey",
    "edit_webauthn": f"{_ROOM}.forms.PasskeyName",
}

SOCIALACCOUNT_ADAPTER = f"{_ROOM}.adapters.Provided"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # by an address that the provider says is verified, each time
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "with"
OIDC = "provider"  # its name in addresses


def providers(name: str, issuer: str, client: str, secret: str | None, trusted: bool) -> dict[str, Any]:
    """The one OpenID Connect provider that people may sign in with, if there is one.

    name: as its button says. issuer: its address, to which /.well-known/openid-configuration is added. trusted:
    every address it tells is verified, whether it says so or not. Raises SettingsError when only some are given.
    """
    if not issuer and not client:
        return {}
    if not (issuer and client and secret):
        raise SettingsError(
            "OUTCOMELAB_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET go together: give all of them, or none."
        )
    app = {
        "provider_id": OIDC,
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True, "VERIFIED_EMAIL": trusted}}
