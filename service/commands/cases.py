"""`reservfax drop`, `new` and `release`: what a person at the command line does to a case."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from config.faults import Unusable
from ocr import codes
from outbound.referral import FieldName
from service import cli, house, ledger, models, presence, rights
from service.cases import CaseState, Forbidden
from service.commands import showing
from service.house import House
from service.sending import drafting, intake, kit
from service.surroundings import Surroundings

# Where `drop --wait` ends: a person or the outside world has the next word.
_SETTLED: Final = frozenset(CaseState) - {CaseState.RECEIVED, CaseState.READY, CaseState.SENDING}
_WORDS: Final = {
    "no_route": "--route: is no image route of the site, or it is blocked",
    "not_of_the_kit": "--reference: no sheet of the paper kit waits for a case with that reference",
}
_PATIENCE: Final = 180.0
_LARGEST: Final = 20 * 1024**2
_ASKED: Final = (
    ("name", "Patientens namn (stannar här)"),
    ("number", "Personnummer (stannar här)"),
    ("accession", "Accessionsnummer (tomt om RIS är nere)"),
    ("examination", "Undersökning"),
    ("question", "Frågeställning"),
    ("history", "Anamnes"),
    ("kidney", "Kreatinin/eGFR"),
    ("allergy", "Överkänslighet"),
    ("unit", "Remitterande enhet"),
    ("referrer", "Remittent"),
    ("call_back", "Remittentens telefon"),
)


def drop(arguments: argparse.Namespace, around: Surroundings) -> int:
    """A file as if laid in the outbound folder."""
    data = _bytes(arguments.file)
    opened = house.enter(around.settings(), around.site())
    with _told():
        case = intake.take(
            opened, data, arguments.file.name, accession=arguments.accession, image_route=arguments.route, by=_who()
        )
    served = _is_served(opened)
    if not arguments.wait:
        return _answer(arguments, case)
    done = _answer(arguments, _waited(case) if served else case)
    return done if served else cli.FAULT


def _bytes(path: Path) -> bytes:
    """The file that somebody named. Raises Unusable."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            raise Unusable((f"{path}: ska vara en fil på högst 20 MB / must be a file of at most 20 MB",))
        return path.read_bytes()
    except OSError as fault:
        raise Unusable((f"{path}: {fault.strerror}",)) from None


def new(arguments: argparse.Namespace, around: Surroundings) -> int:
    """A case from an empty form: fields given as NAME=VALUE, or asked for one by one.

    With a reference of the paper kit it is a fax that somebody has sent by hand: it is registered, and nothing is sent.
    """
    values = dict(_pair(text) for text in arguments.field) or _asked()
    opened = house.enter(around.settings(), around.site())
    given, by = values | ({"image_route": arguments.route} if arguments.route else {}), arguments.by or _who()
    with _told():
        if arguments.reference:
            reference = codes.typed(arguments.reference, (opened.site.prefix,))
            return _answer(arguments, kit.register(opened, given, str(reference or arguments.reference), by=by))
        case = intake.take_form(opened, given, by=by)
    _is_served(opened)
    return _answer(arguments, case)


def release(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Releases a held case whose reasons are all "look"."""
    opened = house.enter(around.settings(), around.site())
    case = find(opened, arguments.reference)
    try:
        case = drafting.release(opened, case, by=arguments.by)
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


def find(opened: House, text: str) -> models.Case:
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


def _pair(text: str) -> tuple[str, str]:
    """NAME=VALUE. Raises Unusable for a name that is no field."""
    name, _, value = text.partition("=")
    if name not in {field.value for field in FieldName} | {"name", "number", "accession", "age", "sex"}:
        raise Unusable((f"--field {name}: is no field; fields are {', '.join(field.value for field in FieldName)}",))
    return name, value


def _asked() -> dict[str, str]:
    """The form, line by line; an empty line leaves a field out. Raises Unusable where nobody can answer."""
    if not sys.stdin.isatty():
        raise Unusable(("new: give the fields as --field NAME=VALUE, or run it at a terminal",))
    print("Tom rad hoppar över fältet / An empty line skips the field", file=sys.stderr)
    return {name: answer for name, words in _ASKED if (answer := _typed(words))}


def _typed(words: str) -> str:
    """One line of the form; the question belongs to standard error, as everything does that is no answer."""
    print(f"{words}: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _waited(case: models.Case) -> models.Case:
    """The case once nothing more happens by itself."""
    end = time.monotonic() + _PATIENCE
    while case.state not in _SETTLED and time.monotonic() < end:
        time.sleep(0.25)
        case.refresh_from_db()
    return case


def _answer(arguments: argparse.Namespace, case: models.Case) -> int:
    showing.tell(arguments.json, showing.case(case), [f"{case.reference}  {case.state}"])
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
