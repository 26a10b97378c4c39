"""`reservfax check`: configuration and surroundings, every fault at once, in plain words. Makes nothing."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from config import settings as installations
from config import site as sites
from config.faults import Faults
from config.settings import Settings
from config.site import Site
from inbound import mailbox
from ocr import sandbox, text
from outbound import lexicon, mail, sheets
from service import cli, framework, presence
from service.surroundings import Surroundings, site_of

SAFE_SQLITE: Final = (3, 51, 3)
_PROGRAMS: Final = ("tesseract", "pdftoppm", "pdftotext", "pdfimages", "prlimit")
# What the server said at which stage of a connection -> what is wrong, Swedish and English.
_STAGES: Final = {
    "connect": "servern går inte att nå / the server can't be reached",
    "greeting": "servern vill inte tala med oss / the server won't speak with us",
    "tls": "krypteringen godkänns inte: certifikat, port eller RESERVFAX_SMTP_SECURITY / "
    "encryption fails: certificate, port or RESERVFAX_SMTP_SECURITY",
    "login": "servern nekar inloggningen / the server refuses the log-in",
}


def check(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Prints what is well and what isn't; 1 if there is a fault. Warnings alone are no fault."""
    settings, wrong = installations.looked_at(around.environ, dotenv=around.dotenv)
    site, faulty = _site(settings)
    framework.start(settings)
    faults = [*wrong, *faulty, *_programs(), *_folders(settings), *_port(settings, wrong)]
    faults += [*_smtp(settings, wrong), *_imap(settings, wrong), *_alarm(settings)]
    warnings = [*_private(around.dotenv), *_untold(settings), *_softer()]
    if site is not None:
        faults += [*_printable(site), *_unsigned(site), *_ledger(settings, site, wrong)]
        warnings += [*_numbers(site), *_silent(settings, site), *_example(site)]
    warnings += _doors(settings, site) if not faults else ()
    _tell(arguments, faults, warnings, _well(settings, site, faults))
    return cli.FAULT if faults else cli.DONE


def _tell(arguments: argparse.Namespace, faults: Sequence[str], warnings: Sequence[str], well: Sequence[str]) -> None:
    from service.commands import showing

    marked = [("FEL", line) for line in faults] + [("OBS", line) for line in warnings] + [("ok", line) for line in well]
    answer = {"faults": list(faults), "warnings": list(warnings), "well": list(well)}
    showing.tell(arguments.json, answer, (f"{mark:5} {line}" for mark, line in marked))


def _site(settings: Settings) -> tuple[Site | None, tuple[str, ...]]:
    try:
        return site_of(settings.site_file), ()
    except Faults as faulty:
        return None, faulty.lines


def _programs() -> Iterator[str]:
    """What the Debian packages should have brought."""
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if missing:
        yield f"program saknas / programs are missing: {', '.join(missing)}"
    if "tesseract" not in missing and "swe" not in text.languages():
        yield "Tesseract saknar svenska: installera tesseract-ocr-swe / Tesseract lacks Swedish"
    if not sheets.has_font():
        yield sheets.NO_FONT


def _printable(site: Site) -> Iterator[str]:
    """Words of the site file that the sheets' font can't draw: no fax could be typeset."""
    if sheets.has_font():
        for words in sheets.printed(site):
            if sheets.drawn(words) != sheets.plain(words):
                yield f"site.toml: typsnittet saknar ett tecken / the font lacks a sign in: {words}"


def _folders(settings: Settings) -> Iterator[str]:
    """Folders that can be written or made, and keys that are not among the data."""
    from service import house

    for name in ("", *house.FOLDERS):
        folder = settings.data / name
        if folder.exists() and not (folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)):
            yield f"RESERVFAX_DATA: {folder}: mappen går inte att skriva i / the folder can't be written"
    for key, folder in (("RESERVFAX_DATA", settings.data), ("RESERVFAX_KEYS", settings.keys)):
        if not folder.exists() and not _can_be_made(folder):
            yield f"{key}: {folder}: mappen går inte att skapa / the folder can't be made"
    if settings.keys.is_relative_to(settings.data):
        yield "RESERVFAX_KEYS: nycklarna får inte ligga i datamappen / keys must not lie in the data folder"


