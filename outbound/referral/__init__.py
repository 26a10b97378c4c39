"""A referral, read from whatever it came as: fields by their labels, and the patient's identity apart from them.

Removes nothing and sends nothing; that is `outbound.anonymise`. Reads only through `ocr.pages`' jail.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Final, Literal

from ocr import charsets, identifiers, pages
from ocr.identifiers import Category, Finding
from outbound import reasons
from outbound.reasons import Reason
from outbound.referral import (
    accessions,
    ages,
    answers,
    delimited,
    doubts,
    hl7,
    identity,
    kinds,
    layout,
    leftover,
    lines,
    links,
    loose,
    naming,
    newspaper,
    notes,
    owners,
    phones,
    placing,
    prose,
    showing,
    spoken,
    staffed,
)
from outbound.referral.entries import Entry
from outbound.referral.lines import Row
from outbound.referral.values import STAFF, FieldName, Identity, Referral

__all__ = ["STAFF", "FieldName", "Identity", "Referral", "from_form", "read", "showing"]

# Mean word confidence of a scan: below the first a person compares, below the second nothing is believed.
POOR: Final = 70.0
BLIND: Final = 35.0
_FEWEST_WORDS: Final = 8
# What a document's own title may tell of the patient; its author is whoever printed it.
_NAMED_BY: Final = frozenset({"Title", "Subject", "Keywords", "title", "subject", "comment", "description", "document"})
# What "other" is called needs no telling.
_PLAIN_LABEL: Final = re.compile(r"[ÖO]vr|[Kk]omment|[Aa]nm|[Ii]nfo|[Oo]bs", re.IGNORECASE)


def read(data: bytes, name: str, *, today: date) -> Referral:
    """The referral in a file of that name. Raises pages.Unreadable, with a closed word for why."""
    kind = pages.sniff(data)
    if not data.strip(b"\0 \r\n\t"):
        raise pages.Unreadable("empty")
    if kind == "unknown" and not hl7.is_message(hl7.text_of(data[:64])):
        raise pages.Unreadable("unknown_format")
    if not pages.is_whole(data):
        raise pages.Unreadable("damaged")
    about = [("file", PurePath(name).stem)]
    if kind not in ("text", "unknown"):
        return _from_pages(data, about, today)
    if len(data) > 1_000_000:
        raise pages.Unreadable("too_large")
    words = hl7.text_of(data)
    if hl7.is_message(words):
        return _from_hl7(words, about, today)
    told = spoken.written(delimited.unpacked(words))
    return _from_rows(
        tuple(newspaper.unfolded(lines.from_text(told))), "text", about, today, pages_=1, confidence=100.0
    )


def from_form(values: Mapping[str, str], *, today: date) -> Referral:
    """The referral that a person typed. Keys are those of FieldName, and name, number, accession, age and sex."""
    values = {key: charsets.folded(text) for key, text in values.items()}
    fields = {name: values[name.value].strip() for name in FieldName if values.get(name.value, "").strip()}
    told = [("name", values.get("name", "")), ("identity", values.get("number", ""))]
    number = identifiers.personal_number(values.get("number", ""), today)
    age, sex = identity.age_and_sex([number] if number else [], (), today)
    typed = values.get("accession", "") or values.get("accessions", "")
    why = list(doubts.of(fields, told, today)) + doubts.protected(" ".join(values.values()))
    return Referral(
        fields=fields,
        identity=identity.of((*told, *_texts(fields)), today),
        accessions=tuple(part for part in re.split(r"[\s,;]+", typed) if part),
        source="form",
        age=age or values.get("age", "").strip(),
        sex=sex or values.get("sex", "").strip(),
        reasons=tuple(dict.fromkeys(reason for reason in why if reason.code != "no_identity")),
        pages=1,
        confidence=100.0,
    )


def _from_pages(data: bytes, about: list[tuple[str, str]], today: date) -> Referral:
    """A document with pages: the text layer where there is one, else what Tesseract reads."""
    document = pages.open_document(data)
    about += [("file" if key in _NAMED_BY else "document", value) for key, value in document.metadata.items()]
    with ThreadPoolExecutor(max_workers=2) as two:
        readings = list(two.map(showing.reading, document.pages))
    scanned = any(not page.words for page in document.pages)
    words = [word for one in readings for word in one.words]
    if len(words) < _FEWEST_WORDS:
        raise pages.Unreadable("no_text")
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    if confidence < BLIND:
        raise pages.Unreadable("no_text")
    rows = showing.rows_of(readings)
    about += [("drop", code) for one in readings for code in one.codes]
    source: Literal["scan", "text"] = "scan" if scanned else "text"
    made = _from_rows(rows, source, about, today, pages_=len(readings), confidence=confidence)
    why = list(made.reasons)
    if confidence < POOR:
        why.append(reasons.make("poor_scan"))
    if any(word.text == answers.UNCLEAR for word in words):
        why.append(reasons.make("unclear_choice"))
    if scanned:
        why += [
            reasons.make("page_without_identity", number) for number in _strange(rows, made.identity, len(readings))
        ]
    return replace(made, reasons=tuple(why))


def _strange(rows: Sequence[Row], known: Identity, total: int) -> Iterator[int]:
    """Pages after the first on which neither the patient's number nor name stands: they may be another patient's."""
    numbers = {identifiers.digits(number)[-10:] for number in known.numbers}
    names = {part.lower() for name in known.names for part in name.split() if len(part) > 2}
    for page in range(2, total + 1):
        here = " ".join(row.text for row in rows if row.page == page)
        figures = re.sub(r"[^\d\n]", "", identifiers.restored(here))
        if not any(number and number in figures for number in numbers) and not names & set(here.lower().split()):
            yield page


def _from_rows(
    rows: Sequence[Row],
    source: Literal["text", "scan"],
    about: Sequence[tuple[str, str]],
    today: date,
    *,
    pages_: int,
    confidence: float,
) -> Referral:
    """A referral from rows of cells, by their labels; without labels, by what the sentences say."""
    about, rows = [*about, *links.files(rows)], links.without(rows)
    entries = placing.all_of(layout.read(rows))
    whole = doubts.without_stamps("\n".join(row.text for row in rows))
    fields, staff_phones, why = _carried(rows, entries, today)
    why = [*doubts.protected(whole), *why]
    strange = [entry for entry in entries if entry.group == "unknown" and re.search(r"[^\W\d_]{3}", entry.text)]
    if any(not _is_quiet(entry) and (_is_personal(entry) or not kinds.is_plain(entry.label)) for entry in strange):
        why.append(reasons.make("unknown_label"))
    told = [
        *naming.told(entries),
        *naming.in_rows(rows),
        *naming.born(rows, today),
        *naming.in_files(about),
        ("document", whole),
    ]
    known = identity.of(told, today)
    private = tuple(phone for phone in known.phones if phone not in staff_phones)
    age, sex = ages.said(entries, whole, told, today)
    why += doubts.of(fields, told, today)
    return Referral(
        fields=fields,
        identity=replace(known, phones=private),
        accessions=accessions.of(entries, rows),
        source=source,
        age=age,
        sex=sex,
        reasons=tuple(dict.fromkeys(why)),
        pages=pages_,
        confidence=confidence,
    )


def _carried(
    rows: Sequence[Row], entries: Sequence[Entry], today: date
) -> tuple[dict[FieldName, str], frozenset[str], list[Reason]]:
    """The carried fields by their labels and, where labels lack, by what sentences say; the staff's telephones."""
    private = owners.others(rows, entries)
    fields, staff_phones = _fields(entries, private)
    fields |= _unexplained(entries, fields)
    why = [reasons.make("several_referrals")] if _several(entries) else []
    labelled, fields = dict(fields), loose.added(rows, entries, fields, private)
    # A wish that opened running text was no label.
    labelled = {name for name, text in labelled.items() if name not in _ASKED or fields[name].startswith(text)}
    told = any(entry.group in ("name", "identity") for entry in entries)
    if any(entry.group == "unknown" and kinds.what(entry.text) == "story" for entry in entries):
        labelled |= {FieldName.HISTORY}
    understood = (
        _is_known(labelled, labelled | set(fields))
        or (told and _is_known(fields, fields))
        or _is_told(rows, fields, today)
    )
    misread = sum(map(placing.is_misplaced, entries)) > 1
    if misread or not understood or prose.is_forwarded(rows) or prose.is_foreign(fields):
        why.append(reasons.make("unknown_layout"))
    if prose.is_of_one_case(fields):
        why.append(reasons.make("no_capitals"))
    if prose.is_forwarded(rows) and FieldName.CALL_BACK not in labelled:
        # Who "I" is, is somebody else: their telephone is nobody's of the staff.
        fields.pop(FieldName.CALL_BACK, None)
    fields |= staffed.without_call_back(fields)
    fields = leftover.added(entries, staffed.once(fields), private)
    return fields, staff_phones | set(phones.found(fields.get(FieldName.CALL_BACK, ""))), why


