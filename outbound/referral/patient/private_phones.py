"""Which telephones are the patient's or a relative's, by any place where they stand.

A number that one line gives to the daughter is hers on every other line too. An attack with 230 referrals showed why: a
label, a column, a name or a word behind the number told whose it was, and the rule that found it had looked elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from ocr import identifiers
from ocr.identifiers import Category
from outbound import lexicon
from outbound.lexicon import people
from outbound.lexicon.people import NEAR
from outbound.lexicon.vocabulary import any_of
from outbound.referral.form import inner_labels
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Cell, Row
from outbound.referral.sender import phone_entries
from outbound.referral.values import STAFF, Group
from outbound.referral.words import kinds, labels, phones, titles, units, value_shapes

# A name.
_CAPITALS: Final = re.compile(r"[A-ZÅÄÖ][\w'’-]{2,}")
_LIVES: Final = re.compile(r"(?<!\w)(?i:bor|boende)\s(?:på|i|hos|vid)\s(?P<name>[A-ZÅÄÖ][\w'’-]{2,})")
# Labels that say whose, before the number; and words behind it, up to the next number.
_LABEL: Final = re.compile(
    rf"(?<!\w)(?:pat(?:ient\w*)?|hem|hem(?:ma|telefon|nr|nummer|tel)|bostad\w*|priv(?:at\w*)?|egen|"
    # As a person's telephones are told apart: nobody's of the staff.
    rf"arb(?:ete)?|jobb|dagtid|kvällstid|{people.RELATION})(?!\w)",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    rf"\W{{0,3}}(?:[A-ZÅÄÖ]\w+\W{{1,2}})?(?i:hem(?:ma)?|bostad\w*|privat\w*|{people.RELATION})(?!\w)"
)
# What tells the staff outright, so that a sentence about the patient's way home may hold their number.
_STAFFS: Final = re.compile(
    r"(?<!\w)(?:mig|mitt|min|oss|vår|vi|jag|undertecknad|svar\w*|återrap\w*|återkoppl\w*|\w*jour(?:en)?|läk\w*|\w*läkare|"
    r"bakjour|dr|ssk|\w*sköterska\w*|sökare|dect|expedition|rond|bestäl\w*|remit\w*)(?!\w)",
    re.IGNORECASE,
)
# The way home, or who waits there.
_AWAY: Final = re.compile(rf"(?<!\w){any_of('kinds.away')}(?!\w)", re.IGNORECASE)
# So many lines below the number an address and a telephone may stand.
_BLOCK: Final = 3
# A column's cells begin so near to each other.
_COLUMN: Final = 3.0
# Behind these begins who it is about.
_ABOUT: Final = re.compile(r"(?<!\w)(?:ang|angående|gäller|avser|avseende|remitterar|ringer om)(?!\w)", re.IGNORECASE)
# Groups whose telephones are not the staff's; the others below them stand for them too.
_THEIRS: Final = (Group.RELATIVE, Group.NAME, Group.ADDRESS)
_OWN: Final = (Group.RELATIVE, Group.NAME, Group.ADDRESS, Group.IDENTITY)
# "Patientens egen telefon / är 070-…": the line before tells whose the number is that begins the next.
_DIALLED: Final = re.compile(
    r"(?<!\w)(?:telefon|mobil|nummer|nr|tel|tfn|nås|svarar)\w*(?:\s(?:på|är))?[.:]?$", re.IGNORECASE
)
_NUMBER_FIRST: Final = re.compile(r"(?:(?:är|på|via|nr|nummer|tfn|tel)[.:]?\s)*[+0(]")
# Somebody asks to be rung, or rings, and the number follows below.
_WISHES: Final = re.compile(
    r"(?<!\w)(?:vill|önskar|ber|ska|skall)\s(?:\w+\s){0,3}(?:upp)?ring(?:d|as|a)(?!\w)"
    r"|(?<!\w)(?:ringer|nås|svarar|lämnat(?:\ssitt)?)\W*$",
    re.IGNORECASE,
)
# So many signs behind a personal number; "Boliden, tfn 070-…".
_BESIDE: Final = 70
_LIVED: Final = re.compile(r"(?P<town>[A-ZÅÄÖ][\wåäö-]+),?\s(?:tfn|tel|telefon|mob|mobil)\b", re.IGNORECASE)
# What somebody near or elsewhere wrote or said; who is there with the patient; a relative's greeting behind the number.
_SAYING: Final = r"(?:skrev|skriver|säger|sa|meddelar)(?:\s\w+){0,2}\s?:"
_QUOTED: Final = re.compile(
    rf"(?<!\w)(?:{people.RELATION}|personalen|boendet)(?:\s\S+){{0,3}}\s{_SAYING}", re.IGNORECASE
)
_THERE: Final = re.compile(r"(?:sköterska\w*|personal\w*)\s(?:där|på\s(?!plats)\S+)(?:\s\w+){0,3}:?\s?$", re.IGNORECASE)
_SIGNED: Final = re.compile(rf"^[^.]{{0,40}}(?:mvh|hälsning\w*)\s\w+\s\((?:{people.RELATION})\)", re.IGNORECASE)
_MOBILE: Final = re.compile(r"(?<!\w)mobil\w*", re.IGNORECASE)
# A name without a title right before a number, and what goes on about whoever that is: "…, han sitter i väntrummet".
_UNTITLED: Final = re.compile(
    r"(?:(?!(?:Ring|Nås|Tel|Tfn|Svar|Sök|Kontakta|Mobil)\w*\s)[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?[\s,:]{1,2}){1,3}"
    r"(?:på\s|tel\.?\s)?$"
)
_ASKED: Final = re.compile(r"\W*Ring\s(?:gärna\s|på\s)?")
_GOES_ON: Final = re.compile(r",?\s(?:han|hon|hen|som)\s(?!är\s(?:jour|läk|bakjour|ansvarig))", re.IGNORECASE)
# So many signs before a number may name whose it is.
_NAMED: Final = 40
# Who answers by themselves, where no title makes them one of the staff: "… och Torgny själv svarar på 070-…".
_ANSWERS: Final = re.compile(
    r"(?:^|[.,;]\s|(?<!\w)(?:och|men|o)\s)(?P<name>[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?)\s(?:själv\s)?"
    r"(?:svarar|nås|kan\snås|har\s(?:mobil|telefon|nummer|nr|tel))(?!\w)"
)


# "Ring maken om hon inte svarar på 070-…".
_SHE_ANSWERS: Final = re.compile(
    r"(?<!\w)(?:hon|han|hen|patienten|pat)\s(?:\w+\s){0,2}?(?:svarar|nås|har|träffas|anträffas)(?:\s\w+){0,2}\W*$",
    re.IGNORECASE,
)


def others(rows: Sequence[Row], entries: Sequence[Entry]) -> frozenset[str]:
    """The numbers, as dialled, that a label, a sentence, a line or a column gives to the patient or a relative."""
    names = frozenset(_names(rows, entries))
    found = (*_labelled(entries), *_told(rows, names), *_in_columns(rows), *_under_heads(rows))
    return frozenset(map(phones.national, found))


def _names(rows: Sequence[Row], entries: Sequence[Entry]) -> Iterator[str]:
    """The names of the patient and of those near, word by word: no town, no word of the field, no label."""
    told = [entry.text.partition("\n")[0] for entry in entries if entry.group in (Group.NAME, Group.RELATIVE)]
    told += [part for row in rows for part in _around(row.text)]
    told += [match["name"] for row in rows for near in (NEAR, _LIVES) for match in near.finditer(row.text)]
    told += _answering(rows)
    yield from (word for value in told for word in _said(_CAPITALS.findall(value)))


def _said(words: Sequence[str]) -> Iterator[str]:
    """The words of a name; behind a first name also one that is a word otherwise: "Erland Gran"."""
    for before, word in pairwise(("", *words)):
        surname = lexicon.is_first_name(before) and _is_plain(word) and not lexicon.is_clinical(word)
        if surname or not _is_word(word):
            yield word


def _answering(rows: Sequence[Row]) -> Iterator[str]:
    """First names that answer a telephone and that no line has with a title: patient or kin more often than staff."""
    staff = {word for row in rows for word in _CAPITALS.findall(titles.named(row.text))}
    named = (match["name"] for row in rows for match in _ANSWERS.finditer(row.text))
    yield from (name for name in named if lexicon.is_first_name(name.split("-")[0]) and name not in staff)


def _around(text: str) -> Iterator[str]:
    """What stands right before and behind each personal number of a line, without the caller: "Dr Ali ringer ang …"."""
    for one in identifiers.find(text):
        if one.category in kinds.NUMBERS:
            yield re.split(_ABOUT, text[max(0, one.start - _NAMED) : one.start])[-1]
            yield text[one.end : one.end + _NAMED]


def _is_word(word: str) -> bool:
    known = (lexicon.has_hospital, lexicon.is_hospital, lexicon.is_function_word, lexicon.is_clinical, labels.is_label)
    return (
        any(knows(word) for knows in known)
        or lexicon.is_listed_locality(word)
        or kinds.is_staff(word)
        or _is_plain(word)
    )


def _is_plain(word: str) -> bool:
    return lexicon.is_listed(word) and not (lexicon.is_first_name(word) or lexicon.is_surname(word))


def _labelled(entries: Sequence[Entry]) -> Iterator[str]:
    """The numbers behind a label that says whose they are ("Patientens telefon"), or right below the patient's own."""
    staff = list(phone_entries.of_staff(entries))
    for number, entry in enumerate(entries):
        before = entries[number - 1] if number else entry
        below = (
            before.group in _OWN and not phones.found(before.text) and entry.group is Group.PHONE and entry not in staff
        )
        below = below or (entry.group is Group.PHONE and phone_entries.is_below_others(entries, number))
        if below or _LABEL.search(entry.label) or entry.group in _THEIRS:
            first = entry.text.partition("\n")[0]
            yield from (phone for phone, whose in phones.owned(first) if whose != "staff")


