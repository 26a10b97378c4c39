"""Who signs without a title: the name between a unit and the telephone to call back, or behind the last stroke.

"K. Hjortsberg IVA Örebro tfn 031-…", "AKM Mölndal D. Aronsson 070-…", "/Erik Sandell". Who the patient and those near
are is told with a number, a label or a word for what they are; beside the staff's own telephone stands the staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from outbound import lexicon
from outbound.referral.form.entries import Entry
from outbound.referral.page.grid import Row
from outbound.referral.values import FieldName, Group
from outbound.referral.words import kinds, labels, phones, titles, units

# What leads to a telephone or ends a note, and is no part of a name.
_LEADS: Final = re.compile(
    r"(?<!\w)(?:mvh|hälsn\w*|hälsning\w*|vänligen|med|vänlig\w*|tack(?:\spå\sförhand)?|svar(?:\smuntligt)?|muntligt|ring|tele?|tfn|telefon|mobil|mob|sök(?:are)?"
    r"|dect|direkt\w*|nås|via|på|sign(?:erat|erad|\.)?|av|fr[åa]n|avs(?:ändare)?|best(?:ällare)?|remittent|kontakt)(?!\w)[.:!]?",
    re.IGNORECASE,
)
_MARKS: Final = re.compile(r"[/|;,:()!–—]+|\s-+\s|->|=>")
_SPECIALTY: Final = re.compile(r"\w*(?:kirurgi|medicin|logi|ortopedi|iatrik?|obstetrik|rehab)")
# What parts a line's telling: a wide space, a star, the end of a sentence.
_PARTS: Final = re.compile(r"\s{2,}|\s?[*|•·;]\s?|(?<=\w\w)[.?!]\s|,\s")
# Behind the last stroke of a note its writer signs.
_STROKE: Final = re.compile(rf"(?:^|[\s.?!,])/{{1,2}}\s?(?P<who>{titles.WORD}(?:\s{titles.WORD})?)\W*$")
# Behind a sender's name, the address it came from.
_ADDRESS: Final = re.compile(r"\s*[<(\[]?\S+@\S+$")
# What somebody is, on the line below their name: "Leg läk, neurokirurgen NUS".
_TITLE_BELOW: Final = re.compile(
    r"\W*(?:leg\.?\s?läk|spec(?:ialist)?(?![a-zåäö])|bitr|[SAB]T(?:-läk|\W|$)|\w*läkare)", re.IGNORECASE
)
# "Bo Ek / kir akm Mora" above the telephone.
_ABOVE_PHONE: Final = re.compile(rf"(?P<who>{titles.NAME.pattern})\s?[/,|–-]\s(?P<unit>[^,/|]{{3,60}})")
_REVERSED: Final = re.compile(rf"(?P<who>{titles.WORD},\s[A-ZÅÄÖ])\.?\s+(?=sök|dect|ankn|tel|tfn|ring)", re.IGNORECASE)
# The last lines of a note.
_FOOT: Final = 2
_LONGEST_TITLE: Final = 50
# Whose a label is that names whoever signed.
_SIGNED: Final = re.compile(r"sign|undertecknad|underskrift|skapad\sav|skriven\sav|dikter", re.IGNORECASE)


def added(fields: Mapping[FieldName, str], rows: Sequence[Row], entries: Sequence[Entry]) -> dict[FieldName, str]:
    """The fields, with who signs as the referrer where they name none, and the unit without that name."""
    fields = {**fields, **_apart(fields, rows)}
    if _has_name(fields.get(FieldName.REFERRER, "")):
        return fields
    own = _names_of_others(entries)
    told = (
        *_beside_phone(fields, rows),
        *_above_phone(rows),
        *_labelled(entries),
        *_behind_stroke(rows),
        *_below_greeting(rows),
        *_of_mail(entries),
    )
    name = next((name for name in told if own.isdisjoint(name.split())), "")
    have = fields.get(FieldName.REFERRER, "")
    whole = f"{name}, {have}" if titles.has_one(have) else name
    return {**fields, FieldName.REFERRER: whole} if name else fields


def _apart(fields: Mapping[FieldName, str], rows: Sequence[Row]) -> dict[FieldName, str]:
    """Unit and referrer, where the unit as read begins with the name before it: "P. Marklund akuten Skellefteå"."""
    unit = fields.get(FieldName.UNIT, "")
    for text in (row.text for row in rows if unit and unit in row.text):
        before = re.search(rf"(?:{titles.LETTER}\s?){{1,2}}$", text[: text.index(unit)])
        whole = (before.group() if before else "") + unit
        name = titles.NAME.match(whole)
        rest = whole[name.end() :].lstrip(" ,") if name is not None else ""
        if name is not None and _is_somebody(name.group()) and _is_unit(rest):
            title = titles.named(text)
            titled = title if name.group() in title and rest not in title else name.group()
            return {FieldName.UNIT: rest, FieldName.REFERRER: titled}
    return {}


def _beside_phone(fields: Mapping[FieldName, str], rows: Sequence[Row]) -> Iterator[str]:
    """The name that is left of a line, or of its last sentence, beside the unit and the telephone to call back."""
    told = fields.get(FieldName.CALL_BACK, "")
    called = [phone for phone in (*phones.found(told), phones.internal(told), phones.extension(told)) if phone]
    for row in rows:
        phone = next((phone for phone in called if phone in row.text), "")
        parts = (row.text, *(part for part in kinds.sentences(row.text) if phone in part)) if phone else ()
        names = (
            _left_over(part, phone, fields.get(FieldName.UNIT, "")) for part in parts if not kinds.is_private(part)
        )
        yield from filter(None, (*names, _right_before(row.text, phone)))


def _above_phone(rows: Sequence[Row]) -> Iterator[str]:
    """Who stands with a unit on the line above a telephone of the house's; or by surname before it: "Ek, B  sök 62"."""
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        told = _ABOVE_PHONE.fullmatch(row.text.strip()) if below and phones.internal(below.text) else None
        if told is not None and _is_somebody(told["who"]) and _is_unit(told["unit"].strip()):
            yield told["who"]
        reversed_ = _REVERSED.match(row.text)
        if reversed_ is not None and phones.internal(row.text) and not kinds.is_private(row.text):
            yield reversed_["who"]