def _can_be_made(folder: Path) -> bool:
    """Whether the nearest of its folders that is there can be written."""
    nearest = next(parent for parent in folder.parents if parent.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _ledger(settings: Settings, site: Site, wrong: Sequence[str]) -> Iterator[str]:
    """Ledger, keys and chain, as they stand."""
    from service import house

    if _is_about(wrong, "RESERVFAX_DATABASE"):
        return
    if not settings.database and framework.sqlite_version() < SAFE_SQLITE:
        version = ".".join(map(str, framework.sqlite_version()))
        yield f"SQLite {version}: under 3.51.3, kan skada registret / may corrupt the ledger"
    try:
        opened = house.look(settings, site)
        yield from opened.ledger.verify() if opened else ()
    except Faults as faulty:
        yield from faulty.lines


def _doors(settings: Settings, site: Site | None) -> Iterator[str]:
    """Whether anybody can log in, where nothing else is wrong."""
    from service import house, models

    opened = house.look(settings, site) if site else None
    if opened is None or not models.User.objects.filter(site=opened.row, is_active=True).exists():
        yield "ingen kan logga in än / nobody can log in yet: reservfax user add NAMN --role nurse"


def _port(settings: Settings, wrong: Sequence[str]) -> Iterator[str]:
    """Whether the pages will have their port; a service that runs has it already."""
    if _is_about(wrong, "RESERVFAX_WEB_") or presence.is_served(settings):
        return
    try:
        family = socket.getaddrinfo(settings.web.host, settings.web.port)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.web.host, settings.web.port))
    except OSError as fault:
        yield f"RESERVFAX_WEB_PORT {settings.web.port}: går inte att öppna / can't be opened: {fault.strerror}"


def _smtp(settings: Settings, wrong: Sequence[str]) -> Iterator[str]:
    if _is_about(wrong, "RESERVFAX_SMTP_"):
        return
    if settings.smtp is None:
        yield "RESERVFAX_SMTP_HOST: saknas, inget kan skickas / is missing, nothing can be sent"
        return
    try:
        mail.check(settings.smtp)
    except (mail.Deferred, mail.Refused) as failed:
        words = _STAGES["greeting" if failed.code and failed.stage == "connect" else failed.stage]
        yield f"RESERVFAX_SMTP_HOST: {words}{f' ({failed.code})' if failed.code else ''}"


def _imap(settings: Settings, wrong: Sequence[str]) -> Iterator[str]:
    if settings.imap is None or _is_about(wrong, "RESERVFAX_IMAP_"):
        return
    try:
        mailbox.check(settings.imap)
    except mailbox.Refused:
        yield f"RESERVFAX_IMAP_HOST: {_STAGES['login']}"
    except mailbox.Unreachable:
        yield f"RESERVFAX_IMAP_HOST: {_STAGES['connect']}"


def _is_about(wrong: Iterable[str], keys: str) -> bool:
    """Whether these settings are faulty themselves: there is nothing to try then."""
    return any(line.startswith(keys) for line in wrong)


def _alarm(settings: Settings) -> Iterator[str]:
    if settings.alarm_command and shutil.which(settings.alarm_command) is None:
        yield "RESERVFAX_ALARM_COMMAND: programmet finns inte eller får inte köras / is no program that may be run"


def _unsigned(site: Site) -> Iterator[str]:
    """Numbers that pages leave for or come back to, and that nobody has confirmed."""
    for number in sites.unsigned(site):
        stops = ": inget kan skickas / nothing can be sent" if number == site.recipient.fax else ""
        yield f"inte bekräftat / not signed off: {number.label} {number.shown} ({number.kind}){stops}"


