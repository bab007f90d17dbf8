"""Settings. What differs from instance to instance lies in its folder or in the environment.

``SETIAKAWAN_LOGIN`` says as whom the database is used: ``app`` (the web; the default), ``worker``
(jobs) or ``owner`` (migrations).
"""

import os
from typing import cast

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from setiakawan.instance.database import Login, django_database
from setiakawan.instance.home import find_home

HOME = find_home()
FACTS = HOME.facts()
LOGIN = cast("Login", os.environ.get("SETIAKAWAN_LOGIN", "app"))
IS_DEMO = bool(FACTS.get("demo"))
INSTANCE_NAME = FACTS.get("name", "Setiakawan")
CITY_CODE = FACTS.get("area", "33.72")
"""The city or regency of this instance."""

# Before init there is no key; nothing is served then, but commands and checks run.
SECRET_KEY = HOME.key("django-secret") or "not-initialised-" + os.urandom(16).hex()
DEBUG = False
ALLOWED_HOSTS = [
    host
    for host in os.environ.get("SETIAKAWAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

INSTALLED_APPS = [
    "setiakawan.audit",
    "setiakawan.areas",
    "setiakawan.partners",
    "setiakawan.accounts",
    "setiakawan.office",
    "setiakawan.categories",
    "setiakawan.attachments",
    "setiakawan.people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]

if IS_DEMO:
    INSTALLED_APPS.append("setiakawan.demo")

# Tables that only tests have (tests/probe); the testing plugin names them.
INSTALLED_APPS += [app for app in os.environ.get("SETIAKAWAN_EXTRA_APPS", "").split(",") if app]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "setiakawan.doors.headers.PrivateAnswerMiddleware",
    "setiakawan.accounts.web.sessions.DigestSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "setiakawan.accounts.web.middleware.ActorMiddleware",
    "setiakawan.accounts.web.middleware.SessionPagesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "setiakawan.doors.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "setiakawan.project.urls"
WSGI_APPLICATION = "setiakawan.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "setiakawan.office.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "setiakawan.office.forms_renderer.OfficeFormRenderer"

DATABASES = {
    "default": django_database(HOME, LOGIN, pool=os.environ.get("SETIAKAWAN_POOL") == "1"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # Counters of tries must be the same in every process of the web.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "setiakawan_cache",
    }
}

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["setiakawan.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
OFFICE_GLOSSARY = "setiakawan.office.glossary.meaning_of"

ACCOUNT_ADAPTER = "setiakawan.accounts.web.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reauthenticate": "10/m/user",
    "change_password": "10/m/user",  # a session somebody left open is no way to find the password
    "invitation": "20/m/ip",  # keys typed by hand
}
ACCOUNT_FORMS = {"login": "setiakawan.accounts.web.forms.SignInForm"}
MFA_ADAPTER = "setiakawan.accounts.web.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Setiakawan"
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "setiakawan.accounts.web.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
IS_HTTPS = os.environ.get("SETIAKAWAN_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
TRUSTED_PROXIES = int(os.environ.get("SETIAKAWAN_TRUSTED_PROXIES") or 0)
"""How many proxies of one's own stand before the web: each adds the address it heard from to
X-Forwarded-For. See docs/howto/run.md."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # on screen; the database keeps UTC

STATIC_URL = "/aset/"
STATIC_ROOT = HOME.run / "aset"
STORAGES = {
    # No file is ever kept in clear, whatever a library may want to.
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Another one (an S3 through django-storages, with file_overwrite) can take its place: what it gets
    # is encrypted.
    "attachments": {
        "BACKEND": "setiakawan.attachments.storage.FolderStorage",
        "OPTIONS": {"location": HOME.attachments},
    },
}
KEY_FILE = HOME.key_file

# A form's words; its files are held to limits of their own (setiakawan.attachments.uploads).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["setiakawan.attachments.uploads.MemoryHandler"]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Nothing personal is logged: addresses of pages carry ids only, bodies are never written.
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_keys": {"()": "setiakawan.doors.logs.WithoutKeys"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_keys"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"setiakawan": {"level": "INFO"}},
}
