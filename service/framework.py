"""Django, set up once from our settings: the ledger's database, users, sessions, pages.

The one place that says which SQLite is used: Debian's 3.40 has a rare corruption with several connections, fixed in
3.51.3, so the library that comes with sqlcipher3 takes its place (docs/decisions.md).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import django
from django.conf import settings as live
from django.db import DatabaseError

from config.settings import Settings

HERE: Final = Path(__file__).parent
LEDGER: Final = "ledger.sqlite3"
PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; "
    "PRAGMA secure_delete=ON; PRAGMA busy_timeout=30000; PRAGMA mmap_size=0; "
    # Each of some twenty threads has a connection, and each its own cache of 2 MB unless told otherwise.
    "PRAGMA cache_size=-256;"
)


def start(settings: Settings) -> None:
    """Sets Django up; a second call in the same process does nothing."""
    if live.configured:
        return
    _newer_sqlite()
    live.configure(
        SECRET_KEY="",
        DATABASES={"default": _database(settings)},
        INSTALLED_APPS=_APPS,
        AUTH_USER_MODEL="service.User",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="Europe/Stockholm",
        LOGGING_CONFIG=None,
        **_web(settings),
    )
    django.setup()


def unlock(secret: bytes) -> None:
    """Gives the pages the key that their sessions are signed with."""
    live.SECRET_KEY = secret.hex()


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite that the ledger runs on."""
    import sqlite3

    return sqlite3.sqlite_version_info


def has_ledger() -> bool:
    """Whether there is a ledger to open: SQLite would make one by looking. PostgreSQL answers for itself."""
    from django.db import connection

    return connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()


def plain(fault: DatabaseError) -> str:
    """What stands in the database's way, in plain words; its own may hold a row's values."""
    said = str(fault).lower()
    for sign, words in _SAID:
        if sign in said:
            return f"RESERVFAX_DATA: {words}"
    return (
        "RESERVFAX_DATABASE: databasen går inte att använda / the database can't be used "
        f"({type(fault.__cause__ or fault).__name__})"
    )


# What SQLite says -> what it means to whoever looks after the computer.
_SAID: Final = (
    ("not a database", f"{LEDGER} är ingen databas / is no database"),
    ("malformed", f"{LEDGER} är skadad / is damaged: reservfax restore"),
    ("readonly", "mappen går inte att skriva i / the folder can't be written"),
    ("unable to open", f"{LEDGER} går inte att öppna i den mappen / can't be opened in that folder"),
    ("disk is full", "disken är full / the disk is full"),
    ("disk i/o", "disken svarar med fel / the disk answers with a fault"),
    ("locked", "registret är upptaget av en annan process / the ledger is held by another process"),
)


def _newer_sqlite() -> None:
    import sqlcipher3
    from sqlcipher3 import dbapi2

    sys.modules["sqlite3"] = sqlcipher3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def _database(settings: Settings) -> dict[str, Any]:
    """Django's words for the database; PostgreSQL where an address is given."""
    address = urlsplit(settings.database.reveal())
    if not address.scheme:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": settings.data / LEDGER,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": PRAGMAS, "timeout": 30},
            "CONN_MAX_AGE": None,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.lstrip("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.hostname or ""),
        "PORT": address.port or "",
        "OPTIONS": dict(parse_qsl(address.query)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


_APPS: Final = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "service",
]


def _web(settings: Settings) -> dict[str, Any]:
    """What the pages need and what depends on the installation."""
    return {
        **_PAGES,
        "ALLOWED_HOSTS": list(settings.web.hosts),
        "SESSION_COOKIE_SECURE": settings.web.secure,
        "CSRF_COOKIE_SECURE": settings.web.secure,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if settings.web.secure else None,
    }


_MIDDLEWARE: Final = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "service.web.policy.middleware",
]
_TEMPLATES: Final = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
_PASSWORDS: Final = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Strict cookies, nothing framed, Swedish first.
_PAGES: Final[dict[str, Any]] = {
    "ROOT_URLCONF": "service.web.urls",
    "MIDDLEWARE": _MIDDLEWARE,
    "TEMPLATES": _TEMPLATES,
    "STATIC_URL": "/static/",
    "STATICFILES_DIRS": [HERE / "web" / "static"],
    "WHITENOISE_USE_FINDERS": True,
    "WHITENOISE_AUTOREFRESH": False,
    "LANGUAGE_CODE": "sv",
    "LANGUAGES": [("sv", "Svenska"), ("en", "English")],
    "LOCALE_PATHS": [HERE / "locale"],
    "USE_I18N": True,
    "LOGIN_URL": "/login",
    "LOGIN_REDIRECT_URL": "/",
    "SESSION_COOKIE_SAMESITE": "Strict",
    "CSRF_COOKIE_SAMESITE": "Strict",
    "SESSION_COOKIE_AGE": 12 * 3600,
    "SECURE_REFERRER_POLICY": "same-origin",
    "X_FRAME_OPTIONS": "DENY",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "AUTH_PASSWORD_VALIDATORS": _PASSWORDS,
}
