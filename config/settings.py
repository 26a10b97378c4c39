"""The settings of one installation, read once from the environment and `.env`; knows no Django.

Every `RESERVFAX_*` key is in `KEYS`; a key that isn't is a fault, since a mistyped one would otherwise be silence.
An empty one counts as not set, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

import dotenv as dotenv_files
from dotenv.parser import parse_stream

from config.faults import Faults, Gatherer, Wrong

Security = Literal["starttls", "tls", "plain"]
EXAMPLE: Final = Path(__file__).parent / "site.example.toml"
# The installation's own folder: its `.env` lies there, and paths in that file start there. In the environment alone.
HOME: Final = "RESERVFAX_HOME"

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
# Seconds: a day. Whoever asks for longer has likely meant another unit.
_LONGEST: Final = 86_400
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


@dataclass(frozen=True, slots=True)
class Given:
    """Every key with its text, and the folder that a relative path in it starts from."""

    words: Mapping[str, str]
    bases: Mapping[str, Path]
    account: Path

    def path(self, key: str) -> Path:
        """The path that a key names: `~/` is the account's own folder, all else relative starts from the base."""
        text = self.words[key]
        rest = text.removeprefix("~/")
        return (self.bases[key] / text if rest == text else self.account / rest).absolute()


def home(environ: Mapping[str, str]) -> Path:
    """The installation's own folder: the checkout, which the launcher names; without that, the account's by XDG."""
    if environ.get(HOME):
        return Path(environ[HOME]).absolute()
    base = environ.get("XDG_DATA_HOME")
    return (Path(base) if base else _account(environ) / ".local" / "share") / "reservfax"


def read(environ: Mapping[str, str], *, dotenv: Path | None = None) -> Settings:
    """The settings; the environment wins over `dotenv`. Raises Faults with every fault at once."""
    settings, told = looked_at(environ, dotenv=dotenv)
    if told:
        raise Faults(told)
    return settings


def looked_at(environ: Mapping[str, str], *, dotenv: Path | None = None) -> tuple[Settings, tuple[str, ...]]:
    """The settings as far as they can be understood, and every fault in them."""
    told = Gatherer()
    given = _given(environ, dotenv, told)
    words = given.words
    result = Settings(
        data=given.path("RESERVFAX_DATA"),
        keys=_keys(given, environ),
        site_file=given.path("RESERVFAX_SITE") if words["RESERVFAX_SITE"] else EXAMPLE.absolute(),
        database=told.attempt("RESERVFAX_DATABASE", lambda: _database(words["RESERVFAX_DATABASE"]), Secret("")),
        web=_web(words, told),
        smtp=_smtp(given, told),
        imap=_imap(given, told),
        folders=Folders(
            _number(words, "RESERVFAX_FOLDER_SETTLE", told), _number(words, "RESERVFAX_FOLDER_RESCAN", told)
        ),
        alarm_command=_command(given),
    )
    return result, told.lines


