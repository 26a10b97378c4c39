"""`reservfax user`: named persons, each with one role: add, password, remove, list."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import Final

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from config.faults import Faults, Unusable
from service import cli, house
from service.house import House
from service.models import User
from service.surroundings import Surroundings

_LONGEST: Final = 60
_ROLES: Final[dict[str, str]] = {
    User.Role.NURSE: "sjuksköterska, natt",
    User.Role.RIS_ADMINISTRATOR: "RIS-administratör",
    User.Role.OPERATIONS: "drift",
    User.Role.AUDITOR: "revisor",
}
_BY: Final = "command line"


def user(arguments: argparse.Namespace, around: Surroundings) -> int:
    """One of the four; what changes who may log in stands in the log with the name. A list makes no house."""
    if arguments.user == "list":
        return _listed(around)
    opened = house.enter(around.settings(), around.site())
    _DEEDS[arguments.user](opened, arguments)
    return cli.DONE


def _add(opened: House, arguments: argparse.Namespace) -> None:
    """A new person, or one who was removed and is back. Raises Faults."""
    name = _name(arguments.name)
    found = User.objects.filter(username=User.normalize_username(name)).first()
    if found is not None and (found.is_active or found.site_id != opened.row.pk):
        raise Faults((f"{name}: finns redan / exists already",))
    person = found or User(username=User.normalize_username(name), site=opened.row)
    person.first_name, person.role, person.is_active = name, arguments.role, True
    person.set_password(_password(person))
    person.save()
    _record(opened, "user_added", person)
    print(f"{person.shown}  {person.role}")


def _renew(opened: House, arguments: argparse.Namespace) -> None:
    """A new password; whoever is logged in with the old one is logged out."""
    person = known(opened, arguments.name)
    person.set_password(_password(person))
    person.save()
    _record(opened, "user_password", person)
    print(f"{person.shown}: nytt lösenord / new password")


def _remove(opened: House, arguments: argparse.Namespace) -> None:
    """Nobody logs in by that name any more. The row stays, since the log names it."""
    person = known(opened, arguments.name)
    person.is_active = False
    person.save()
    _record(opened, "user_removed", person)
    print(f"{person.shown}: borttagen / removed")


def _listed(around: Surroundings) -> int:
    """Who may log in."""
    settings = around.settings()
    opened = house.look(settings, around.site())
    if opened is None:
        raise Faults((f"{settings.data}: inget register än / there is no ledger yet",))
    for person in User.objects.filter(site=opened.row, is_active=True).order_by("username"):
        print(f"{person.shown:<24} {person.role:<18} {_ROLES[person.role]}")
    return cli.DONE


_DEEDS: Final[dict[str, Callable[[House, argparse.Namespace], None]]] = {
    "add": _add, "password": _renew, "remove": _remove
}  # fmt: skip


def _name(text: str) -> str:
    """A name as it is shown. Raises Unusable."""
    name = " ".join(text.split())
    if not 0 < len(name) <= _LONGEST or not name.isprintable():
        raise Unusable((f"NAME: ska ha 1-{_LONGEST} tecken / must have 1-{_LONGEST} signs",))
    return name


def known(opened: House, text: str) -> User:
    """The person of that name, however its letters are written. Raises Unusable."""
    name = User.normalize_username(" ".join(text.split()))
    found = User.objects.filter(site=opened.row, username=name, is_active=True).first()
    if found is None:
        raise Unusable((f"{text}: ingen heter så här / nobody here has that name",))
    return found


def _password(person: User) -> str:
    """Asked for twice at a terminal, else the first line of standard input. Raises Faults for one too weak."""
    if sys.stdin.isatty():
        password = getpass.getpass("Lösenord / Password: ")
        if getpass.getpass("En gång till / Once more: ") != password:
            raise Faults(("lösenord / password: de två är olika / the two differ",))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        password_validation.validate_password(password, person)
    except ValidationError as weak:
        raise Faults(tuple(f"lösenord / password: {line}" for line in weak.messages)) from None
    return password


def _record(opened: House, kind: str, person: User) -> None:
    opened.ledger.record(kind, now=opened.now(), by=_BY, facts={"user": person.username, "role": person.role})
