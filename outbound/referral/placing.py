"""What becomes of an entry whose value tells more than its label does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from outbound.referral import accessions, kinds, naming
from outbound.referral.layout import Entry
from outbound.referral.values import STAFF, FieldName

# A unit or a referrer of more signs, told in sentences, is a story ("Klinik: Vaknade 04.10 och ...").
_LONGEST_UNIT: Final = 60
# When something was printed or entered: a date, a time or both, behind a word that says so.
_MOMENT: Final = re.compile(
    r"(?:kl\.?\s)?(?:\d{4}-\d\d-\d\d|\d{6}|\d{8}|\d{1,2}/\d{1,2}(?:[-\s]\d{2,4})?|\d{1,2}[:.]\d\d)[\sT,]*(?:kl\.?\s)?(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?\S{0,6})?"
)
_ENTERED: Final = re.compile(r"skap|beställ|skriv|utskr|regist|inkom|upprätt|sign|sänd|skick|tidpunkt", re.IGNORECASE)


# Who refers, told in a part of its own: "Fält 2 Remittent", "Vårdgivare".
_STAFF_PART: Final = re.compile(
    r"(?:[\w.]+\s){0,2}(?:remittent|beställare|vårdgivare|avsändare|inremitterande|remitterande|konsulterande|remittentuppgifter)\W*",
    re.IGNORECASE,
)
# A number behind "Remiss" is the RIS's own if no other is told, else the sending system's.
_ORDER: Final = re.compile(r"(?:remiss|order|beställning)\w*", re.IGNORECASE)
_CODE: Final = re.compile(r"(?:[A-ZÅÄÖ]{1,6}[ ./-]?){0,2}\d[\dA-Z]*(?:[ ./-][\dA-Z]{1,12})*")
_STAFF_FIELD: Final = {"name": FieldName.REFERRER, "phone": FieldName.CALL_BACK, "contact": FieldName.CALL_BACK}


def all_of(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries in their places; where whoever refers is told, a name is theirs, and a telephone."""
    numbered = any(entry.group == "accession" and entry.text for entry in entries)
    staff, found = False, list[Entry]()
    for entry in map(placed, entries):
        if entry.group == "heading":
            staff = _STAFF_PART.fullmatch(entry.text) is not None
        if entry.group == "unknown" and _ORDER.fullmatch(entry.label) and _CODE.fullmatch(entry.text):
            entry = replace(entry, group="drop" if numbered else "accession")
        field = _STAFF_FIELD.get(entry.group) if staff else None
        found.append(entry if field is None else replace(entry, group="field", field=field))
    return tuple(found)


def placed(entry: Entry) -> Entry:
    """The entry; a "unit" that is a home is where the patient lives, and a "patient" that goes on is a story."""
    if entry.field is FieldName.UNIT and kinds.is_home(entry.text):
        return replace(entry, group="address", field=None)
    if entry.field in STAFF and kinds.what(entry.text) == "story" and len(entry.text) > _LONGEST_UNIT:
        return replace(entry, field=FieldName.HISTORY)
    asked = entry.group == "unknown" or entry.field is FieldName.EXAMINATION
    if asked and _MOMENT.fullmatch(entry.text) and _ENTERED.search(entry.label):
        return replace(entry, group="drop")
    if entry.group == "identity" and accessions.is_number(entry.text):
        return replace(entry, group="accession")
    if entry.group == "name" and naming.goes_on(entry.text):
        return replace(entry, group="heading")
    return entry
