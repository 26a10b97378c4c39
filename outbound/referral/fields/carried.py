"""What of a referral is carried to the reader, field by field, and the staff's telephones among it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from outbound.reasons import Reason
from outbound.referral.fields import prose, staff_lines, understanding, unknown_labels, unlabelled_text
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Row
from outbound.referral.patient import private_phones
from outbound.referral.sender import phone_entries, staff_fields
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import answers, kinds, phones, units

# A telephone and whom it reaches are no more words.
_MOST_WORDS: Final = 9
# A number inside the hospital has four figures or five, or as many in groups.
_INSIDE: Final = re.compile(r"(?<![\d:/.-])(?:[1-9]\d{3,4}|[1-9]\d?\s\d{2}\s?\d{1,3})(?![\d:/.-])")
# "Metformin: N"; a figure or a letter that a label ends with: "NIHSS 9", "E" of a trauma's letters.
_FOR_SHORT: Final = {"J": "Ja", "N": "Nej"}
_ASKED: Final = frozenset(
    {FieldName.METFORMIN, FieldName.INFECTION, FieldName.ALLERGY, FieldName.PREGNANCY, FieldName.IMPLANT}
)
_TOLD: Final = frozenset({FieldName.HISTORY, FieldName.STATUS})
_SAYING: Final = re.compile(r"[A-E]|.*[^\W\d]\s\d{1,2}")
# What "other" is called needs no telling.
_PLAIN_LABEL: Final = re.compile(r"[ÖO]vr|[Kk]omment|[Aa]nm|[Ii]nfo|[Oo]bs", re.IGNORECASE)
# "Jodallergi: nej" tells of one allergy, "Allergi: nej" of all.
_PLAIN_ALLERGY: Final = re.compile(r"(?<![^\W_])(?:allerg|överkän|ök)", re.IGNORECASE)
# "Diabetes: nej" is no word of metformin, nor "Amning: nej" one of a pregnancy.
_OWN_LABEL: Final = {
    FieldName.PREGNANCY: re.compile("gravid", re.IGNORECASE),
    FieldName.METFORMIN: re.compile("metformin", re.IGNORECASE),
}
# "Implantat: …" says no more than the field; "ESBL: kontaktisolering" does.
_PLAIN: Final = {
    FieldName.IMPLANT: re.compile(r"implant|metall|mr-|säkerhet|check|protes|främmande", re.IGNORECASE),
    FieldName.INFECTION: re.compile(r"smitt|infekt|isoler|isolation|hygien|vårdhyg|contag|iakttag", re.IGNORECASE),
}
_WEIGHT: Final = re.compile(r"(?<![\w.,+-])\d{1,3}(?:[.,]\d{1,2})?\s?kg(?!\w)")
# What stands before who signed; whoever printed it is somebody else.
_DICTATING: Final = re.compile(r"[,\s]+(?:(?:dikterande|dikterat av|genom|via)[\s:]*)?$", re.IGNORECASE)
_WRITTEN: Final = re.compile(r"(?:skapad|skriven|noterat|antecknat)\s.{0,30}\d", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"sign|skriv(?:en|et)|dikter", re.IGNORECASE)


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
    fields = _paged(_reachable(_weighed(fields, rows), rows, entries), rows)
    labelled = {name for name, text in by_label.items() if _is_kept(name, text, fields)}
    why = tuple(understanding.doubts(rows, entries, labelled, fields, today))
    if prose.is_forwarded(rows) and FieldName.CALL_BACK not in labelled:
        # Who "I" is, is somebody else: their telephone is nobody's of the staff.
        fields.pop(FieldName.CALL_BACK, None)
    fields |= staff_fields.without_call_back(fields)
    fields |= _named_with_unit(fields)
    fields = _answered_to(staff_lines.added(entries, staff_fields.once(fields), private), entries)
    return Carried(fields, staff_phones | set(phones.found(fields.get(FieldName.CALL_BACK, ""))), why)


def _weighed(fields: dict[FieldName, str], rows: Sequence[Row]) -> dict[FieldName, str]:
    """The fields, with a weight that stands beside the patient's name or number, in a line that stays behind."""
    if FieldName.WEIGHT in fields:
        return fields
    told = (_WEIGHT.search(row.text) for row in rows if kinds.what(row.text) == "who")
    weight = next((match.group() for match in told if match is not None), "")
    return {**fields, FieldName.WEIGHT: weight} if weight else fields