def _numbers(site: Site) -> Iterator[str]:
    """The ladder's numbers nobody has confirmed, and numbers of a country or kind that one should ask about."""
    for rung in site.ladder:
        if not rung.number.signed:
            yield f"inte bekräftat / not signed off: {rung.number.label} {rung.number.shown} ({rung.number.kind})"
    for line in sites.oddities(site):
        yield f"ovanligt nummer, fråga / unusual number, ask: {line}"
    for route in site.image_routes:
        if route.blocked:
            yield f"bildväg spärrad / image route blocked: {route.sv}"


def _silent(settings: Settings, site: Site) -> Iterator[str]:
    """Ways of ringing that nobody has set up."""
    if not site.notices.on_duty:
        yield "notices.on_duty: tom, inget larm mejlas / is empty, no alarm is mailed"
    if not settings.alarm_command:
        yield "RESERVFAX_ALARM_COMMAND: tom, larm syns och hörs bara på sidorna / is empty, it rings on the pages alone"


def _example(site: Site) -> Iterator[str]:
    """What is still the example's own invention."""
    given = sites.read(installations.EXAMPLE)
    pairs = {
        "return_fax": (site.return_fax, given.return_fax),
        "unit": (site.units, given.units),
        "call_back": ((site.call_back,), (given.call_back,)),
        "gateway.domain": ((site.dialect.domain,), (given.dialect.domain,)),
        "gateway.sender": ((site.dialect.sender,), (given.dialect.sender,)),
    }
    same = [key for key, (ours, theirs) in pairs.items() if _said(ours) & _said(theirs)]
    if same:
        yield f"site.toml: fortfarande exemplets / still the example's: {', '.join(same)}"


def _said(values: Iterable[object]) -> set[str]:
    """Numbers and words to be compared, whatever name stands beside them."""
    return {str(getattr(one, "number", getattr(one, "phone", one))) for one in values}


def _private(dotenv: Path | None) -> Iterator[str]:
    """Settings hold passwords."""
    if dotenv is not None and dotenv.is_file() and dotenv.stat().st_mode & 0o077:
        yield f"{dotenv}: kan läsas av andra / others can read it: chmod 600"


def _untold(settings: Settings) -> Iterator[str]:
    if settings.site_file == installations.EXAMPLE:
        yield "RESERVFAX_SITE: tom, exemplet gäller / is empty, the example is in force"


def _softer() -> Iterator[str]:
    """What works, but less well."""
    for package in lexicon.missing():
        yield f"ordlistan saknas: installera {package}, annars hålls fler remisser / the word list is missing"
    if sandbox.live() == "limits":
        yield "bubblewrap fungerar inte här: dokument öppnas med bara resursgränser / documents open under limits only"


def _lets_in(settings: Settings, faults: Sequence[str]) -> bool:
    """Whether the relay was asked and had no objection."""
    return settings.smtp is not None and not _is_about(faults, "RESERVFAX_SMTP_")


def _well(settings: Settings, site: Site | None, faults: Sequence[str]) -> list[str]:
    """What is live; what a fault is about is not well."""
    places = (
        ("RESERVFAX_DATA", f"datamapp / data folder: {settings.data}"),
        ("RESERVFAX_KEYS", f"nycklar / keys: {settings.keys}"),
    )
    version = ".".join(map(str, framework.sqlite_version()))
    served = presence.is_served(settings)
    return [
        *(["RESERVFAX_SMTP_HOST: inloggning godkänd / the relay lets us in"] if _lets_in(settings, faults) else []),
        *(told for key, told in places if not _is_about(faults, key)),
        *([f"site: {settings.site_file}"] if site else []),
        "tjänsten / the service: " + ("igång / running" if served else "inte igång / not running"),
        "databas / database: " + ("PostgreSQL" if settings.database else f"SQLite {version}"),
        f"dokument öppnas i / documents are opened in: {sandbox.live()}",
        "brevlåda / mailbox: " + ("ja / yes" if settings.imap else "nej, mappen inbound / no, the folder inbound"),
    ]