def _unexplained(entries: Sequence[Entry], have: Mapping[FieldName, str]) -> dict[FieldName, str]:
    """What stands behind labels that nobody knows, with them: it may be what the reader needs. The rules see to it."""
    rows = [
        f"{entry.label}: {entry.text}"
        for entry in entries
        if entry.group == "unknown" and entry.text and not _is_personal(entry)
    ]
    told = "\n".join(filter(None, (have.get(FieldName.OTHER, ""), *rows)))
    return {FieldName.OTHER: told} if rows else {}


def _is_personal(entry: Entry) -> bool:
    """Whether an unknown label, or what stands behind it, is somebody's own and no radiologist's business."""
    told = (kinds.has_fact(entry.text) and kinds.what(entry.text) == "story") or answers.is_whole(entry.text)
    own = kinds.is_personal(entry.label) and not told
    return own or naming.is_somebody(entry.text)


def _is_quiet(entry: Entry) -> bool:
    """Whether an unknown label stands before somebody's own and nothing else: left behind, and nobody need look."""
    if kinds.what(entry.text) in ("staff", "unit", "examination", "question"):
        return False
    own = kinds.is_home_life(entry.label) or naming.tells_person(entry.text)
    return own and len(entry.text) <= _SHORT_LINE and not kinds.has_fact(entry.text)


