"""Django's settings, all of them: what was chosen is read here, once, and refused when it is unsafe.

Importing this makes the folders of data and keys, and the secret key, where they are not there yet.
"""

from __future__ import annotations

from outcomelab.service.configuration.choices import Mode, Security, chosen
from outcomelab.service.configuration.database import database
from outcomelab.service.configuration.fixed import *  # noqa: F403 they are Django's to read
from outcomelab.service.configuration.places import made
from outcomelab.service.configuration.secret import kept_secret
from outcomelab.service.configuration.signing_in import providers
from outcomelab.service.configuration.unsafe import THIS_MACHINE, refuse_unsafe
from outcomelab.service.domain.second_factor import needing

CHOICES = chosen()
_production = CHOICES.mode is Mode.PRODUCTION

made(CHOICES.data, CHOICES.keys_folder)
SECRET_KEY = CHOICES.secret("secret_key") or kept_secret(CHOICES.keys_folder)
DATABASES = {"default": database(CHOICES.secret("database_url"), CHOICES.data)}
refuse_unsafe(CHOICES, SECRET_KEY, DATABASES["default"])

EMAIL_HOST, EMAIL_PORT = CHOICES.mail_host, CHOICES.mail_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CHOICES.mail_user, CHOICES.secret("mail_password") or ""
EMAIL_USE_TLS = CHOICES.mail_security is Security.STARTTLS
EMAIL_USE_SSL = CHOICES.mail_security is Security.TLS
EMAIL_TIMEOUT = 20
_name = (CHOICES.names or ["localhost"])[0]
ADDRESS = CHOICES.address or (f"https://{_name}/" if _production else "http://localhost:8000/")
DEFAULT_FROM_EMAIL = CHOICES.mail_from or f"outcome-lab@{_name}"

ALLOWED_HOSTS = CHOICES.names or list(THIS_MACHINE)
TIME_ZONE = CHOICES.time_zone
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _production
SECURE_HSTS_SECONDS = CHOICES.hsts_seconds if _production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CHOICES.behind_proxy else None

DEMO, PRODUCTION = CHOICES.demo, _production
MFA_FOR = needing(CHOICES.mfa_for, strictly=_production)
FACTORS_KEY = kept_secret(CHOICES.keys_folder, "service.factors.key")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CHOICES.behind_proxy else 0
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _production else "http"
SOCIALACCOUNT_PROVIDERS = providers(
    CHOICES.oidc_name,
    CHOICES.oidc_issuer,
    CHOICES.oidc_client_id,
    CHOICES.secret("oidc_client_secret"),
    CHOICES.oidc_trusted,
)
