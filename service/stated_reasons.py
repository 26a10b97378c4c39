"""Reasons in a named person's own words: kept and shown, so nothing in them tells who the patient is."""

from __future__ import annotations

import re
from typing import Final

from ocr import identifiers
from ocr.identifiers import Category
from service import blobs, models, rights
from service.house import House

_NUMBERS: Final = frozenset(
    {
        Category.PERSONAL_NUMBER, Category.RESERVE_NUMBER, Category.LMA_NUMBER, Category.LONG_NUMBER,
        Category.BIRTH_DATE,
    }
)  # fmt: skip
# Shorter ones are ordinary words as often as names ("svar per telefon"): in small letters they pass.
_PLAINLY_A_NAME: Final = 4
# What of the identity is figures, and what may be some of them.
_DIGITS: Final = ("numbers", "birth_dates", "phones")
_FIGURES: Final = re.compile(r"\d(?:[ -]?\d){5,}")
_PART: Final = re.compile(r"[^\W\d_]{2,}")


def of(house: House, reason: str, *about: models.Case) -> str:
    """The reason as the ledger keeps it. Raises NotAllowed where none was given, or where it tells who a patient is."""
    given = rights.stated(reason)
    seen = {finding.category for finding in identifiers.find(given)}
    if not seen.isdisjoint(_NUMBERS) or any(_tells(given, house, case) for case in about):
        raise rights.NotAllowed("reason_tells")
    return given


def of_arrival(house: House, reason: str, arrival: models.Arrival) -> str:
    """The same, about whichever cases an arrival may belong to."""
    offered = [str(row["case"]) for row in arrival.ranked]
    cases = models.Case.objects.filter(site=house.row, reference__in=offered)
    own = (arrival.case,) if arrival.case is not None else ()
    return of(house, reason, *own, *cases)


def _tells(reason: str, house: House, case: models.Case) -> bool:
    """Whether a name or a number of the case's own stands in it."""
    try:
        known: dict[str, list[str]] = house.vault.peek(case).get("identity", {})
    except blobs.Missing:
        return False
    told = [text for kind in _DIGITS for text in known.get(kind, ())]
    numbers = [number for text in told if (number := identifiers.digits(text))]
    figures = [identifiers.digits(match[0]) for match in _FIGURES.finditer(reason)]
    if any(run in number or number in run for run in figures for number in numbers):
        return True
    return any(_stands(part, reason) for name in known.get("names", ()) for part in _PART.findall(name))


def _stands(name: str, reason: str) -> bool:
    """Whether a part of a name is a word of the reason, in the genitive too."""
    found = (match[0] for match in re.finditer(rf"(?<!\w){re.escape(name)}s?(?!\w)", reason, re.IGNORECASE))
    return any(len(name) >= _PLAINLY_A_NAME or word[0].isupper() for word in found)