_SHORT_LINE: Final = 100
_ASKED: Final = frozenset({FieldName.EXAMINATION, FieldName.QUESTION})
_TOLD: Final = frozenset({FieldName.HISTORY, FieldName.STATUS})


def _is_known(labelled: Collection[FieldName], found: Collection[FieldName]) -> bool:
    """Whether the document was understood: what is asked for, why and the story are there, one of them by its label."""
    heart = _ASKED | _TOLD
    return not heart.isdisjoint(labelled) and _ASKED.issubset(found) and not _TOLD.isdisjoint(found)


def _is_told(rows: Sequence[Row], fields: Mapping[FieldName, str], today: date) -> bool:
    """Whether running text tells all without a label: who, by name and sound number, from where, what, and why."""
    every = [row.text for row in rows if any(_is_sure(one) for one in identifiers.find(row.text))]
    numbers = [text for text in every if not kinds.begins_near(text)] or every
    born = list(naming.born(rows, today))
    one = len(numbers) == 1 or (not numbers and len({day for group, day in born if group == "identity"}) == 1)
    named = (*naming.in_rows(rows), *born)
    who = any(group == "name" and identity.names_in(value) for group, value in named)
    needed = _ASKED | {FieldName.HISTORY, FieldName.UNIT, FieldName.CALL_BACK}
    asked = fields.get(FieldName.EXAMINATION, "")
    outright = any(asked == kinds.requested(text) for name, text in fields.items() if name is not FieldName.EXAMINATION)
    return one and who and needed.issubset(fields) and (outright or kinds.what(asked) == "examination")


def _is_sure(found: Finding) -> bool:
    return found.category is Category.PERSONAL_NUMBER and found.certain


def _from_hl7(words: str, about: Sequence[tuple[str, str]], today: date) -> Referral:
    """A referral from an HL7 message. Raises pages.Unreadable if it is damaged."""
    try:
        order = hl7.read(words)
    except (ValueError, LookupError):
        raise pages.Unreadable("damaged") from None
    private = {phones.national(phone) for _, value in order.told for phone in phones.found(value)}
    fields = notes.told(order.fields, private)
    told = [*order.told, *naming.in_files(about), *_texts(fields)]
    if order.birth:
        told.append(("identity", order.birth))
    why = doubts.protected(words) + list(doubts.of(fields, told, today))
    why += [reasons.make("several_referrals")] if order.messages > 1 else []
    why += [reasons.make("several_orders")] if order.orders > 1 else []
    why += [reasons.make("accession_conflict")] if order.conflict else []
    known = identity.of(told, today)
    age, sex = ages.of(known, today)
    return Referral(fields, known, order.accessions, "hl7", age, sex or order.sex, tuple(dict.fromkeys(why)), 1, 100.0)


def _several(entries: Sequence[Entry]) -> bool:
    """Whether patient, examination and question are all told twice: two referrals in one file."""
    fields = [entry.field for entry in entries]
    told = [entry.group for entry in entries if entry.lines]
    twice = all(fields.count(name) > 1 for name in (FieldName.EXAMINATION, FieldName.QUESTION))
    return twice and max(told.count("name"), told.count("identity")) > 1