def is_loopback(host: str) -> bool:
    """Whether the host is this machine's own loopback address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _given(environ: Mapping[str, str], dotenv: Path | None, told: Gatherer) -> Given:
    """Every key with its text: default, then .env, then environment; an empty one is none."""
    filed, around = _ours(_filed(dotenv, told)), _ours(environ)
    around.pop(HOME, None)
    for key in sorted((filed.keys() | around.keys()) - KEYS.keys()):
        told.tell(key, "är ingen inställning, se .env.example / is not a setting of Reservfax; see .env.example")
    start = dotenv.parent if dotenv is not None else home(environ)
    bases = {key: Path() if key in around else start for key in KEYS}
    return Given(
        {key: around.get(key) or filed.get(key) or text for key, text in KEYS.items()}, bases, _account(environ)
    )


def _filed(dotenv: Path | None, told: Gatherer) -> Mapping[str, str]:
    """What the file says, if there is one."""
    if dotenv is None or not dotenv.exists():
        return {}
    try:
        for line in _unreadable(dotenv):
            told.tell(dotenv.name, f"line {line} is not NAME=value")
        return {key: value or "" for key, value in dotenv_files.dotenv_values(dotenv).items()}
    except (OSError, UnicodeDecodeError):
        told.tell(dotenv.name, "can't be read as UTF-8 text by this account")
        return {}


def _unreadable(dotenv: Path) -> list[int]:
    """The lines that say nothing, which the library passes over."""
    with dotenv.open(encoding="utf-8") as file:
        return [part.original.line for part in parse_stream(file) if part.error]


def _ours(words: Mapping[str, str]) -> dict[str, str]:
    """The keys that are for Reservfax and say something."""
    return {key: text.strip() for key, text in words.items() if key.startswith("RESERVFAX_") and text.strip()}


def _account(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME") or "/")


def _keys(given: Given, environ: Mapping[str, str]) -> Path:
    if given.words["RESERVFAX_KEYS"]:
        return given.path("RESERVFAX_KEYS")
    base = environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else _account(environ) / ".config") / "reservfax" / "keys"


def _command(given: Given) -> str:
    """A program by its path, or by a name that the system finds."""
    text = given.words["RESERVFAX_ALARM_COMMAND"]
    return str(given.path("RESERVFAX_ALARM_COMMAND")) if "/" in text else text


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
        told.tell("RESERVFAX_WEB_SECURE", "ska vara yes eller no / must be yes or no")
    host = words["RESERVFAX_WEB_HOST"]
    if not is_loopback(host) and secure != "yes":
        told.tell("RESERVFAX_WEB_HOST", "beyond this machine only behind TLS: set RESERVFAX_WEB_SECURE=yes")
    return Web(host, _port(words, "RESERVFAX_WEB_PORT", told), hosts, secure == "yes")


def _smtp(given: Given, told: Gatherer) -> Smtp | None:
    words = given.words
    host = words["RESERVFAX_SMTP_HOST"]
    if not host:
        return None
    return Smtp(
        host,
        _port(words, "RESERVFAX_SMTP_PORT", told),
        _security(words, "SMTP", host, told),
        words["RESERVFAX_SMTP_USER"],
        Secret(words["RESERVFAX_SMTP_PASSWORD"]),
        _cafile(given, "RESERVFAX_SMTP_CAFILE", told),
        _number(words, "RESERVFAX_SMTP_TIMEOUT", told),
    )


def _imap(given: Given, told: Gatherer) -> Imap | None:
    words = given.words
    host = words["RESERVFAX_IMAP_HOST"]
    if not host:
        return None
    if not words["RESERVFAX_IMAP_USER"]:
        told.tell(
            "RESERVFAX_IMAP_USER", "måste ges med RESERVFAX_IMAP_HOST / must be given when RESERVFAX_IMAP_HOST is"
        )
    return Imap(
        host,
        _port(words, "RESERVFAX_IMAP_PORT", told),
        _security(words, "IMAP", host, told),
        words["RESERVFAX_IMAP_USER"],
        Secret(words["RESERVFAX_IMAP_PASSWORD"]),
        _cafile(given, "RESERVFAX_IMAP_CAFILE", told),
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
    told.tell(key, "ska vara starttls, tls eller plain / must be starttls, tls or plain")
    return "tls"


def _cafile(given: Given, key: str, told: Gatherer) -> Path | None:
    if not given.words[key]:
        return None
    path = given.path(key)
    if not path.is_file():
        told.tell(key, "filen finns inte / names a file that does not exist")
    return path


def _port(words: Mapping[str, str], key: str, told: Gatherer) -> int:
    text = words[key]
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    told.tell(key, "ska vara ett portnummer, 1 till 65535 / must be a port number from 1 to 65535")
    return 0


def _number(words: Mapping[str, str], key: str, told: Gatherer) -> float:
    try:
        value = float(words[key])
    except ValueError:
        value = -1.0
    if not 0 < value <= _LONGEST:
        swedish = f"ska vara ett antal sekunder över 0, högst {_LONGEST}"
        told.tell(key, f"{swedish} / must be a number of seconds above 0, at most {_LONGEST}")
    return value
