"""Everything that differs between installations comes from the environment (README, "Settings")."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from psycopg.conninfo import conninfo_to_dict

from annotate.database.server import NAME, Server

BASE_DIR = Path(__file__).resolve().parent.parent
ANNOTATE_DATA = Path(os.environ.get("ANNOTATE_DATA") or BASE_DIR / "var").resolve()


def words(name: str, default: str = "") -> list[str]:
    """A list from the environment, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


DEBUG = os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = words("ALLOWED_HOSTS", ",".join(LOCAL_HOSTS))
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")


def secret_key() -> str:
    """From the environment; on a host of one's own made once and kept beside the database."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if not DEBUG and set(ALLOWED_HOSTS) - set(LOCAL_HOSTS):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing. Other hosts reach this installation (ALLOWED_HOSTS), so it needs one of its own:\n"
            "  export SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))')"
        )
    kept = ANNOTATE_DATA / "secret_key"
    try:
        ANNOTATE_DATA.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            fresh = kept.with_name(f"secret_key.{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(50))
            with suppress(FileExistsError):
                os.link(fresh, kept)  # whole or not at all: another process may look at this moment
            fresh.unlink()
        return kept.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{ANNOTATE_DATA} cannot be written ({error.strerror}). Set ANNOTATE_DATA to a folder that can."
        ) from error


SECRET_KEY = secret_key()

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "annotate.static_files.StaticFiles",
    "annotate.apps.Annotate",
    "axes",
    "csp",
    "django_htmx",
    "ninja",
    "pgtrigger",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "annotate.projects.middleware.outage",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "annotate.projects.middleware.Compressed",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "annotate.projects.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "annotate.projects.middleware.SignInRequired",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "annotate.urls"
WSGI_APPLICATION = "annotate.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]


def whole_number(name: str, default: int) -> int:
    """What a setting of the environment says, where that is from 1 to 10,000; empty: what it is without being set."""
    said = os.environ.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,5}", said) or not 1 <= int(said) <= 10_000:
        raise ImproperlyConfigured(f"{name} is “{said}”: it must be a whole number from 1 to 10,000.")
    return int(said)


# The stream LISTENs, which needs a connection of its own: the database's own address where DATABASE_URL is a pooler's.
LIVE_DATABASE_URL = os.environ.get("ANNOTATE_LIVE_DATABASE_URL", "")


def database() -> dict[str, Any]:
    """The database of DATABASE_URL, else our own server's."""
    found: dict[str, Any] = {"ENGINE": "annotate.database"}
    if url := os.environ.get("DATABASE_URL"):
        options = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
        for ours, theirs in {
            "NAME": "dbname",
            "USER": "user",
            "PASSWORD": "password",
            "HOST": "host",
            "PORT": "port",
        }.items():
            found[ours] = str(options.pop(theirs, ""))
        found["OPTIONS"] = options
    else:
        sockets = str(Server.at(ANNOTATE_DATA).sockets)
        found |= {"EMBEDDED": str(ANNOTATE_DATA), "NAME": NAME, "USER": NAME, "HOST": sockets, "OPTIONS": {}}
    # What a statement is called, one connection knows: a pooler gives another each time.
    found["PREPARES"] = not LIVE_DATABASE_URL
    if os.environ.get("ANNOTATE_POOL"):  # set by the production server's door (wsgi.py); commands need one connection
        # A pool waits ever longer between its tries; given up early, the next request tries anew and finds it again.
        most = whole_number("ANNOTATE_POOL", 4)
        found["OPTIONS"]["pool"] = {"min_size": 1, "max_size": most, "timeout": 3, "reconnect_timeout": 3}
    return found


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGTRIGGER_MIGRATIONS = True

# Where browsers find the stream of what is new: a port beside the page's, a path that a proxy gives it, or an address.
# Empty: there is none, pages ask every few seconds. `serve` starts one and says where.
LIVE = os.environ.get("ANNOTATE_LIVE", "")
# After so many seconds without taking what was sent, a reader of it is let go.
LIVE_SLOW_SECONDS = whole_number("ANNOTATE_LIVE_SLOW_SECONDS", 20)

AUTH_USER_MODEL = "annotate.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "annotate.projects.sessions.Accounts"]
SESSION_ENGINE = "annotate.projects.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "name")},
        "MinimumLengthValidator": {},
        "CommonPasswordValidator": {},
    }.items()
]
LOGIN_URL = reverse_lazy("projects:sign_in")
LOGIN_REDIRECT_URL = reverse_lazy("projects:index")
LOGOUT_REDIRECT_URL = LOGIN_URL
CSRF_FAILURE_VIEW = "annotate.projects.views.doors.csrf_failure"

# Five wrong passwords for one name from one address close the door for ten minutes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 1 / 6
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "annotate.projects.views.doors.throttled"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # ours goes through an action and leaves a line

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # each in its own words
LOCALE_PATHS = [BASE_DIR / "annotate" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = ANNOTATE_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "annotate.static_files.HashedFiles"},
}
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_USE_FINDERS = DEBUG

# A phone or a laptop on the way may be long without a connection: nothing typed is too large for one request but files.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Where TLS is in front (the proxy says so), cookies and transport are held to it; plain local use stays possible.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("BEHIND_TLS") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = bool(os.environ.get("BEHIND_TLS"))
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if os.environ.get("BEHIND_TLS") else 0
# Other hosts of the same domain are not ours to bind to TLS.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
}
