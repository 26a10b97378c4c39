"""What of a referral is carried to the reader, field by field, and the staff's telephones among it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ocr import identifiers
from outbound.reasons import Reason
from outbound.referral.fields import (
    labelled_values,
    prose,
    signed_names,
    staff_lines,
    staff_told,
    understanding,
    unknown_labels,
    unlabelled_text,
)
from outbound.referral.form import accessions
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Row
from outbound.referral.patient import private_phones
from outbound.referral.sender import staff_fields
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import kinds, phones

_WEIGHT: Final = re.compile(r"(?<![\w.,+-])\d{1,3}(?:[.,]\d{1,2})?\s?kg(?!\w)")


@dataclass(frozen=True, slots=True)
class Carried:
    """The fields, the telephones in them that are the staff's (as written), and why a person must look first."""

    fields: Mapping[FieldName, str]
    staff_phones: frozenset[str]
    reasons: tuple[Reason, ...]


def of(rows: Sequence[Row], entries: Sequence[Entry], today: date) -> Carried:
    """What is carried by its labels and, where labels lack, by what sentences say."""
    private = private_phones.others(rows, entries)
    by_label, staff_phones = _by_label(entries, private)
    by_label = unknown_labels.added(entries, by_label)
    fields = unlabelled_text.added(rows, entries, by_label, private)
    fields = staff_told.paged(staff_told.reachable(_weighed(fields, rows), rows, entries), rows)
    fields = staff_told.sent(staff_told.presented(fields, rows), entries)
    labelled = {name for name, text in by_label.items() if _is_kept(name, text, fields)}
    why = tuple(understanding.doubts(rows, entries, labelled, fields, today))
    if prose.is_forwarded(rows) and FieldName.CALL_BACK not in labelled:
        # Who "I" is, is somebody else: their telephone is nobody's of the staff.
        fields.pop(FieldName.CALL_BACK, None)
    fields = staff_fields.without_call_back(fields)
    fields |= staff_told.parted_from_unit(fields) | staff_told.unnamed_unit(fields, rows)
    fields = staff_fields.once(staff_lines.added(entries, staff_fields.once(fields), private))
    fields = signed_names.added(staff_told.signing(fields, entries), rows, entries)
    fields = staff_told.answered_to(staff_fields.once(fields), entries)
    if _is_in(fields.get(FieldName.CALL_BACK, ""), accessions.of(entries, rows)):
        fields.pop(FieldName.CALL_BACK)
    return Carried(fields, staff_phones | set(phones.found(fields.get(FieldName.CALL_BACK, ""))), why)


def _is_in(phone: str, numbers: Sequence[str]) -> bool:
    """Whether what looks like a telephone is a part of an accession number: "MLA 0452 8810"."""
    dialled = identifiers.digits(phone)
    return bool(dialled) and any(dialled in identifiers.digits(number) for number in numbers)


def _weighed(fields: dict[FieldName, str], rows: Sequence[Row]) -> dict[FieldName, str]:
    """The fields, with a weight that stands beside the patient's name or number, in a line that stays behind."""
    if FieldName.WEIGHT in fields:
        return fields
    beside = (row.text for row in rows if kinds.what(row.text) == "who")
    alone = (cell.text for row in rows for cell in row.cells if _WEIGHT.fullmatch(cell.text.strip()))
    told = map(_WEIGHT.search, (*beside, *alone))
    weight = next((match.group() for match in told if match is not None), "")
    return {**fields, FieldName.WEIGHT: weight} if weight else fields


def _by_label(entries: Sequence[Entry], private: frozenset[str]) -> tuple[dict[FieldName, str], frozenset[str]]:
    """The carried fields, and the telephone numbers that stand in staff fields."""
    fields = dict[FieldName, list[str]]()
    for entry in entries:
        if entry.group is Group.FIELD and entry.field is not None and entry.text:
            fields.setdefault(entry.field, []).append(labelled_values.with_label(entry))
    joined = {name: "\n".join(dict.fromkeys(texts)) for name, texts in fields.items()}
    joined = staff_told.signed(joined, entries)
    joined = {name: told for name, text in joined.items() if (told := _public(name, text, private))}
    staff = [phone for phone in staff_told.telephones(entries, joined) if phones.national(phone) not in private]
    if FieldName.CALL_BACK not in joined and staff:
        joined[FieldName.CALL_BACK] = staff_told.whom_to_call(entries, staff[0])
    return joined, frozenset(staff)


def _public(name: FieldName, text: str, private: frozenset[str]) -> str:
    """A staff field without what is private; "" for a call-back whose only number is a relative's."""
    told = phones.public(text) if name in STAFF else text
    if name in STAFF:
        told = phones.without(told, [phone for phone in phones.found(told) if phones.national(phone) in private])
    told = phones.first_party(told) if name is FieldName.CALL_BACK else told
    lost = name is FieldName.CALL_BACK and phones.found(text) and not phones.found(told)
    return "" if lost else told


def _is_kept(name: FieldName, text: str, fields: Mapping[FieldName, str]) -> bool:
    """Whether a field still says what its label led to: a wish that opened running text was no label."""
    return name not in understanding.ASKED or fields[name].startswith(text)
