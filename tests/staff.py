"""People for tests: a house with a person of each role, and each one's browser, in this process."""

from __future__ import annotations

from pathlib import Path

import houses
from django.test import Client

from service.house import House
from service.models import User
from service.web import at_work


def house(folder: Path) -> House:
    """A house in a folder, with a person of each role who looks at every fax; its pages are served."""
    folder.chmod(0o700)
    made = houses.enter(folder, clock=houses.Clock(), site=houses.site_file(folder, unattended=False))
    move_in(made)
    return made


def move_in(house: House) -> None:
    """A person of each role, and the pages of this house."""
    for role in User.Role.values:
        User.objects.create_user(f"{house.site.prefix}-{role}", password="x", site=house.row, role=role)
    at_work.enter(house)


def browser(house: House, role: str = User.Role.NURSE) -> Client:
    """The browser of the person with that role, logged in."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get_by_natural_key(f"{house.site.prefix}-{role}"))
    return client
