"""What becomes of an entry whose value tells more than its label does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from ocr import identifiers
from outbound.referral import accessions, fitting, kinds, labels, naming, phones, units
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
# Fewer are an extension or a pager's.
_LEAST_FIGURES: Final = 5
_LEAST_ORDERED: Final = 3
_STAFF_FIELD: Final = {"name": FieldName.REFERRER, "phone": FieldName.CALL_BACK, "contact": FieldName.CALL_BACK}


def all_of(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries in their places; where whoever refers is told, a name is theirs, and a telephone."""
    numbered = any(entry.group == "accession" and entry.text for entry in entries)
    staff, found = False, list[Entry]()
    every = [placed(one) for entry in entries for one in _apart(entry)]
    for number, entry in enumerate(every):
        if entry.group == "heading":
            staff = _STAFF_PART.fullmatch(entry.text) is not None and not _tells_patient(every[number + 1 :])
        if entry.group == "unknown" and _ORDER.fullmatch(entry.label) and _CODE.fullmatch(entry.text):
            entry = replace(entry, group="drop" if numbered else "accession")
        field = _STAFF_FIELD.get(entry.group) if staff else None
        found.append(entry if field is None else replace(entry, group="field", field=field))
    return tuple(_of_the_staff(tuple(_near(found))))


def is_misplaced(entry: Entry) -> bool:
    """Whether a value can't be what its label says: a number without figures, a wish that is a telephone."""
    if not entry.text:
        return False
    if entry.group in ("identity", "phone"):
        return not any(map(str.isdigit, entry.text)) and not naming.is_nobody(entry.group, entry.text)
    asked = entry.field in (FieldName.EXAMINATION, FieldName.PRIORITY, FieldName.QUESTION)
    return (
        asked
        and len(entry.text) < _LONGEST_UNIT
        and bool(phones.found(entry.text))
        and not kinds.examination(entry.text)
    )


def _tells_patient(below: Sequence[Entry]) -> bool:
    """Whether what stands below a heading, up to the next, tells whose the referral is."""
    part = takewhile(lambda entry: entry.group != "heading", below)
    return any(entry.group in ("identity", "relative", "address") for entry in part)


def _apart(entry: Entry) -> Iterator[Entry]:
    """The entries of labels that share a line with as many values: "Pnr/Namn/Tel: 19… / Karin Ek / 070-…"."""
    heads, values = re.split(r"\s?/\s?", entry.label), re.split(r"\s/\s", entry.text)
    known = [labels.at_start(f"{head}:") for head in heads]
    told = [label for label in known if label is not None]
    if all(label.group == "field" for label in told) or len(heads) != len(values):
        yield entry
        return
    for head, value, label in zip(heads, values, known, strict=True):
        cells = [replace(entry.cells[0], text=f"{head}: {value}")]
        group, field = ("unknown", None) if label is None else (label.group, label.field)
        # A number that the sending system gave stands beside the RIS's own.
        group = "drop" if label is None and _CODE.fullmatch(value) else group
        yield replace(entry, group=group, field=field, lines=[value], cells=cells)


def _near(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; a number right behind somebody near, on the same line, is theirs if the patient's own is told."""
    own = sum(entry.group == "identity" and bool(entry.text) for entry in entries)
    before: Entry | None = None
    for entry in entries:
        same = before is not None and (before.page, before.cells[0].top) == (entry.page, entry.cells[0].top)
        if same and before is not None and before.group == "relative" and entry.group == "identity" and own > 1:
            entry = replace(entry, group="relative")
        before = entry
        yield entry


def _of_the_staff(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; where no label tells the unit, an unknown one with a unit and nothing private behind it does."""
    told = any(entry.field is FieldName.UNIT and entry.text for entry in entries)
    for entry in entries:
        unit = entry.group == "unknown" and not told and not kinds.is_private(f"{entry.label} {entry.text}")
        if unit and entry.text.startswith(units.first(entry.text) or "\n"):
            told, entry = True, replace(entry, group="field", field=FieldName.UNIT)
        yield entry


# What the sending system numbered stands behind labels that look like these: "Rem", "Beställning nr", "Order".
_NO_CODES: Final = frozenset({FieldName.REFERRER, FieldName.CALL_BACK, FieldName.EXAMINATION})


def _is_number(entry: Entry) -> bool:
    """Whether a value is nothing but a number that no telephone has, or the moment of an order and its number."""
    text = _MOMENT.sub("", entry.text, count=1).strip() if _ENTERED.search(entry.label) else entry.text
    if text != entry.text and labels.bare_at_start(text) is not None:
        return True
    figures = sum(map(str.isdigit, text))
    least = _LEAST_ORDERED if entry.field is FieldName.EXAMINATION else _LEAST_FIGURES
    return figures >= least and _CODE.fullmatch(text) is not None and not phones.found(text)


# Who and by which number: nobody tells a story there, so that a label before one was a word ("i telefon: Karin ...").
_OF_ONE_LINE: Final = frozenset({"identity", "phone", "contact"})


def _is_address(text: str) -> bool:
    """Whether a text is somebody's street and no unit's name."""
    found = any(one.category is identifiers.Category.ADDRESS for one in identifiers.find(text))
    return found and not (units.first(text) or units.said(text))


def _is_person(text: str) -> bool:
    """Whether a text behind "Nummer" is a personal number and no telephone."""
    found = {one.category for one in identifiers.find(text)}
    mobile = re.match(r"07\d{4}(?!-)", text) is not None
    return identifiers.Category.PERSONAL_NUMBER in found and identifiers.Category.PHONE not in found and not mobile


def _staffs(text: str) -> FieldName | None:
    """The field of a text behind "Beställer" that tells who does, and no examination."""
    if kinds.examination(text):
        return None
    if text.startswith(units.first(text) or "\n"):
        return FieldName.UNIT
    return FieldName.REFERRER if kinds.titled(text) == text.strip(" ,") else None


def placed(entry: Entry) -> Entry:
    """The entry; a "unit" that is a home is where the patient lives, and a "patient" that goes on is a story."""
    if entry.field is FieldName.UNIT and (kinds.is_home(entry.text) or _is_address(entry.text)):
        return replace(entry, group="address", field=None)
    if entry.group == "name" and kinds.what(entry.text) == "examination" and not fitting.is_name(entry.text):
        return replace(entry, group="field", field=FieldName.EXAMINATION)
    if entry.group in ("phone", "contact") and _is_person(entry.text):
        return replace(entry, group="identity")
    if entry.field is FieldName.EXAMINATION and (field := _staffs(entry.text)) is not None:
        return replace(entry, field=field)
    if entry.field in _NO_CODES and _is_number(entry):
        return replace(entry, group="drop", field=None)
    if entry.group in _OF_ONE_LINE and naming.is_story(entry.text):
        return replace(entry, group="heading")
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
