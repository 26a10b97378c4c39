"""`reservfax check`: configuration and surroundings, every fault at once, in plain words."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from typing import Final

from config import site as sites
from config.faults import Faults
from config.settings import Settings
from config.site import Site
from inbound import mailbox
from ocr import sandbox, text
from outbound import lexicon, mail, sheets
from service import cli, framework, house
from service.commands import showing
from service.surroundings import Surroundings

SAFE_SQLITE: Final = (3, 51, 3)
_PROGRAMS: Final = ("tesseract", "pdftoppm", "pdftotext", "pdfimages", "prlimit")


def check(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Prints what is well and what isn't; 1 if there is a fault. Warnings alone are no fault."""
    settings, site = around.settings(), around.site()
    faults = [
        *_programs(),
        *_printable(site),
        *_folders(settings),
        *_ledger(settings, site),
        *_smtp(settings),
        *_imap(settings),
    ]
    warnings = [*_numbers(site), *_softer()]
    well = _well(settings)
    answer = {"faults": faults, "warnings": warnings, "well": well}
    marked = [("FEL", line) for line in faults] + [("OBS", line) for line in warnings] + [("ok", line) for line in well]
    showing.tell(arguments.json, answer, (f"{mark:5} {line}" for mark, line in marked))
    return cli.FAULT if faults else cli.DONE


def _programs() -> Iterator[str]:
    """What the Debian packages should have brought."""
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if missing:
        yield f"program saknas / programs are missing: {', '.join(missing)}"
    if "tesseract" not in missing and "swe" not in text.languages():
        yield "Tesseract saknar svenska: installera tesseract-ocr-swe / Tesseract lacks Swedish"
    if not all((sheets.FONTS / face).is_file() for face in sheets.FACES):
        yield "typsnittet saknas: installera fonts-dejavu-core / the font is missing"


def _printable(site: Site) -> Iterator[str]:
    """Words of the site file that the sheets' font can't draw: no fax could be typeset."""
    if all((sheets.FONTS / face).is_file() for face in sheets.FACES):
        for words in sheets.printed(site):
            if sheets.drawn(words) != sheets.plain(words):
                yield f"site.toml: typsnittet saknar ett tecken / the font lacks a sign in: {words}"


def _folders(settings: Settings) -> Iterator[str]:
    """Folders that can be written, and keys that are not among the data."""
    for name in ("", *house.FOLDERS):
        folder = settings.data / name
        if folder.exists() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            yield f"{folder.name}: mappen går inte att skriva i / the folder can't be written"
    if settings.keys.is_relative_to(settings.data):
        yield "RESERVFAX_KEYS: nycklarna får inte ligga i datamappen / keys must not lie in the data folder"


def _ledger(settings: Settings, site: Site) -> Iterator[str]:
    """Ledger, keys and chain."""
    try:
        opened = house.enter(settings, site)
    except Faults as faulty:
        yield from faulty.lines
        return
    yield from opened.ledger.verify()
    if not settings.database and framework.sqlite_version() < SAFE_SQLITE:
        version = ".".join(map(str, framework.sqlite_version()))
        yield f"SQLite {version}: under 3.51.3, kan skada registret / may corrupt the ledger"


def _smtp(settings: Settings) -> Iterator[str]:
    if settings.smtp is None:
        yield "RESERVFAX_SMTP_HOST: saknas, inget kan skickas / is missing, nothing can be sent"
        return
    try:
        mail.check(settings.smtp)
    except (mail.Deferred, mail.Refused) as failed:
        yield f"RESERVFAX_SMTP_HOST: inloggningen misslyckas / log-in fails at {failed.stage} ({failed.code})"


def _imap(settings: Settings) -> Iterator[str]:
    if settings.imap is None:
        return
    try:
        mailbox.check(settings.imap)
    except mailbox.Refused:
        yield "RESERVFAX_IMAP_HOST: servern nekar inloggningen / the server refuses the log-in"
    except mailbox.Unreachable:
        yield "RESERVFAX_IMAP_HOST: servern går inte att nå / the server can't be reached"


def _numbers(site: Site) -> Iterator[str]:
    """Numbers nobody has confirmed, and numbers of a country or kind that one should ask about."""
    for number in sites.unsigned(site):
        yield f"inte bekräftat / not signed off: {number.label} {number.shown} ({number.kind})"
    for line in sites.oddities(site):
        yield f"ovanligt nummer, fråga / unusual number, ask: {line}"
    for route in site.image_routes:
        if route.blocked:
            yield f"bildväg spärrad / image route blocked: {route.sv}"


def _softer() -> Iterator[str]:
    """What works, but less well."""
    for package in lexicon.missing():
        yield f"ordlistan saknas: installera {package}, annars hålls fler remisser / the word list is missing"
    if sandbox.live() == "limits":
        yield "bubblewrap fungerar inte här: dokument öppnas med bara resursgränser / documents open under limits only"


def _well(settings: Settings) -> list[str]:
    """What is live."""
    version = ".".join(map(str, framework.sqlite_version()))
    return [
        "databas / database: " + ("PostgreSQL" if settings.database else f"SQLite {version}"),
        f"dokument öppnas i / documents are opened in: {sandbox.live()}",
        "brevlåda / mailbox: " + ("ja / yes" if settings.imap else "nej, mappen inbound / no, the folder inbound"),
    ]
