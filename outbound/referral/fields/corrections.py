"""Entries corrected: by their own values, and by the entries beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from outbound.referral.fields import numbered_wishes, shared_lines, value_rules
from outbound.referral.form.entries import Entry
from outbound.referral.patient import persons
from outbound.referral.values import FieldName, Group
from outbound.referral.words import answers, kinds, phones, units, value_shapes

# Who refers, told in a part of its own: "Fält 2 Remittent", "Vårdgivare".
_STAFF_PART: Final = re.compile(
    r"(?:[\w.]+\s){0,2}(?:remittent|beställare|vårdgivare|avsändare|inremitterande|remitterande|konsulterande|remittentuppgifter)\W*",
    re.IGNORECASE,
)
# A number behind "Remiss" is the RIS's own if no other is told, else the sending system's.
_ORDER: Final = re.compile(r"(?:remiss|order|beställning)(?:s?[ -]?(?:nr|nummer|id|no))?\W*", re.IGNORECASE)
# What a label is below such a part.
_STAFF_FIELD: Final[Mapping[Group, FieldName]] = {
    Group.NAME: FieldName.REFERRER,
    Group.PHONE: FieldName.CALL_BACK,
    Group.CONTACT: FieldName.CALL_BACK,
}
# What is told in figures, and what is told of the patient's body; neither tells who refers.
_MEASURED: Final = frozenset({FieldName.KIDNEY, FieldName.WEIGHT, FieldName.LENGTH})
_ASKED_FOR: Final = frozenset({FieldName.METFORMIN, FieldName.PREGNANCY, FieldName.ALLERGY, FieldName.IMPLANT})
# "UL JOHANNA STÅLNACKE": a doctor's title, and no ultrasound.
_DOCTOR: Final = re.compile(r"UL\s(?P<name>[A-ZÅÄÖ][\w-]+)\s[A-ZÅÄÖ][\w-]+$")
# A home below a name has so many lines, of so many words at most, down to its post code.
_HOME_LINES: Final = 4
_HOME_WORDS: Final = 6
_POST_CODE: Final = re.compile(r"(?:SE?-)?\d{3}\s?\d{2}(?!\d)")
# "Patienten: sitter i väntrum" tells no name.
_STANDS: Final = re.compile(
    r"(?:pat(?:ienten)?\s)?(?:sitter|ligger|väntar|finns|vistas|vårdas|kommer|befinner|står|hämtas|på|i|är)\s(?-i:[a-zåäö])",
    re.IGNORECASE,
)
# Nor does "Patienten: sal 5, heparinbolus given".
_IN_BED: Final = re.compile(r"(?:(?:avd(?:elning)?|sal|rum|plats|säng|bås|box)\.?\s?\d|akutrum)", re.IGNORECASE)
_RUNG: Final = re.compile(r"(?<!\w)Ring(?=\s[+\d])")
_CAPITAL: Final = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+")
# What a label states by itself.
_STATED: Final = re.compile(r"(?:nedsatt|känd|pågående|tidigare|svår|påvisad|misstänkt)\s\w", re.IGNORECASE)
# Labels behind which the patient is, or a ward.
_LIES: Final = re.compile(
    r"(?:pat(?:ienten)?\s)?(?:vårdas|ligger|finns|inneliggande|vårdplats|plats|placerad|placering|var)(?:\s(?:på|vid|nu|i|pat|patienten))*",
    re.IGNORECASE,
)
# "rum 3 säng 2", "akuten plats 14": nothing but where in the ward, and no room of a home.
_BED: Final = re.compile(
    r"(?:\w*(?:akut|avd|mott|iva|triage|intensivvård)\w*\s)?(?:\w*rum|sal|plats|pl|säng|box|bås|bår)\.?\s?[\w:/-]{1,5}"
    r"(?:,?\s(?:sal|plats|säng|bädd)\s?\w{1,3})?\W*",
    re.IGNORECASE,
)


def all_of(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries corrected; in the part of a form about the referrer, a name is theirs, and a telephone."""
    numbered = any(entry.group is Group.ACCESSION and entry.text for entry in entries)
    staff, found = False, list[Entry]()
    every = [value_rules.placed(one) for entry in entries for one in shared_lines.parted(entry)]
    asked = [entry for entry in every if entry.field is FieldName.QUESTION and entry.text]
    causes = (
        [entry for entry in asked if value_rules.is_cause(entry)] if any("?" in entry.text for entry in asked) else []
    )
    every = [replace(one, field=FieldName.HISTORY) if one in causes else one for one in every]
    for number, entry in enumerate(every):
        if entry.group is Group.HEADING:
            staff = _STAFF_PART.fullmatch(entry.text) is not None and not _tells_patient(every[number + 1 :])
        if entry.group is Group.UNKNOWN and _ORDER.fullmatch(entry.label) and value_rules.CODE.fullmatch(entry.text):
            entry = replace(entry, group=Group.DROP if numbered else Group.ACCESSION)
        # "Beställt av neurojour Bo Ek: DT hjärna" tells who, and then what.
        ordered = entry.field is FieldName.REFERRER and not _DOCTOR.match(entry.text)
        if ordered and (wish := kinds.requested(entry.text)) and entry.text.startswith(wish):
            entry = replace(entry, field=FieldName.EXAMINATION)
        field = _STAFF_FIELD.get(entry.group) if staff else None
        found.append(entry if field is None else replace(entry, group=Group.FIELD, field=field))
    for told in (numbered_wishes.whole, _answering, _paged, _living, _called, _lying, _near, _of_the_staff):
        found = list(told(found))
    return tuple(found)


