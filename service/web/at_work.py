"""The house that this process serves pages for; one a process, entered before the first request."""

from __future__ import annotations

from service.house import House

_entered: list[House] = []


def enter(house: House) -> None:
    """Makes a house the one whose pages are served."""
    _entered[:] = [house]


def house() -> House:
    """The house at work."""
    return _entered[0]