def _left_over(part: str, phone: str, unit: str) -> str:
    """The name that a part of a line consists of, but for its label, the unit and the telephone; "" if it is more."""
    label = labels.at_start(part)
    rest = part[label.end :] if label is not None and label.colon else part
    for known in filter(None, (phone, unit)):
        rest = rest.replace(known, " ")
    # "Kontakt Bo Ek, kärlkirurgi, sök 71233": of which field of medicine they are; "Bo Ek, barnavd 324 // acc 4711".
    parts_ = (one for one in _MARKS.split(rest) if not (_is_beside(one) or all(map(_is_of_field, one.split()))))
    rest = " ".join(_LEADS.sub(" ", " ".join(parts_)).split()).strip(" .*•-")
    return rest if titles.NAME.fullmatch(rest) and _is_somebody(rest) else ""


def _is_beside(part: str) -> bool:
    """Whether a part of a line is a unit or another number, and no name: "barnavd 324", "acc 4711-2"."""
    return _is_unit(part.strip()) or (any(map(str.isdigit, part)) and titles.NAME.search(part) is None)


def _right_before(text: str, phone: str) -> str:
    """The name right before the telephone to call back, in a part of its own of a line: "sövs 06   Bo Ek   ankn 4412".

    Only before a telephone of the house's own: "make Bo Ek 070-…" may stand so too.
    """
    if not (phones.internal(phone) or phones.extension(phone)):
        return ""
    before = text[: text.index(phone)]
    part = _PARTS.split(_LEADS.sub(" ", before).rstrip(" ,*|•·/–-"))[-1].strip()
    return part if titles.NAME.fullmatch(part) and _is_somebody(part) and not kinds.is_private(part) else ""


