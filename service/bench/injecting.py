"""Identifiers put back on a finished page on purpose: how many the gate catches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from config.site import Site
from ocr import codes
from outbound import draft, sheets
from outbound.anonymise import Clean
from outbound.referral import FieldName, Identity
from service.demo import people
from service.demo.people import Person

PERSONS: Final = 6
TODAY: Final = date(2026, 11, 23)
NOW: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_MONTHS: Final = (
    "jan",
    "feb",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
# Rows of a page closer than this, in dots, are one line of print.
_LINE: Final = 14


def measured(site: Site, seed: int) -> dict[str, Any]:
    """The share of re-injected identifiers that the gate objects to, each on a line of its own."""
    chance = random.Random(seed)
    put = caught = 0
    for person in people.people(chance, TODAY, PERSONS):
        lines = tuple(_injections(person))
        put += len(lines)
        caught += min(len(lines), _objected(person, lines, site, chance))
    return {"injected": put, "injected_caught_percent": round(100 * caught / put, 2)}


def _injections(person: Person) -> Iterator[str]:
    """Sentences that each hold one identifier of the person, in the spellings that occur."""
    number, phone, born = person.number.replace("-", ""), person.phone, person.birth
    plain = "".join(sign for sign in phone if sign.isdigit())
    yield from (f"{who} har haft ont sedan kvällen" for who in (person.given, person.family, person.name))
    yield f"Enligt {person.family}s hustru inga besvär"
    yield f"Patienten {person.family.upper()} är vaken"
    for spelled in (
        person.number,
        number,
        person.number[2:],
        number[2:],
        f"{number[2:8]} {number[8:]}",
        f"{number[:8]} {number[8:]}",
    ):
        yield f"Armband {spelled} lästes av"
    yield f"Fyra sista {number[-4:]} uppgivna"
    for spelled in (
        f"{born:%Y-%m-%d}",
        f"{born:%Y%m%d}",
        f"{born.day}/{born.month} {born.year}",
        f"{born.day} {_MONTHS[born.month - 1]} {born.year}",
    ):
        yield f"Född {spelled} i utlandet"
    for spelled in (phone, plain, f"+46 {phone[1:]}", f"0046{plain[1:]}"):
        yield f"Nås på {spelled} hela natten"
    yield f"Bor på {person.street} sedan våren"
    yield f"Kommer från {person.place.split(' ')[-1]} med ambulans"


def _objected(person: Person, lines: Sequence[str], site: Site, chance: random.Random) -> int:
    """How many lines of the page the gate objects to."""
    fields = {
        FieldName.QUESTION: "Blödning?", FieldName.UNIT: "Akutmottagningen NÄL", FieldName.CALL_BACK: "031-390 06 10",
        FieldName.EXAMINATION: "DT hjärna", FieldName.HISTORY: "\n".join(lines),
    }  # fmt: skip
    known = Identity(
        names=(person.name,), numbers=(person.number,), birth_dates=(person.birth.isoformat(),), phones=(person.phone,),
        addresses=(person.street, person.place),
    )  # fmt: skip
    clean = Clean(fields, known, ("SENAL0001857973",), f"{person.age(TODAY)} år", person.sex, {}, ())
    reference = codes.draw(chance.choice, "NAL")
    fax = sheets.typeset(clean, sheets.Printing(reference, site, NOW))
    verdict = draft.examine_again(fax.tiff, clean, reference, site)
    rows = sorted(
        (one.page or 0, one.box.top + one.box.height // 2)
        for one in verdict.objections
        if one.code == "identifier_found" and one.box is not None
    )
    return sum(
        1
        for number, row in enumerate(rows)
        if not number or row[0] != rows[number - 1][0] or row[1] - rows[number - 1][1] > _LINE
    )