def _told(rows: Sequence[Row], names: frozenset[str]) -> Iterator[str]:
    """The numbers whose sentence speaks of the patient or a relative: by a word beside them, a name, or who waits."""
    parts = (part.text for row in rows for cell in row.cells for part in inner_labels.parted(cell))
    for text in (*parts, *_wrapped(rows)):
        for sentence in kinds.sentences(text):
            for start, end in _places(sentence):
                if _is_private(sentence, start, end, names):
                    yield sentence[start:end]
    yield from _with_patient(rows)
    # Whose work or doctor it is stands in the cell before, or who near: "syrran Anna Ek?   031-…".
    for row in rows:
        for left, cell in pairwise(row.cells):
            near = _NUMBER_FIRST.match(cell.text) and phones.owner(left.text) == "private"
            if kinds.is_elsewhere(left.text) or (near and not phones.found(left.text)):
                yield from (cell.text[start:end] for start, end in _places(cell.text))


def _with_patient(rows: Sequence[Row]) -> Iterator[str]:
    """The numbers that stand with the patient's: few words behind it, or where they live, in a line right below."""
    for row in rows:
        for cell in row.cells:
            ends = [one.end for one in identifiers.find(cell.text) if one.category in kinds.NUMBERS]
            for start, end in _places(cell.text) if ends else ():
                between = cell.text[ends[0] : start] if ends[0] < start else ""
                if between and len(between) <= _BESIDE and not _is_staffs(between):
                    yield cell.text[start:end]
    for above, row in ((above, row) for at, above in enumerate(rows) for row in rows[at + 1 : at + 1 + _BLOCK]):
        lives = _LIVED.match(row.text) if kinds.is_numbered(above.text) else None
        if lives is not None and lexicon.is_locality(lives["town"]) and not _is_staffs(row.text):
            yield from (row.text[start:end] for start, end in _places(row.text))


