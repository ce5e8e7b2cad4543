"""The settings of Django's that nobody chooses."""

from outcomelab.service.configuration.places import WEB
from outcomelab.service.configuration.policy import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from outcomelab.service.configuration.signing_in import *  # noqa: F403 the library's to read
from outcomelab.service.configuration.signing_in import APPS, MIDDLEWARE_FOR_SIGNING_IN

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "outcomelab.service.store",
    "outcomelab.service.web",
    *APPS,
    "django.forms",  # after the web's own templates, which its widgets are drawn with
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *MIDDLEWARE_FOR_SIGNING_IN,
    "outcomelab.service.web.faults.InWords",
    "outcomelab.service.web.uploads.Refusing",
    "outcomelab.service.api.limit.Limit",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "outcomelab.service.urls"
WSGI_APPLICATION = "outcomelab.service.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "outcomelab.service.web.navigation.navigation",
            ]
        },
    }
]
FILE_UPLOAD_HANDLERS = ["outcomelab.service.web.uploads.InMemory"]
FORM_RENDERER = "outcomelab.service.web.form_renderer.Renderer"
STATIC_URL = "/static/"
STATICFILES_DIRS = [WEB / "built"]
WHITENOISE_USE_FINDERS = True  # nothing to be collected before the service is started
CSRF_FAILURE_VIEW = "outcomelab.service.web.faults.forged"
# In the memory of the one process: who tried how often. So many that nobody is forgotten by filling it up.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "/accounts/login/", "/", "/"
AUTH_USER_MODEL = "store.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr-ca", "Français (Canada)")]
USE_I18N = True
USE_TZ = True

ADDRESS = ""  # which `settings` makes, like the next four
DEMO, PRODUCTION, FACTORS_KEY = False, False, ""
MFA_FOR: frozenset[str] = frozenset()
DEBUG = False  # its pages show settings and values: never, not even to who develops it
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3_600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Preloading binds every host of a domain, by a list in the browsers: its owner's to ask for, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "outcomelab.service.configuration.logs.Plain"}},
    "filters": {"routes": {"()": "outcomelab.service.configuration.logs.Routes"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["routes"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "outcomelab": {"level": "INFO"},
        # Django's own would send what went wrong, values and all, by e-mail
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # below that it repeats addresses that people typed
        "django.security": {"level": "CRITICAL"},  # and this what others sent: hosts, addresses
    },
}
