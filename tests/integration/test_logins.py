"""The door: guessing ends after five tries, every one of them is in the log, and a name is a name in any letters."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import houses
import pytest
from django.apps import apps
from django.db import IntegrityError
from django.test import Client
from installation import Installed, installed

from service import models
from service.house import House
from service.models import User
from service.web import at_work

PASSWORD = "en-lang-nattlig-fras"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house whose pages are served in this process."""
    folder = tmp_path_factory.mktemp("logins")
    folder.chmod(0o700)
    made = houses.enter(folder, clock=houses.Clock())
    at_work.enter(made)
    return made


def person(house: House, name: str) -> str:
    """Somebody who may log in, by a name of this house's own."""
    User.objects.create_user(f"{name}-{house.site.prefix}", password=PASSWORD, site=house.row, role=User.Role.NURSE)
    return f"{name}-{house.site.prefix}"


def tried(name: str, password: str) -> bool:
    """Whether the door opens."""
    answer = Client(headers={"host": "127.0.0.1"}).post("/login", {"username": name, "password": password})
    return answer.status_code == 302


def later(house: House, **by: float) -> None:
    """Lets time pass in the house."""
    assert isinstance(house.now, houses.Clock)
    house.now.later(**by)


def written(house: House) -> list[str]:
    """Whose failures the log has, oldest first."""
    events = models.Event.objects.filter(site=house.row, kind="login_failed").order_by("number")
    return [event.facts["user"] for event in events]


def test_whoever_guesses_waits_and_the_log_says_so(house: House) -> None:
    """25 tries leave five events; the right password does not open before five minutes are over; others are let in."""
    name, other = person(house, "Karin"), person(house, "Olof")
    assert not any(tried(name, f"gissning-{number}") for number in range(25))
    assert written(house) == [name.casefold()] * 5
    assert not tried(name, PASSWORD)
    assert tried(other, PASSWORD)
    later(house, minutes=6)
    assert tried(name, PASSWORD)
    assert house.ledger.verify() == ()


def test_names_that_nobody_has_are_counted_and_not_written_down(house: House) -> None:
    """What is typed there may be a password or a patient: the log knows only that it was no user."""
    before = len(written(house))
    assert not any(tried(f"ingen-{number}", "gissning") for number in range(9))
    assert written(house)[before:] == ["?"] * 5


def test_a_name_is_one_in_any_letters(house: House) -> None:
    """Karin and KARIN were two; the name is shown as it was typed."""
    name = person(house, "Åsa")
    assert tried(name.upper(), PASSWORD)
    with pytest.raises(IntegrityError):
        person(house, "åSA")
    assert User.objects.get_by_natural_key(name.lower()).shown == name


def test_two_of_one_name_from_an_earlier_version_stay_two(house: House) -> None:
    """The first keeps the name, the later one gets a number; both are shown as they were typed."""
    rows = [User(username=f"{letters}-{house.site.prefix}", site=house.row) for letters in ("Eva", "EVA")]
    for row in rows:
        row.save()
    import_module("service.migrations.0005_names").kept(apps, None)
    for row in rows:
        row.refresh_from_db()
    first = f"eva-{house.site.prefix}".casefold()
    assert [row.username for row in rows] == [first, f"{first}-{rows[1].pk}"]
    assert [row.shown for row in rows] == [f"Eva-{house.site.prefix}", f"EVA-{house.site.prefix}"]


@pytest.fixture
def reservfax(folder: Path) -> Installed:
    """An installation without a gateway."""
    return installed(folder)


def test_users_come_change_and_go_by_name(reservfax: Installed) -> None:
    """Added, given another password, removed and back: each in the log with the name; wrong names have no traceback."""
    said = [
        (("add", "Karin", "--role", "nurse"), PASSWORD, 0),
        (("add", "KARIN", "--role", "nurse"), PASSWORD, 1),
        (("add", "", "--role", "nurse"), PASSWORD, 2),
        (("add", "x" * 61, "--role", "nurse"), PASSWORD, 2),
        (("password", "karin"), "ett-annat-langt-ord", 0),
        (("password", "karin"), "kort", 1),
        (("password", "ingen"), PASSWORD, 2),
        (("remove", "karin"), "", 0),
        (("remove", "karin"), "", 2),
        (("add", "Karin", "--role", "ris_administrator"), PASSWORD, 0),
    ]
    for words, typed, status in said:
        done = reservfax("user", *words, typed=f"{typed}\n")
        assert (words, done.returncode, "Traceback" in done.stderr) == (words, status, False)
    assert reservfax("user", "list").stdout.split() == ["Karin", "ris_administrator", "RIS-administratör"]
    rows = [row for row in reservfax.json("events")["events"] if row["kind"].startswith("user_")]
    assert [(row["kind"], row["facts"]["user"]) for row in rows] == [
        ("user_added", "karin"), ("user_password", "karin"), ("user_removed", "karin"), ("user_added", "karin")
    ]  # fmt: skip
