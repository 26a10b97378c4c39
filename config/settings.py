"""The settings of one installation, read once from the environment and `.env`; knows no Django.

Every `RESERVFAX_*` key is in `KEYS`; a key that isn't is a fault, since a mistyped one would otherwise be silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

import dotenv as dotenv_files

from config.faults import Gatherer, Wrong

Security = Literal["starttls", "tls", "plain"]
EXAMPLE: Final = Path(__file__).parent / "site.example.toml"

# Key -> default. An empty default means "not used" or, where the text says so, "must be given".
KEYS: Final[Mapping[str, str]] = {
    "RESERVFAX_DATA": "var",
    "RESERVFAX_KEYS": "",
    "RESERVFAX_SITE": "",
    "RESERVFAX_DATABASE": "",
    "RESERVFAX_WEB_HOST": "127.0.0.1",
    "RESERVFAX_WEB_PORT": "8025",
    "RESERVFAX_WEB_HOSTS": "127.0.0.1,localhost",
    "RESERVFAX_WEB_SECURE": "no",
    "RESERVFAX_SMTP_HOST": "",
    "RESERVFAX_SMTP_PORT": "587",
    "RESERVFAX_SMTP_SECURITY": "starttls",
    "RESERVFAX_SMTP_USER": "",
    "RESERVFAX_SMTP_PASSWORD": "",
    "RESERVFAX_SMTP_CAFILE": "",
    "RESERVFAX_SMTP_TIMEOUT": "30",
    "RESERVFAX_IMAP_HOST": "",
    "RESERVFAX_IMAP_PORT": "993",
    "RESERVFAX_IMAP_SECURITY": "tls",
    "RESERVFAX_IMAP_USER": "",
    "RESERVFAX_IMAP_PASSWORD": "",
    "RESERVFAX_IMAP_CAFILE": "",
    "RESERVFAX_IMAP_FOLDER": "INBOX",
    "RESERVFAX_IMAP_HANDLED": "Reservfax/Handled",
    "RESERVFAX_IMAP_QUARANTINE": "Reservfax/Quarantine",
    "RESERVFAX_IMAP_POLL": "60",
    "RESERVFAX_IMAP_TIMEOUT": "20",
    "RESERVFAX_FOLDER_SETTLE": "2",
    "RESERVFAX_FOLDER_RESCAN": "5",
    "RESERVFAX_ALARM_COMMAND": "",
}
# What may follow the question mark in RESERVFAX_DATABASE, as libpq names it.
_OPTIONS: Final = frozenset({
    "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "target_session_attrs",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "channel_binding",
})  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that must not be printed; `reveal` is the one way to it."""

    _value: str

    def reveal(self) -> str:
        """The value itself, for the library that logs in with it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "‹dold›"


@dataclass(frozen=True, slots=True)
class Web:
    """Where the pages are served. `secure` says that a proxy in front speaks TLS, so that cookies are marked so."""

    host: str
    port: int
    hosts: tuple[str, ...]
    secure: bool


@dataclass(frozen=True, slots=True)
class Smtp:
    """The way out: the hospital's relay or the gateway itself. `timeout` in seconds."""

    host: str
    port: int
    security: Security
    user: str
    password: Secret
    cafile: Path | None
    timeout: float


@dataclass(frozen=True, slots=True)
class Imap:
    """The mailbox of returned faxes and receipts. `poll` and `timeout` in seconds."""

    host: str
    port: int
    security: Security
    user: str
    password: Secret
    cafile: Path | None
    folder: str
    handled: str
    quarantine: str
    poll: float
    timeout: float


@dataclass(frozen=True, slots=True)
class Folders:
    """How watched folders are read: a file is whole when unchanged for `settle` s; re-scanned each `rescan` s."""

    settle: float
    rescan: float


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation, whole. `database` is empty for SQLite in the data folder, else a postgresql:// address."""

    data: Path
    keys: Path
    site_file: Path
    database: Secret
    web: Web
    smtp: Smtp | None
    imap: Imap | None
    folders: Folders
    alarm_command: str


def read(environ: Mapping[str, str], *, dotenv: Path | None = None) -> Settings:
    """The settings; the environment wins over `dotenv`. Raises Faults with every fault at once."""
    told = Gatherer()
    words = _words(environ, dotenv, told)
    result = Settings(
        data=Path(words["RESERVFAX_DATA"]).absolute(),
        keys=_keys(words, environ),
        site_file=Path(words["RESERVFAX_SITE"] or EXAMPLE).absolute(),
        database=told.attempt("RESERVFAX_DATABASE", lambda: _database(words["RESERVFAX_DATABASE"]), Secret("")),
        web=_web(words, told),
        smtp=_smtp(words, told),
        imap=_imap(words, told),
        folders=Folders(
            _number(words, "RESERVFAX_FOLDER_SETTLE", told), _number(words, "RESERVFAX_FOLDER_RESCAN", told)
        ),
        alarm_command=words["RESERVFAX_ALARM_COMMAND"],
    )
    told.finish()
    return result


