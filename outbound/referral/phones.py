"""Whose telephone a number is: the staff's, the patient's or a relative's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ocr import identifiers
from outbound.referral.layout import Entry
from outbound.referral.values import FieldName

_MOBILE: Final = re.compile(r"\s*(?:\+46|0046|0)\s?\(?0?\)?7[02369]")
_NEXT_OF_KIN: Final = re.compile(r"anhörig|närstående|pat\b|patient|hem\b|bostad|mobil", re.IGNORECASE)


def of_staff(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Plain "Telefon" right below the referrer or the unit, in their column, once the patient has been told.

    Or right behind the unit on its line, if it is no mobile's.
    """
    told = False  # the patient
    for number, entry in enumerate(entries):
        above = next((one for one in reversed(entries[:number]) if abs(one.left - entry.left) < 3), None)
        staff = told or not _MOBILE.match(entry.text)
        below = staff and above is not None and above.field in (FieldName.UNIT, FieldName.REFERRER)
        if entry.group == "phone" and (below or _beside_unit(entries, number)):
            yield entry
        told = told or entry.group in ("name", "identity")


def _beside_unit(entries: Sequence[Entry], number: int) -> bool:
    """Whether the entry follows a unit or a referrer on the same line and is no mobile's number."""
    if number == 0 or entries[number - 1].field not in (FieldName.UNIT, FieldName.REFERRER):
        return False
    here, left = entries[number].cells[0], entries[number - 1].cells[0]
    return here.top == left.top and not _MOBILE.match(entries[number].text)


def found(value: str) -> tuple[str, ...]:
    """The telephone numbers in a value."""
    findings = identifiers.find(value)
    return tuple(value[one.start : one.end].strip() for one in findings if one.category == identifiers.Category.PHONE)


def is_kin(value: str, phone: str) -> bool:
    """Whether a number in a staff field is marked as the patient's or a relative's."""
    before = value[: value.find(phone)]
    return _NEXT_OF_KIN.search(re.split(r"[,;/\n]|\d{3}", before)[-1]) is not None
