"""The door: what a wrong password leaves in the log, and when the door stays shut for a while.

The log itself is the count: who fails so often within a few minutes waits, whatever is typed meanwhile. By name alone:
behind a proxy everybody has the same address. All names that nobody has are one, so that none of them is written down.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile
from typing import Final

from service.house import House
from service.models import Event, User

MOST: Final = 5
WAIT: Final = timedelta(minutes=5)
_NOBODY: Final = "?"
_FAILED: Final = "login_failed"
# What lets somebody in again at once: somebody at the computer itself gave a new password.
_ANEW: Final = "user_password"


def is_shut(house: House, name: str) -> bool:
    """Whether that name has failed so often that it must wait. A log-in that worked counts as a beginning."""
    person = _person(name)
    since = house.now() - WAIT
    if person is not None and person.last_login is not None:
        since = max(since, person.last_login)
    told = Event.objects.filter(site=house.row, kind__in=(_FAILED, _ANEW), facts__user=_told(person), at__gt=since)
    failed = list(takewhile(lambda kind: kind == _FAILED, told.order_by("-number").values_list("kind", flat=True)))
    return len(failed) >= MOST


def failed(house: House, name: str) -> None:
    """Notes a wrong password, or a name that nobody has."""
    house.ledger.record("login_failed", now=house.now(), by="login", facts={"user": _told(_person(name))})


def _person(name: str) -> User | None:
    return User.objects.filter(username=User.normalize_username(name)).first()


def _told(person: User | None) -> str:
    return _NOBODY if person is None else person.username