def _places(text: str) -> Iterator[tuple[int, int]]:
    yield from ((one.start, one.end) for one in identifiers.find(text) if one.category is Category.PHONE)


def _is_staffs(text: str) -> bool:
    return bool(_STAFFS.search(text) or units.first(text) or units.in_prose(text) or titles.named(text) or "?" in text)


def _wrapped(rows: Sequence[Row]) -> Iterator[str]:
    """Each line with the one that it ends, where a relative asks above it to be rung, rings, or has a telephone."""
    for above, row in pairwise(rows):
        begun = kinds.sentences(above.text)[-1]
        asks = row.text[:1].islower() and _WISHES.search(begun) and kinds.is_private(begun)
        has = _DIALLED.search(begun) and phones.owner(begun) == "private" and _NUMBER_FIRST.match(row.text)
        if not row.gap and (asks or has):
            yield f"{begun} {row.text}"


def _is_private(sentence: str, start: int, end: int, names: frozenset[str]) -> bool:
    """Whether the number at that place of a sentence is the patient's or a relative's."""
    earlier = max((stop for _, stop in _places(sentence) if stop <= start), default=0)
    before, behind = sentence[earlier:start], re.split(r"[.;]\s|\d{3}", sentence[end:])[0]
    if phones.is_to_writer(before):
        return False
    numbered = [one.end for one in identifiers.find(sentence) if one.category in kinds.NUMBERS and one.end <= start]
    if numbered and not earlier:
        asked = start - numbered[-1] > _BESIDE and dict(phones.owned(sentence)).get(sentence[start:end]) == "staff"
        return not (asked or units.first(before) or units.in_prose(before))
    if _QUOTED.search(sentence[:start]) or _THERE.search(before) or _SIGNED.search(sentence[end:]):
        return True
    if _SHE_ANSWERS.search(before):
        return True
    if _BEHIND.match(behind) or names & set(_CAPITALS.findall(before[-_NAMED:])):
        return True
    placed = titles.named(before) or units.first(before) or units.in_prose(before)
    if phones.owner(_MOBILE.sub("", before) if placed else before) == "private":
        return True
    staff = _STAFFS.search(sentence) or units.first(sentence) or units.in_prose(sentence)
    elsewhere = kinds.is_elsewhere(before) and not phones.is_of_unit(before)
    somebody = not placed and _UNTITLED.search(before) is not None
    if somebody and _GOES_ON.match(sentence[end:]):
        return True
    # "Ring 031-… innan ni skickar efter honom" asks the reader.
    asked = _ASKED.fullmatch(before) is not None and not value_shapes.MOBILE.match(sentence[start:end])
    return elsewhere or (not (staff or asked) and _AWAY.search(sentence) is not None)