def _labelled(entries: Sequence[Entry]) -> Iterator[str]:
    """Who stands behind a label for whoever signed."""
    for one in entries:
        if one.group is Group.DROP and _SIGNED.match(one.label) and titles.NAME.fullmatch(one.text.strip()):
            yield one.text.strip()


def _behind_stroke(rows: Sequence[Row]) -> Iterator[str]:
    """Who signs behind a stroke at the end of a note, be it by surname alone."""
    for row in rows[-_FOOT:][::-1]:
        signed = _STROKE.search(row.text)
        if signed is not None and not kinds.is_private(row.text) and _may_sign(signed["who"]):
            yield signed["who"]


def _below_greeting(rows: Sequence[Row]) -> Iterator[str]:
    """Who signs on a line of their own, below a greeting or above what they are: "distriktsläkare"."""
    for greeting, line, below in zip(rows, rows[1:], [*rows[2:], None], strict=False):
        called = below is not None and titles.has_one(below.text) and phones.internal(below.text) != ""
        told = below is not None and (_TITLE_BELOW.match(below.text) is not None or titles.is_one(below.text))
        closed = kinds.is_greeting(greeting.text) or called or told
        name = titles.NAME.fullmatch(line.text.strip(" ,.")) if closed else None
        if name is not None and _is_somebody(name.group()) and not (below and kinds.is_private(below.text)):
            titled = below is not None and titles.has_one(below.text) and len(below.text) < _LONGEST_TITLE
            yield f"{name.group()}, {below.text}" if titled and below else name.group()


def _of_mail(entries: Sequence[Entry]) -> Iterator[str]:
    """Who sends a mail, by its head: "Från: Bo Ek" above "Till: rtgjour@…"."""
    labels_ = {one.label.lower().rstrip(":") for one in entries}
    senders = (one.text for one in entries if one.group is Group.SENDER and one.label.lower().startswith("från"))
    for text in senders if "till" in labels_ else ():
        who, _, where = _ADDRESS.sub("", text).strip().partition(", ")
        name = titles.NAME.fullmatch(who)
        if name is not None and _is_somebody(who) and (not where or units.hospital_beside(where) or units.first(where)):
            yield who


def _is_of_field(word: str) -> bool:
    return word.islower() and (_SPECIALTY.fullmatch(word) is not None or lexicon.is_field(word))


def _may_sign(name: str) -> bool:
    words = name.split()
    return any(map(_is_name, words)) and not any(map(lexicon.is_clinical, words))


def _is_somebody(name: str) -> bool:
    """Whether one of the words is a name by the lists, and none a unit's, a place's or the field's alone."""
    words = re.findall(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*", name)
    lettered = re.match(titles.LETTER, name) is not None
    named = any(map(_is_name, words)) or (lettered and not any(map(lexicon.is_listed, words)))
    return named and not any(map(_is_other, words))


def _is_name(word: str) -> bool:
    return any(lexicon.is_first_name(part) or lexicon.is_surname(part) for part in word.split("-"))


def _is_other(word: str) -> bool:
    known = units.first(word) or units.is_short(word) or units.is_place(word) or lexicon.is_hospital(word)
    town = lexicon.has_hospital(word) and not lexicon.is_surname(word)
    return bool(known) or town or lexicon.is_clinical(word) or labels.is_label(word)


def _is_unit(text: str) -> bool:
    return bool(text) and (
        units.first(text, any_case=True) == text or units.in_prose(text) == text or units.begins(text)
    )


def _has_name(referrer: str) -> bool:
    """Whether a referrer names somebody: by a title, or by a name of two parts."""
    return bool(titles.named(referrer)) or any(_is_somebody(match.group()) for match in titles.NAME.finditer(referrer))


def _names_of_others(entries: Sequence[Entry]) -> frozenset[str]:
    """The capitalised words of the patient's and relatives' labels."""
    theirs = (one.text for one in entries if one.group in (Group.NAME, Group.RELATIVE, Group.IDENTITY))
    return frozenset(word for text in theirs for word in re.findall(titles.WORD, text))
