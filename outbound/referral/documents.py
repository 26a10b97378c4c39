"""A file or a typed form as a Referral: pages, plain text, HL7. Reads only through `ocr.pages`' jail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Final, Literal

from ocr import charsets, identifiers, pages
from outbound import reasons
from outbound.referral import hl7, hl7_notes
from outbound.referral.fields import carried, corrections, doubts, unknown_labels
from outbound.referral.form import accessions, layout
from outbound.referral.page import dictated_numbers, exports, grid, links, newspaper, reading, running_heads, spaced_out
from outbound.referral.page.grid import Row
from outbound.referral.patient import ages, identity, introduced_names, persons
from outbound.referral.sender import call_back
from outbound.referral.values import STAFF, Clue, FieldName, Group, Identity, Referral
from outbound.referral.words import answers, phones

# Mean word confidence of a scan: below the first a person compares, below the second nothing is believed.
POOR: Final = 70.0
BLIND: Final = 35.0
# Fewer words on all pages are no text.
_FEWEST_WORDS: Final = 8
# What a document's own title may tell of the patient; its author is whoever printed it.
_NAMED_BY: Final = frozenset({"Title", "Subject", "Keywords", "title", "subject", "comment", "description", "document"})


def read(data: bytes, name: str, *, today: date) -> Referral:
    """The referral in a file of that name. Raises pages.Unreadable, with a closed word for why."""
    kind = pages.sniff(data)
    if not data.strip(b"\0 \r\n\t"):
        raise pages.Unreadable("empty")
    if kind == "unknown" and not hl7.is_message(hl7.text_of(data[:64])):
        raise pages.Unreadable("unknown_format")
    if not pages.is_whole(data):
        raise pages.Unreadable("damaged")
    about = [Clue(Group.FILE, PurePath(name).stem)]
    if kind not in ("text", "unknown"):
        return _from_pages(data, about, today)
    if len(data) > 1_000_000:
        raise pages.Unreadable("too_large")
    words = hl7.text_of(data)
    if hl7.is_message(words):
        return _from_hl7(words, about, today)
    told = dictated_numbers.written(spaced_out.closed(exports.unpacked(words)))
    return _from_rows(tuple(newspaper.unfolded(grid.from_text(told))), "text", about, today, pages_=1, confidence=100.0)


def from_form(values: Mapping[str, str], *, today: date) -> Referral:
    """The referral that a person typed. Keys are those of FieldName, and name, number, accession, age and sex."""
    values = {key: charsets.folded(text) for key, text in values.items()}
    fields = {name: values[name.value].strip() for name in FieldName if values.get(name.value, "").strip()}
    clues = [Clue(Group.NAME, values.get("name", "")), Clue(Group.IDENTITY, values.get("number", ""))]
    number = identifiers.personal_number(values.get("number", ""), today)
    age, sex = identity.age_and_sex([number] if number else [], (), today)
    why = list(doubts.of(fields, clues, today, may_be_called=True)) + doubts.protected(" ".join(values.values()))
    return Referral(
        fields=fields,
        identity=identity.of((*clues, *_texts(fields)), today),
        accessions=accessions.typed(values.get("accession", "") or values.get("accessions", "")),
        source="form",
        age=age or values.get("age", "").strip(),
        sex=sex or values.get("sex", "").strip(),
        reasons=tuple(dict.fromkeys(reason for reason in why if reason.code != "no_identity")),
        pages=1,
        confidence=100.0,
    )


def _from_rows(
    rows: Sequence[Row],
    source: Literal["text", "scan"],
    about: Sequence[Clue],
    today: date,
    *,
    pages_: int,
    confidence: float,
) -> Referral:
    """A referral from rows of cells, by their labels; without labels, by what the sentences say."""
    about, rows = [*about, *links.files(rows)], links.without(rows)
    entries = corrections.all_of(layout.read(running_heads.without(rows)))
    whole = doubts.without_stamps("\n".join(row.text for row in rows))
    found = carried.of(rows, entries, today)
    why = [*doubts.protected(doubts.stated(rows)), *found.reasons]
    why += [reasons.make("unknown_label")] if unknown_labels.is_doubtful(entries) else []
    clues = [
        *persons.clues(entries),
        *persons.in_rows(rows),
        *introduced_names.born(rows, today),
        *persons.in_files(about),
        Clue(Group.DOCUMENT, whole),
    ]
    known = identity.of(clues, today)
    private = tuple(phone for phone in known.phones if phone not in found.staff_phones)
    age, sex = ages.of_patient(entries, whole, clues, today)
    why += doubts.of(found.fields, clues, today, may_be_called=source == "scan" or call_back.may_stand(entries))
    return Referral(
        fields=found.fields,
        identity=replace(known, phones=private),
        accessions=accessions.of(entries, rows),
        source=source,
        age=age,
        sex=sex,
        reasons=tuple(dict.fromkeys(why)),
        pages=pages_,
        confidence=confidence,
    )


def _from_pages(data: bytes, about: list[Clue], today: date) -> Referral:
    """A document with pages: the text layer where there is one, else what Tesseract reads."""
    document = pages.open_document(data)
    metadata = document.metadata.items()
    about += [Clue(Group.FILE if key in _NAMED_BY else Group.DOCUMENT, value) for key, value in metadata]
    with ThreadPoolExecutor(max_workers=2) as two:
        readings = list(two.map(reading.of_page, document.pages))
    scanned = any(not page.words for page in document.pages)
    words = [word for one in readings for word in one.words]
    if len(words) < _FEWEST_WORDS:
        raise pages.Unreadable("no_text")
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    if confidence < BLIND:
        raise pages.Unreadable("no_text")
    rows = reading.rows_of(readings)
    about += [Clue(Group.DROP, code) for one in readings for code in one.codes]
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


def _from_hl7(words: str, about: Sequence[Clue], today: date) -> Referral:
    """A referral from an HL7 message. Raises pages.Unreadable if it is damaged."""
    try:
        order = hl7.read(words)
    except (ValueError, LookupError):
        raise pages.Unreadable("damaged") from None
    private = {phones.national(phone) for clue in order.clues for phone in phones.found(clue.text)}
    fields = hl7_notes.with_notes(order.fields, private)
    clues = [*order.clues, *persons.in_files(about), *_texts(fields)]
    if order.birth:
        clues.append(Clue(Group.IDENTITY, order.birth))
    unread = any(phones.found(text) for name, text in fields.items() if name not in STAFF)
    why = doubts.protected(words) + list(doubts.of(fields, clues, today, may_be_called=unread))
    why += [reasons.make("several_referrals")] if order.messages > 1 else []
    why += [reasons.make("several_orders")] if order.orders > 1 else []
    why += [reasons.make("accession_conflict")] if order.conflict else []
    known = identity.of(clues, today)
    age, sex = ages.of(known, today)
    return Referral(
        fields=fields,
        identity=known,
        accessions=order.accessions,
        source="hl7",
        age=age,
        sex=sex or order.sex,
        reasons=tuple(dict.fromkeys(why)),
        pages=1,
        confidence=100.0,
    )


def _texts(fields: Mapping[FieldName, str]) -> Iterator[Clue]:
    """Every carried text, for numbers that stand in it."""
    yield from (Clue(Group.DOCUMENT, value) for name, value in fields.items() if name not in STAFF)