def _in_columns(rows: Sequence[Row]) -> Iterator[str]:
    """The numbers in the few lines below a personal number, in its column, where another column is the staff's."""
    for at, above in enumerate(rows):
        for left, own in pairwise(above.cells):
            if _is_numbered(own) and not _is_label(left):
                near = rows[at + 1 : at + 1 + _BLOCK]
                theirs = [row for row in near if not (_tells_label(row.cells[0]) or titles.named(row.cells[0].text))]
                below = (cell for row in theirs for cell in row.cells)
                yield from (
                    phone
                    for cell in below
                    if abs(own.left - cell.left) <= _COLUMN
                    for phone, whose in phones.owned(cell.text)
                    if whose != "staff"
                )


def _is_numbered(cell: Cell) -> bool:
    return kinds.is_numbered(cell.text)


def _is_label(cell: Cell) -> bool:
    """Whether a cell is a label alone: its value stands in the next column, whosever it is."""
    label = labels.at_start(cell.text)
    return label is not None and label.whole


def _tells_label(cell: Cell) -> bool:
    """Whether a cell is a label alone, or has one of the staff's, whose telephone stands beside it."""
    label = labels.at_start(cell.text)
    return label is not None and (label.whole or (label.colon and label.field in STAFF))


def _under_heads(rows: Sequence[Row]) -> Iterator[str]:
    """The numbers in a column that is headed by the patient or a relative, down to the next gap or label."""
    for at, row in enumerate(rows):
        heads = [(cell, labels.at_start(cell.text)) for cell in row.cells] if len(row.cells) > 1 else []
        header = all(label is not None and label.whole for _, label in heads)
        private = [cell for cell, label in heads if header and label and label.group in _OWN]
        for below in takewhile(_goes_on, rows[at + 1 :]) if private else ():
            for cell in below.cells:
                if any(abs(cell.left - head.left) <= _COLUMN for head in private):
                    yield from (cell.text[start:end] for start, end in _places(cell.text))


def _goes_on(row: Row) -> bool:
    return not row.gap and not any(map(_is_label, row.cells))