def _fields(entries: Sequence[Entry], private: frozenset[str]) -> tuple[dict[FieldName, str], frozenset[str]]:
    """The carried fields, and the telephone numbers that stand in staff fields."""
    fields = dict[FieldName, list[str]]()
    for entry in entries:
        if entry.group == "field" and entry.field is not None and entry.text:
            fields.setdefault(entry.field, []).append(_labelled(entry))
    joined = {name: "\n".join(dict.fromkeys(texts)) for name, texts in fields.items()}
    joined = {name: told for name, text in joined.items() if (told := _public(name, text, private))}
    staff = [phone for phone in _staff_phones(entries, joined) if phones.national(phone) not in private]
    if FieldName.CALL_BACK not in joined and staff:
        joined[FieldName.CALL_BACK] = _whom_to_call(entries, staff[0])
    return joined, frozenset(staff)


def _whom_to_call(entries: Sequence[Entry], phone: str) -> str:
    """A telephone with whom it reaches, where the answer is asked for: "Svar till: Trombolysjour tel 031-…"."""
    asked = (one.text for one in entries if one.group == "sender" and one.label.lower().startswith("svar"))
    whole = next((text for text in asked if phone in text), phone)
    alone = len(phones.found(whole)) == 1 and not kinds.is_private(whole)
    return whole if alone and len(whole.split()) <= _MOST_WORDS else phone


# A telephone and whom it reaches are no more words.
_MOST_WORDS: Final = 9


def _public(name: FieldName, text: str, private: frozenset[str]) -> str:
    """A staff field without what is private; nothing of a call-back whose only number is somebody's near."""
    told = phones.public(text) if name in STAFF else text
    if name in STAFF:
        told = phones.without(told, [phone for phone in phones.found(told) if phones.national(phone) in private])
    told = phones.first_party(told) if name is FieldName.CALL_BACK else told
    lost = name is FieldName.CALL_BACK and phones.found(text) and not phones.found(told)
    return "" if lost else told


def _staff_phones(entries: Sequence[Entry], fields: Mapping[FieldName, str]) -> Iterator[str]:
    """The staff's telephones: those that are said to be, then those of staff fields."""
    for entry in entries:
        if entry.group in ("phone", "both_phones", "contact"):
            yield from (phone for phone, whose in phones.owned(entry.text) if whose == "staff")
    for entry in entries:
        if entry.group == "both_phones":
            yield from phones.found(entry.text)[1:]
    sent_by = (entry for entry in entries if entry.group == "sender")
    yield from (phone for entry in sent_by for phone, whose in phones.owned(entry.text) if whose != "private")
    yield from (phone for entry in phones.of_staff(entries) for phone in phones.found(entry.text))
    yield from (phone for name in STAFF for phone in phones.found(fields.get(name, "")))


def _labelled(entry: Entry) -> str:
    """The value; with its label where it means nothing without ("Rullstol: ja", "Debuttid: 22.15", "eGFR: 60")."""
    label = entry.label
    if entry.field is FieldName.PRIORITY and (urgent := kinds.urgency(label, entry.text)):
        return urgent
    if not label or entry.text.startswith(label) or not _needs_label(entry, label):
        return entry.text
    return f"{label}: {entry.text}"


def _needs_label(entry: Entry, label: str) -> bool:
    """Whether nobody can tell what a value means: of other facts, and of figures that may be creatinine or eGFR."""
    if entry.field is FieldName.KIDNEY:
        return not re.search("krea|gfr", entry.text, re.IGNORECASE)
    if entry.field is FieldName.ALLERGY and re.search(r"\d", label):
        return True
    special = entry.field is FieldName.ALLERGY and _PLAIN_ALLERGY.search(label) is None
    # "Diabetes: nej" is no word of metformin, nor "Amning: nej" one of a pregnancy.
    special = special or entry.field in (FieldName.IMPLANT, FieldName.INFECTION)
    own = next((words for field, words in _OWN_LABEL.items() if field is entry.field), None)
    special = special or (own is not None and not own.match(label))
    if special:
        return answers.is_whole(entry.text)
    dated = entry.field is FieldName.EARLIER and bool(re.search(r"\d", label) or kinds.examination(label))
    return dated or (entry.field is FieldName.OTHER and not _PLAIN_LABEL.match(label))


_PAIR: Final = 2
# "Jodallergi: nej" tells of one allergy, "Allergi: nej" of all.
_PLAIN_ALLERGY: Final = re.compile(r"(?<![^\W_])(?:allerg|överkän|ök)", re.IGNORECASE)
_OWN_LABEL: Final = {
    FieldName.PREGNANCY: re.compile("gravid", re.IGNORECASE),
    FieldName.METFORMIN: re.compile("metformin", re.IGNORECASE),
}


def _texts(fields: Mapping[FieldName, str]) -> Iterator[tuple[str, str]]:
    """Every carried text, for numbers that stand in it."""
    yield from (("document", value) for name, value in fields.items() if name not in STAFF)