def _reachable(fields: dict[FieldName, str], rows: Sequence[Row], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """The fields, with a number inside the hospital to call back where no other is known: its switchboard connects."""
    if FieldName.CALL_BACK in fields:
        return fields
    parts = (part for row in rows for part in kinds.full_sentences(row.text) if not kinds.is_private(part))
    theirs = list(phone_entries.of_staff(entries))
    told = [one.text for one in theirs if one.group is Group.CONTACT and _is_reached(one.text)]
    named = [phones.internal(part) for part in parts]
    alone = [phones.extension(one.text) or phones.internal(one.text) for one in theirs]
    number = next(filter(None, (*told, *named, *alone)), "")
    return {**fields, FieldName.CALL_BACK: number} if number else fields


def _is_reached(text: str) -> bool:
    """Whether a contact of the staff's is whom to reach and a number inside the hospital: "IVA plats 4, 53215"."""
    inside = phones.internal(text) or _INSIDE.search(text) is not None
    return bool(inside) and not kinds.is_private(text) and len(text.split()) <= _MOST_WORDS


def _paged(fields: dict[FieldName, str], rows: Sequence[Row]) -> dict[FieldName, str]:
    """The fields, with whoever stands right before a number inside the hospital as the referrer: "Bo Ek sök 1830"."""
    if FieldName.REFERRER in fields:
        return fields
    told = (phones.paged(row.text) for row in rows if not kinds.is_private(row.text))
    name = next(filter(None, told), "")
    return {**fields, FieldName.REFERRER: name} if name else fields


def _named_with_unit(fields: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """Unit and referrer apart, where one line names both: "akuten NÄL, dikterande Bo Ek, kirurgjour"."""
    unit = fields.get(FieldName.UNIT, "").rstrip(" .")
    named = kinds.titled(unit)
    if FieldName.REFERRER in fields or not named or not unit.endswith(named):
        return {}
    rest = _DICTATING.sub("", unit.removesuffix(named))
    lies = units.first(rest) or units.in_prose(rest)
    return {FieldName.UNIT: rest, FieldName.REFERRER: named} if lies else {}


def _signed(fields: dict[FieldName, str], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """The fields, with whoever signed as the referrer where no label names one: "Signatur: Bo Ek, leg läk".

    Or whoever wrote, behind when: "Skriven: 2026-11-24 19:48 av Bo Ek, dist.läk".
    """
    if FieldName.REFERRER in fields:
        return fields
    signed = (one.text for one in entries if one.group is Group.DROP and _SIGNATURE.match(one.label))
    written = (one.text for one in entries if one.field is FieldName.DATE or _WRITTEN.match(one.text))
    dated = (text.partition(" av ")[2] for text in written)
    name = next((text for text in (*signed, *dated) if kinds.titled(text)), "")
    return {**fields, FieldName.REFERRER: name} if name else fields


def _answered_to(fields: dict[FieldName, str], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """The fields, with where the answer goes, if that is another unit or one of the staff: "Svar till: Kir avd 3"."""
    theirs = " ".join(fields.get(name, "") for name in STAFF).lower()
    asked = (one for one in entries if one.group is Group.SENDER and one.label.lower().startswith("svar"))
    told = [one for one in asked if not (kinds.is_private(one.text) or phones.found(one.text))]
    rows = [
        f"{one.label}: {one.text}"
        for one in told
        if (units.first(one.text) or units.in_prose(one.text) or kinds.is_staff(one.text))
        and one.text.lower() not in theirs
    ]
    other = "\n".join(filter(None, (fields.get(FieldName.OTHER, ""), *rows)))
    return {**fields, FieldName.OTHER: other} if rows else fields


def _by_label(entries: Sequence[Entry], private: frozenset[str]) -> tuple[dict[FieldName, str], frozenset[str]]:
    """The carried fields, and the telephone numbers that stand in staff fields."""
    fields = dict[FieldName, list[str]]()
    for entry in entries:
        if entry.group is Group.FIELD and entry.field is not None and entry.text:
            fields.setdefault(entry.field, []).append(_labelled(entry))
    joined = {name: "\n".join(dict.fromkeys(texts)) for name, texts in fields.items()}
    joined = _signed(joined, entries)
    joined = {name: told for name, text in joined.items() if (told := _public(name, text, private))}
    staff = [phone for phone in _staff_phones(entries, joined) if phones.national(phone) not in private]
    if FieldName.CALL_BACK not in joined and staff:
        joined[FieldName.CALL_BACK] = _whom_to_call(entries, staff[0])
    return joined, frozenset(staff)


def _whom_to_call(entries: Sequence[Entry], phone: str) -> str:
    """A telephone with whom it reaches, where the answer is asked for: "Svar till: Trombolysjour tel 031-…"."""
    theirs = (one.text for one in phone_entries.of_staff(entries) if one.group is Group.CONTACT)
    to = (one.text for one in entries if one.group is Group.SENDER and one.label.lower().startswith("svar"))
    asked = (*to, *theirs)
    whole = next((text for text in asked if phone in text), phone)
    alone = len(phones.found(whole)) == 1 and not kinds.is_private(whole)
    return whole if alone and len(whole.split()) <= _MOST_WORDS else phone


def _staff_phones(entries: Sequence[Entry], fields: Mapping[FieldName, str]) -> Iterator[str]:
    """The staff's telephones: those with a word of the staff's beside them, then those of staff fields."""
    for entry in entries:
        if entry.group in (Group.PHONE, Group.BOTH_PHONES, Group.CONTACT):
            yield from (phone for phone, whose in phones.owned(entry.text) if whose == "staff")
    for entry in entries:
        if entry.group is Group.BOTH_PHONES:
            yield from phones.found(entry.text)[1:]
    sent_by = (entry for entry in entries if entry.group is Group.SENDER)
    yield from (phone for entry in sent_by for phone, whose in phones.owned(entry.text) if whose != "private")
    yield from (phone for entry in phone_entries.of_staff(entries) for phone in phones.found(entry.text))
    yield from (phone for name in STAFF for phone in phones.found(fields.get(name, "")))


def _labelled(entry: Entry) -> str:
    """The value; with its label where it means nothing without ("Rullstol: ja", "Debuttid: 22.15", "eGFR: 60")."""
    label = entry.label
    if entry.field in _ASKED and entry.text in _FOR_SHORT:
        return f"{label}: {_FOR_SHORT[entry.text]}"
    if entry.field in _TOLD and _SAYING.fullmatch(label) and not entry.text.startswith(label):
        return f"{label}: {entry.text}"
    if entry.field is FieldName.PRIORITY and (urgent := kinds.urgency(label, entry.text)):
        return urgent
    if not label or entry.text.startswith(label) or not _needs_label(entry, label):
        return entry.text
    return f"{label.rstrip('?')}: {entry.text}"


def _needs_label(entry: Entry, label: str) -> bool:
    """Whether a value means nothing without its label: other facts, figures that may be creatinine or eGFR."""
    if entry.field is FieldName.KIDNEY:
        return not re.search("krea|gfr", entry.text, re.IGNORECASE)
    if entry.field is FieldName.ALLERGY and re.search(r"\d", label):
        return True
    special = entry.field is FieldName.ALLERGY and _PLAIN_ALLERGY.search(label) is None
    # "Diabetes: nej" is no word of metformin, nor "Amning: nej" one of a pregnancy.
    plain = next((words for field, words in _PLAIN.items() if field is entry.field), None)
    if plain is not None and not plain.search(label) and kinds.is_plain(label):
        return True
    special = special or entry.field in (FieldName.IMPLANT, FieldName.INFECTION)
    own = next((words for field, words in _OWN_LABEL.items() if field is entry.field), None)
    special = special or (own is not None and not own.match(label))
    if special:
        return answers.begins(entry.text)
    dated = entry.field is FieldName.EARLIER and bool(re.search(r"\d", label) or kinds.examination(label))
    return dated or (entry.field is FieldName.OTHER and not _PLAIN_LABEL.match(label))


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
