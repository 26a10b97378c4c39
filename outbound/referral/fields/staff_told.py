"""Who refers and how they are reached, where no field of theirs tells it: by contacts, signatures and senders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile, zip_longest
from typing import Final

from outbound import lexicon
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Cell, Row
from outbound.referral.sender import phone_entries
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import kinds, labels, phones, titles, units, writers

# A telephone and whom it reaches are no more words.
_MOST_WORDS: Final = 9
# A number inside the hospital has four figures or five, or as many in groups.
_INSIDE: Final = re.compile(r"(?<![\d:/.-])(?:[1-9]\d{3,4}|[1-9]\d?\s\d{2}\s?\d{1,3})(?![\d:/.-])")
# First name and surname alone, before an address in brackets or nothing.
_SENDER: Final = re.compile(r"(?P<first>[A-ZÅÄÖ][\w-]+)(?:\s[A-ZÅÄÖ][\w-]+){1,2}(?=\s*(?:[<(]|$|\s\S+@))")
# What a sentence may be parted at: "Bo Ek, AT-läk sökare 2207 el privat 070-…".
_PIECE: Final = re.compile(r"\s{2,}|\sel(?:ler|\.)?\s|[;/]\s")
_NAME: Final = re.compile(r"[A-ZÅÄÖ][a-zåäö]{2,}")
# What stands between a unit and who dictates there.
_DICTATING: Final = re.compile(r"[,\s]+(?:(?:dikterande|dikterat av|genom|via)[\s:]*)?$", re.IGNORECASE)
# What stands before who wrote or signed; whoever printed it is somebody else.
_WRITTEN: Final = re.compile(r"(?:skapad|skriven|noterat|antecknat|signera[dt])\s.{0,30}\d", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"sign|skriv(?:en|et)|dikter", re.IGNORECASE)
# Who printed it; a doctor by title.
_PRINTED: Final = re.compile(r"utskri(?:ven|vet|ft)(?!\w)", re.IGNORECASE)
_DOCTOR: Final = re.compile(r"(?<!\w)(?:dr|doktor|\w*läk(?:are)?|öl|[AS]T)(?!\w)", re.IGNORECASE)


def reachable(fields: dict[FieldName, str], rows: Sequence[Row], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """The fields, with a number inside the hospital to call back where no other is known: its switchboard connects."""
    if FieldName.CALL_BACK in fields:
        return fields
    parts = list(_public_parts(rows))
    theirs = list(phone_entries.of_staff(entries))
    told = [one.text for one in theirs if one.group is Group.CONTACT and _is_reached(one.text)]
    named = [phones.internal(part) for part in parts]
    alone = [phones.extension(one.text) or phones.internal(one.text) for one in theirs]
    beside = [phones.behind_name(part, titles.named(part)) for part in parts]
    units_ = [phones.extension(row.cells[0].text) for row in rows if any(map(_is_unit, row.cells[1:]))]
    ended = [phones.at_end(part) for part in parts if kinds.what(part) in ("staff", "unit") or titles.named(part)]
    number = next(filter(None, (*told, *named, *alone, *beside, *units_, *ended)), "")
    return {**fields, FieldName.CALL_BACK: number} if number else fields


def paged(fields: dict[FieldName, str], rows: Sequence[Row]) -> dict[FieldName, str]:
    """The fields, with whoever stands right before a number inside the hospital as the referrer: "Bo Ek sök 1830"."""
    if FieldName.REFERRER in fields:
        return fields
    told = (phones.paged(row.text) for row in rows if not kinds.is_private(row.text))
    name = next(filter(None, told), "")
    return {**fields, FieldName.REFERRER: name} if name else fields


def presented(fields: dict[FieldName, str], rows: Sequence[Row]) -> dict[FieldName, str]:
    """The fields, with whoever presents themselves as the referrer where nobody is named: "Jag heter Bo Ek"."""
    if titles.named(fields.get(FieldName.REFERRER, "")):
        return fields
    name = next(filter(None, (writers.presented(row.text) for row in rows)), "")
    return {**fields, FieldName.REFERRER: name} if name else fields


def signed(fields: dict[FieldName, str], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """The fields, with whoever signed as the referrer where no label names one: "Signatur: Bo Ek, leg läk".

    Or whoever wrote, behind when: "Skriven: 2026-11-24 19:48 av Bo Ek, dist.läk".
    """
    if FieldName.REFERRER in fields:
        return fields
    signed = (one.text for one in entries if one.group is Group.DROP and _SIGNATURE.match(one.label))
    written = (
        one.text
        for one in entries
        if one.field is FieldName.DATE or _WRITTEN.match(one.text) or _WRITTEN.match(f"{one.label} {one.text}")
    )
    dated = (text.partition(" av ")[2] for text in written)
    apart = (one.text[3:] for one in entries if one.group is Group.HEADING and one.text.startswith("av "))
    name = next((text for text in (*signed, *dated, *apart) if titles.named(text)), "")
    return {**fields, FieldName.REFERRER: name} if name else fields


def sent(fields: dict[FieldName, str], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """The fields, with who sends it as a referrer, if no other is so called: "Från: Kirurgavd 51, ST-läk Bo Ek".

    Or the doctor who printed it, if that is the only one of the staff whom it names.
    """
    sent_by = (one.text for one in entries if one.group is Group.SENDER and not kinds.is_private(one.text))
    printed_by = (one.text for one in entries if _PRINTED.match(one.label) or _PRINTED.match(one.text))
    doctors = (text for text in printed_by if _DOCTOR.search(titles.named(text)))
    senders = (*sent_by, *(() if FieldName.REFERRER in fields else doctors))
    named = (name for text in senders if (name := titles.named(text)) and _names_one(name))
    name = next((name for name in named if not (units.first(name) or units.in_prose(name))), "")
    have = fields.get(FieldName.REFERRER, "")
    # Whoever sent the mail may be asked as well, beside the doctor of whom it tells.
    more = name and not set(re.findall(r"[A-ZÅÄÖ][a-zåäö]{2,}", name)) & set(re.findall(r"\w+", have))
    return {**fields, FieldName.REFERRER: f"{have}\n{name}".strip()} if more else fields


def signing(fields: dict[FieldName, str], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """The fields, with who sends a mail and signs it with a title, where no other referrer has one."""
    have = fields.get(FieldName.REFERRER, "")
    name = "" if titles.named(have) else _signing(entries)
    more = name and not any(word in have for word in name.split())
    return {**fields, FieldName.REFERRER: f"{have}\n{name}".strip()} if more else fields


def parted_from_unit(fields: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """Unit and referrer apart, where one line names both: "akuten NÄL, dikterande Bo Ek, kirurgjour"."""
    unit = fields.get(FieldName.UNIT, "").rstrip(" .")
    named = titles.named(unit)
    if FieldName.REFERRER in fields or not named or not unit.endswith(named):
        return {}
    rest = _DICTATING.sub("", unit.removesuffix(named))
    lies = units.first(rest) or units.in_prose(rest)
    return {FieldName.UNIT: rest, FieldName.REFERRER: named} if lies else {}


def unnamed_unit(fields: Mapping[FieldName, str], rows: Sequence[Row]) -> dict[FieldName, str]:
    """The unit without the name that stands right before it: "ST-läk Bo Ek akuten NÄL" is no "Bo Ek akuten NÄL"."""
    unit = fields.get(FieldName.UNIT, "")
    for text in (row.text for row in rows if unit and unit in row.text):
        named, start = titles.named(text), text.index(unit)
        ends = text.index(named) + len(named) if named in text else 0
        if named and text.index(named) <= start < ends and (told := _behind_name(unit, ends - start)):
            return {FieldName.UNIT: told}
    return {}


def answered_to(fields: dict[FieldName, str], entries: Sequence[Entry]) -> dict[FieldName, str]:
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


def whom_to_call(entries: Sequence[Entry], phone: str) -> str:
    """A telephone with whom it reaches, where the answer is asked for: "Svar till: Trombolysjour tel 031-…"."""
    contacts = (one.text for one in phone_entries.of_staff(entries) if one.group is Group.CONTACT)
    theirs = (text for text in contacts if _names_staff(text))
    to = (one.text for one in entries if one.group is Group.SENDER and one.label.lower().startswith("svar"))
    asked = (*to, *theirs)
    whole = next((text for text in asked if phone in text), phone)
    alone = len(phones.found(whole)) == 1 and not kinds.is_private(whole)
    return whole if alone and len(whole.split()) <= _MOST_WORDS else phone


def telephones(entries: Sequence[Entry], fields: Mapping[FieldName, str]) -> Iterator[str]:
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


def _is_unit(cell: Cell) -> bool:
    """Whether a cell is a unit and nothing else, with a capital or not."""
    return units.first(cell.text, any_case=True) == cell.text.strip()


def _signing(entries: Sequence[Entry]) -> str:
    """The sender without a title whom a line below names with one: "Från: Bo Ek" and "Mvh Bo, kirurgjour"."""
    lines = [line for one in entries for line in one.lines]
    told = [f"{here}, {below}" for here, below in zip_longest(lines, lines[1:], fillvalue="")]
    for sender in (one for one in entries if one.group is Group.SENDER):
        name = _SENDER.match(sender.text)
        named = name is not None and any(map(lexicon.is_first_name, re.findall(r"[^\W\d_]+", name.group())))
        if name is None or not named or kinds.is_private(sender.text):
            continue
        first = re.compile(rf"(?<!\w){re.escape(name['first'])}(?!\w)")
        signed = (text for text in told if first.search(text) and text not in sender.text)
        if any(not kinds.is_private(text) and first.search(titles.named(text)) for text in signed):
            return name.group()
    return ""


def _public_parts(rows: Sequence[Row]) -> Iterator[str]:
    """Sentences that speak of nobody private, each up to where it tells of the patient.

    Of one that does speak of them, the cells before: "ankn 51270   Pat: akutrum 1".
    """
    sentences = (part for row in rows for part in kinds.full_sentences(row.text))
    for part in map(kinds.before_patient, sentences):
        if kinds.is_private(part):
            yield from takewhile(lambda cell: not kinds.is_private(cell), _PIECE.split(part))
        else:
            yield part


def _behind_name(unit: str, reach: int) -> str:
    """What is left of a unit behind the words of a name, all within so many signs; "" if no name opens it."""
    named = False
    for word in re.finditer(r"[^\s,]+", unit):
        own = lexicon.is_first_name(word.group()) or lexicon.is_surname(word.group())
        title = titles.named(f"{word.group()} Anna Ek").startswith(word.group())
        if word.start() >= reach or (_is_of_unit(word.group()) and not title):
            return unit[word.start() :] if named else ""
        named = named or own
    return ""


def _is_of_unit(word: str) -> bool:
    """Whether a word is a ward's, a hospital's or a field's."""
    known = (lexicon.has_hospital, lexicon.is_hospital, lexicon.is_listed_locality, lexicon.is_listed_clinical)
    alone = bool(units.first(word)) or units.is_short(word) or units.is_place(word)
    return len(word) > 1 and (alone or any(knows(word) for knows in known))


def _names_one(titled: str) -> bool:
    """Whether a title has a name beside it, and no label: "jour Dir tel" has none."""
    return any(not labels.is_label(word) for word in re.findall(r"[A-ZÅÄÖ][a-zåäöé]+", titled))


def _is_reached(text: str) -> bool:
    """Whether a contact of the staff's is whom to reach and a number inside the hospital: "IVA plats 4, 53215"."""
    inside = phones.internal(text) or _INSIDE.search(text) is not None
    return bool(inside) and _names_staff(text) and len(text.split()) <= _MOST_WORDS


def _names_staff(text: str) -> bool:
    """Whether a contact names one of the staff, a unit or nobody: "Anna Ek 070-…" may be anybody's."""
    staff = kinds.is_staff(text) or bool(titles.named(text) or units.first(text, any_case=True) or units.in_prose(text))
    return not kinds.is_private(text) and (staff or _NAME.search(text) is None)
