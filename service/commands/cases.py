"""`reservfax drop`, `new` and `release`: what a person at the command line does to a case."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from config.faults import Unusable
from ocr import codes
from service import cli, house, ledger, models, presence, rights
from service.cases import CaseState, Forbidden
from service.commands import forms, saying, showing, users
from service.house import House
from service.sending import drafting, intake, kit
from service.surroundings import Surroundings

# Where `drop --wait` ends: a person or the outside world has the next word.
_SETTLED: Final = frozenset(CaseState) - {CaseState.RECEIVED, CaseState.READY, CaseState.SENDING}
_WORDS: Final[Mapping[rights.Why, str]] = {
    "no_route": "--route: är ingen bildväg här, eller spärrad / is no image route of the site, or it is blocked",
    "not_of_the_kit": "--reference: inget reservpapper väntar på ett ärende med den referensen / "
    "no sheet of the paper kit waits for a case with that reference",
    "role": "--by: den rollen får inte släppa / that role may not release",
}
# What came in before, by where it came from -> that it did, and what to do if it is somebody else's.
_KNOWN: Final = {
    "file": "filen fanns redan, inget nytt ärende / the file is already known, no new case",
    "form": "fanns redan med just de uppgifterna, inget nytt ärende; en annan patient? Skriv namn eller nummer: "
    "--field name=NAMN / a case with just these facts is already known, no new one; another patient? "
    "Give a name or number: --field name=NAME",
}
_PATIENCE: Final = 180.0
_LARGEST: Final = 20 * 1024**2


def drop(arguments: argparse.Namespace, around: Surroundings) -> int:
    """A file as if laid in the outbound folder."""
    data, accession = _bytes(arguments.file), forms.accession(arguments.accession)
    opened = house.enter(around.settings(), around.site())
    begun = opened.now()
    with _told():
        case = intake.take(
            opened, data, arguments.file.name, accession=accession, image_route=arguments.route, by=_who()
        )
    served, known = _is_served(opened), case.created_at < begun
    if not arguments.wait:
        return _answer(arguments, case, known=known)
    done = _answer(arguments, _waited(case) if served else case, known=known)
    return done if served else cli.FAULT


def _bytes(path: Path) -> bytes:
    """The file that somebody named. Raises Unusable for what the folder would leave lying, too."""
    try:
        if path.is_file() and path.stat().st_size > _LARGEST:
            raise Unusable((f"{path}: {saying.reason('too_large')}",))
        data = path.read_bytes()
    except OSError:
        raise Unusable((f"{path}: {saying.unreadable(path, 'no_file')}",)) from None
    if not data.strip(b"\0 \r\n\t"):
        raise Unusable((f"{path}: {saying.reason('empty')}",))
    return data


def new(arguments: argparse.Namespace, around: Surroundings) -> int:
    """A case from an empty form: fields given as NAME=VALUE, or asked for one by one.

    With a reference of the paper kit it is a fax that somebody has sent by hand: it is registered, and nothing is sent.
    """
    values = forms.filled(arguments.field)
    opened = house.enter(around.settings(), around.site())
    given, by = values | ({"image_route": arguments.route} if arguments.route else {}), arguments.by or _who()
    begun = opened.now()
    with _told():
        if arguments.reference:
            reference = str(codes.typed(arguments.reference, (opened.site.prefix,)) or arguments.reference)
            case = kit.register(opened, given, reference, by=by)
        else:
            case = intake.take_form(opened, given, by=by)
            _is_served(opened)
    return _answer(arguments, case, known=case.created_at < begun)


def release(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Releases a held case whose reasons are all "look"."""
    opened = house.enter(around.settings(), around.site())
    case, person = _find(opened, arguments.reference), users.known(opened, arguments.by)
    with _told():
        rights.need(person.role, rights.CARE)
    try:
        case = drafting.release(opened, case, by=person.shown)
        _is_served(opened)
        return _answer(arguments, case)
    except drafting.NotReleasable as held:
        why = f"måste ändras först / must be edited first: {', '.join(held.codes)}"
    except Forbidden as forbidden:
        why = f"är inte kvarhållen utan / is not held but {forbidden.state}"
    except ledger.Stale as stale:
        why = str(stale)
    print(f"{case.reference}: {why}", file=sys.stderr)
    case.refresh_from_db()
    _answer(arguments, case)
    return cli.HELD


def _find(opened: House, text: str) -> models.Case:
    """The case of a reference as a person types it. Raises Unusable."""
    reference = codes.typed(text, (opened.site.prefix,))
    found = models.Case.objects.filter(site=opened.row, reference=str(reference or text)).first()
    if found is None:
        raise Unusable((f"{text}: inget ärende har den referensen / no case has that reference",))
    return found


@contextmanager
def _told() -> Generator[None]:
    """What is not allowed, in plain words. Raises Unusable."""
    try:
        yield
    except rights.NotAllowed as refusal:
        raise Unusable((_WORDS[refusal.why],)) from None


def _waited(case: models.Case) -> models.Case:
    """The case once nothing more happens by itself."""
    end = time.monotonic() + _PATIENCE
    while case.state not in _SETTLED and time.monotonic() < end:
        time.sleep(0.25)
        case.refresh_from_db()
    return case


def _answer(arguments: argparse.Namespace, case: models.Case, *, known: bool | None = None) -> int:
    """The case as it stands; what gives a case must say whether it was there before."""
    told = {} if known is None else {"known": known}
    showing.tell(arguments.json, showing.case(case) | told, showing.lines(case))
    if known:
        print(f"{case.reference}: {_KNOWN[case.source]}", file=sys.stderr)
    return cli.HELD if case.state in (CaseState.HELD, CaseState.REFUSED, CaseState.UNKNOWN) else cli.DONE


def _is_served(opened: House) -> bool:
    """Whether somebody takes it from here; that nobody does is told. With PostgreSQL it may be another computer."""
    served = bool(opened.settings.database) or presence.is_served(opened.settings)
    if not served:
        print(
            f"OBS {opened.settings.data}: ingen tjänst arbetar här, starta reservfax run / no service is at work here",
            file=sys.stderr,
        )
    return served


def _who() -> str:
    """Who sits at the command line, for the log."""
    return f"command line ({os.environ.get('SUDO_USER') or os.environ.get('USER') or 'unknown'})"
