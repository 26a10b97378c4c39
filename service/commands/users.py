"""`reservfax user add`: a named person with one role."""

from __future__ import annotations

import argparse
import getpass
import sys

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from config.faults import Faults
from service import cli, house, models
from service.surroundings import Surroundings


def user(arguments: argparse.Namespace, around: Surroundings) -> int:
    """Adds a user; the password is asked for, or is the first line of standard input."""
    opened = house.enter(around.settings(), around.site())
    password = getpass.getpass("Lösenord / Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        password_validation.validate_password(password)
    except ValidationError as weak:
        raise Faults(tuple(f"password: {line}" for line in weak.messages)) from None
    if models.User.objects.filter(username=arguments.name).exists():
        raise Faults((f"{arguments.name}: finns redan / exists already",))
    models.User.objects.create_user(arguments.name, password=password, site=opened.row, role=arguments.role)
    opened.ledger.record("user_added", now=opened.now(), by="command line", facts={"role": arguments.role})
    print(f"{arguments.name}  {arguments.role}")
    return cli.DONE