def is_loopback(host: str) -> bool:
    """Whether the host is this machine's own loopback address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _words(environ: Mapping[str, str], dotenv: Path | None, told: Gatherer) -> dict[str, str]:
    """Every key with its text: default, then .env, then environment."""
    filed = dotenv_files.dotenv_values(dotenv) if dotenv is not None and dotenv.is_file() else {}
    given = {key: value or "" for key, value in filed.items()} | dict(environ)
    ours = {key: value.strip() for key, value in given.items() if key.startswith("RESERVFAX_")}
    for key in sorted(ours.keys() - KEYS.keys()):
        told.tell(key, "is not a setting of Reservfax; see .env.example")
    return {key: ours.get(key) or default for key, default in KEYS.items()}


def _keys(words: Mapping[str, str], environ: Mapping[str, str]) -> Path:
    if words["RESERVFAX_KEYS"]:
        return Path(words["RESERVFAX_KEYS"]).absolute()
    base = environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path(environ.get("HOME", "/")) / ".config") / "reservfax" / "keys"


def _database(text: str) -> Secret:
    if text and not text.startswith("postgresql://"):
        raise Wrong("must be empty (SQLite in the data folder) or begin with postgresql://")
    try:
        address = urlsplit(text)
        _ = address.port
        named = {
            name for name, _ in parse_qsl(address.query, keep_blank_values=True, strict_parsing=bool(address.query))
        }
    except ValueError:
        raise Wrong(
            "must be postgresql://user:password@host:port/name; write signs such as / in a password as %2F"
        ) from None
    if named - _OPTIONS:
        raise Wrong("may end in options of the connection: " + ", ".join(sorted(_OPTIONS)))
    return Secret(text)


def _web(words: Mapping[str, str], told: Gatherer) -> Web:
    hosts = tuple(part.strip() for part in words["RESERVFAX_WEB_HOSTS"].split(",") if part.strip())
    secure = words["RESERVFAX_WEB_SECURE"]
    if secure not in ("yes", "no"):
        told.tell("RESERVFAX_WEB_SECURE", "must be yes or no")
    host = words["RESERVFAX_WEB_HOST"]
    if not is_loopback(host) and secure != "yes":
        told.tell("RESERVFAX_WEB_HOST", "beyond this machine only behind TLS: set RESERVFAX_WEB_SECURE=yes")
    return Web(host, _port(words, "RESERVFAX_WEB_PORT", told), hosts, secure == "yes")


def _smtp(words: Mapping[str, str], told: Gatherer) -> Smtp | None:
    host = words["RESERVFAX_SMTP_HOST"]
    if not host:
        return None
    return Smtp(
        host,
        _port(words, "RESERVFAX_SMTP_PORT", told),
        _security(words, "SMTP", host, told),
        words["RESERVFAX_SMTP_USER"],
        Secret(words["RESERVFAX_SMTP_PASSWORD"]),
        _cafile(words, "RESERVFAX_SMTP_CAFILE", told),
        _number(words, "RESERVFAX_SMTP_TIMEOUT", told),
    )


def _imap(words: Mapping[str, str], told: Gatherer) -> Imap | None:
    host = words["RESERVFAX_IMAP_HOST"]
    if not host:
        return None
    if not words["RESERVFAX_IMAP_USER"]:
        told.tell("RESERVFAX_IMAP_USER", "must be given when RESERVFAX_IMAP_HOST is")
    return Imap(
        host,
        _port(words, "RESERVFAX_IMAP_PORT", told),
        _security(words, "IMAP", host, told),
        words["RESERVFAX_IMAP_USER"],
        Secret(words["RESERVFAX_IMAP_PASSWORD"]),
        _cafile(words, "RESERVFAX_IMAP_CAFILE", told),
        words["RESERVFAX_IMAP_FOLDER"],
        words["RESERVFAX_IMAP_HANDLED"],
        words["RESERVFAX_IMAP_QUARANTINE"],
        _number(words, "RESERVFAX_IMAP_POLL", told),
        _number(words, "RESERVFAX_IMAP_TIMEOUT", told),
    )


def _security(words: Mapping[str, str], kind: str, host: str, told: Gatherer) -> Security:
    key = f"RESERVFAX_{kind}_SECURITY"
    text = words[key]
    if text == "plain" and not is_loopback(host):
        told.tell(key, "plain text is for this machine's own loopback address only; use starttls or tls")
    if text == "starttls" or text == "tls" or text == "plain":
        return text
    told.tell(key, "must be starttls, tls or plain")
    return "tls"


def _cafile(words: Mapping[str, str], key: str, told: Gatherer) -> Path | None:
    if not words[key]:
        return None
    path = Path(words[key]).absolute()
    if not path.is_file():
        told.tell(key, "names a file that does not exist")
    return path


def _port(words: Mapping[str, str], key: str, told: Gatherer) -> int:
    text = words[key]
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    told.tell(key, "must be a port number from 1 to 65535")
    return 0


def _number(words: Mapping[str, str], key: str, told: Gatherer) -> float:
    try:
        value = float(words[key])
    except ValueError:
        value = -1.0
    if not 0 < value <= 86_400:
        told.tell(key, "must be a number of seconds above 0")
    return value