def is_misplaced(entry: Entry) -> bool:
    """Whether a value can't be what its label says: a number without figures, a wish that is a telephone."""
    if not entry.text:
        return False
    if entry.group in (Group.IDENTITY, Group.PHONE):
        return not any(map(str.isdigit, entry.text)) and not persons.is_nobody(entry.group, entry.text)
    if entry.field in _MEASURED and not any(map(str.isdigit, entry.text)):
        return kinds.what(entry.text) in ("staff", "unit") or answers.is_whole(entry.text)
    if entry.field in _ASKED_FOR:
        return kinds.what(entry.text) in ("staff", "unit") or value_shapes.is_phone(entry.text)
    asked = entry.field in (FieldName.EXAMINATION, FieldName.PRIORITY, FieldName.QUESTION)
    return (
        asked
        and len(entry.text) < value_rules.LONGEST_UNIT
        and bool(phones.found(entry.text))
        and not kinds.examination(entry.text)
    )


def _paged(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; a pager's number behind its label is what to call, where nothing else is: "Sökare: 71234"."""
    own = (Group.NAME, Group.IDENTITY, Group.ADDRESS, Group.PHONE, Group.RELATIVE, Group.DROP)
    others = [entry for entry in entries if entry.group not in own]
    reached = any(phones.found(entry.text) for entry in others) or any(
        entry.field is FieldName.CALL_BACK and entry.text for entry in others
    )
    for entry in entries:
        called = entry.field is FieldName.REFERRER and value_rules.PAGED.fullmatch(entry.label)
        if called and re.fullmatch(r"\d[\d ]{2,6}(?:\s?/\s?\d[\d ]{2,6})?", entry.text):
            field = FieldName.REFERRER if reached else FieldName.CALL_BACK
            entry = replace(entry, field=field, lines=[f"sökare {entry.text}"])
        yield entry


def _answering(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; what is ticked beside a label is its value, though it may be a label too: "Nedsatt njurfunktion"."""
    before: Entry | None = None
    for entry in entries:
        stated = entry.group is Group.FIELD and not entry.text and _STATED.match(entry.label) is not None
        same = before is not None and (before.page, before.cells[0].top) == (entry.page, entry.cells[0].top)
        if before is not None and stated and same and before.group is Group.FIELD and not before.text:
            before.lines.append(entry.label)
            before.cells.append(replace(entry.cells[0]))
            continue
        yield entry
        before = entry


def _living(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; lines without a label right below whose the referral is, down to a post code, are the home's."""
    home = -1
    for number, entry in enumerate(entries):
        below = entries[number + 1 : number + 1 + _HOME_LINES] if entry.group in (Group.NAME, Group.IDENTITY) else ()
        lines = [one.text for one in takewhile(lambda one: one.group is Group.HEADING, below)]
        ends = [at for at, text in enumerate(lines, 1) if _POST_CODE.match(text)]
        if ends and all(len(text.split()) <= _HOME_WORDS for text in lines[: ends[0]]):
            # A town on a line of its own behind its code.
            town = lines[ends[0] : ends[0] + 1] if _POST_CODE.fullmatch(lines[ends[0] - 1]) else []
            home = number + ends[0] + len([text for text in town if re.fullmatch(r"[A-ZÅÄÖ][\w -]{2,20}", text)])
        lives = number <= home and entry.group is Group.HEADING and not units.first(entry.text)
        yield replace(entry, group=Group.ADDRESS) if lives else entry


def _called(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; a telephone without a label right behind a home or a relative is theirs."""
    before: Group | None = None
    for entry in entries:
        alone = entry.group is Group.HEADING and any(entry.text.strip() == phone for phone in phones.found(entry.text))
        yield replace(entry, group=Group.PHONE) if alone and before in (Group.ADDRESS, Group.RELATIVE) else entry
        before = entry.group


def _lying(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; a room or a bed is where the patient lies, and no unit: "Vårdas på: sal 1:1", "akuten plats 14"."""
    sent = any(entry.group is Group.SENDER and units.of_sender(entry.text) for entry in entries)
    named = [entry for entry in entries if entry.field is FieldName.UNIT and entry.text]
    others, stated = len(named) > 1, any(_LIES.fullmatch(entry.label) is None for entry in named)
    for entry in entries:
        if entry.group is Group.NAME and (_STANDS.match(entry.text) or _is_bed(entry.text)):
            alone = [replace(entry.cells[0], text=entry.text)]
            entry = replace(entry, group=Group.FIELD, field=FieldName.OTHER, cells=alone)
        placed = entry.field is FieldName.UNIT or entry.group is Group.ADDRESS
        bed = placed and _LIES.fullmatch(entry.label) is not None and _BED.fullmatch(entry.text) is not None
        told = sent or others or not units.first(entry.text, any_case=True)
        ward = entry.field is FieldName.UNIT and _LIES.fullmatch(entry.label) is not None
        bed = bed or (ward and (sent or stated) and not units.hospital(entry.text))
        yield replace(entry, group=Group.FIELD, field=FieldName.OTHER) if bed and told else entry


def _is_bed(text: str) -> bool:
    """Whether a bed behind "Patienten" has nobody's name beside it: "rum 3, Bo Ek" still tells whose it is."""
    said = _RUNG.sub("", text)
    bed = _IN_BED.match(said)
    return bed is not None and _CAPITAL.search(said, bed.end()) is None and not kinds.is_numbered(text)


def _near(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; a number right behind a relative, on the same line, is theirs if the patient has one."""
    own = sum(entry.group is Group.IDENTITY and bool(entry.text) for entry in entries)
    before: Entry | None = None
    for entry in entries:
        same = before is not None and (before.page, before.cells[0].top) == (entry.page, entry.cells[0].top)
        if same and before is not None and before.group is Group.RELATIVE and entry.group is Group.IDENTITY and own > 1:
            entry = replace(entry, group=Group.RELATIVE)
        before = entry
        yield entry


def _of_the_staff(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries; where no label gives the unit, an unknown one with a unit and nothing private behind it does."""
    told = any(entry.field is FieldName.UNIT and entry.text for entry in entries)
    for entry in entries:
        unit = entry.group is Group.UNKNOWN and not told and not kinds.is_private(f"{entry.label} {entry.text}")
        if unit and units.begins(entry.text):
            told, entry = True, replace(entry, group=Group.FIELD, field=FieldName.UNIT)
        yield entry


def _tells_patient(below: Sequence[Entry]) -> bool:
    """Whether what stands below a heading, up to the next, names the patient or a relative."""
    part = takewhile(lambda entry: entry.group is not Group.HEADING, below)
    return any(entry.group in (Group.IDENTITY, Group.RELATIVE, Group.ADDRESS) for entry in part)
