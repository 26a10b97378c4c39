"""HL7 v2 orders (ORM^O01, OMI^O23, REF^I12) as a referral: segments to fields, PID and NK1 to the identity.

Believes the bytes, not MSH-18: a character set is wrongly declared more often than not (research: anonymising).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import hl7
from hl7.exceptions import HL7Exception

from ocr import charsets
from outbound.referral.values import Clue, FieldName, Group
from outbound.referral.words import units

# Where a message begins, with its own signs for parting fields; how these are written inside one.
_START: Final = re.compile(r"MSH[|^~\\&#!@$%*]")
_HEAD: Final = r"MSH|^~\&|"
_SEGMENT: Final = re.compile(r"^(MSH|PID|OBR|ORC|RF1)\|", re.MULTILINE)
_SPECIAL: Final = {"T": "&", "S": "^", "F": "|", "R": "~", "E": "\\", ".br": "\n", ".sp": "\n"}
_ESCAPE: Final = re.compile(r"\\(X[0-9A-F]+|\.?[A-Za-z]+\d*\+?)\\")
# (segment, field) -> what it tells. Groups are those of the layouts; the first of each field wins, texts are joined.
_IDENTITY: Final[Mapping[tuple[str, int], Group]] = {
    place: group
    for group, places in (
        (Group.NAME, (("PID", 5), ("PID", 9))),
        (Group.IDENTITY, (("PID", 2), ("PID", 3), ("PID", 4), ("PID", 19), ("PID", 21))),
        (Group.RELATIVE, (("PID", 6), ("NK1", 2), ("NK1", 30), ("GT1", 3), ("IN1", 16))),
        (Group.ADDRESS, (("PID", 11), ("PID", 23), ("NK1", 4), ("NK1", 32), ("GT1", 5), ("IN1", 19))),
        (Group.PHONE, (("PID", 13), ("PID", 14), ("NK1", 5), ("NK1", 6), ("NK1", 31), ("GT1", 6))),
        (Group.DROP, (("PID", 18), ("PID", 20), ("PV1", 5), ("PV1", 19))),
    )
    for place in places
}
_FIELDS: Final[Mapping[tuple[str, int], FieldName]] = {
    ("OBR", 4): FieldName.EXAMINATION, ("OBR", 13): FieldName.HISTORY, ("OBR", 31): FieldName.QUESTION,
    ("OBR", 24): FieldName.MODALITY, ("IPC", 5): FieldName.MODALITY, ("OBR", 5): FieldName.PRIORITY,
    ("TQ1", 9): FieldName.PRIORITY, ("ORC", 7): FieldName.PRIORITY, ("OBR", 27): FieldName.PRIORITY,
    ("OBR", 36): FieldName.EXAM_TIME, ("ORC", 9): FieldName.DATE, ("OBR", 6): FieldName.DATE,
    ("ORC", 12): FieldName.REFERRER, ("OBR", 16): FieldName.REFERRER, ("ORC", 14): FieldName.CALL_BACK,
    ("OBR", 17): FieldName.CALL_BACK, ("ORC", 21): FieldName.UNIT, ("ORC", 17): FieldName.UNIT,
    ("ORC", 13): FieldName.UNIT, ("PV1", 3): FieldName.UNIT, ("NTE", 3): FieldName.OTHER,
    ("DG1", 4): FieldName.QUESTION,
    ("RF1", 10): FieldName.QUESTION,
    ("AL1", 3): FieldName.ALLERGY, ("AL1", 5): FieldName.ALLERGY, ("IAM", 3): FieldName.ALLERGY,
    ("IAM", 5): FieldName.ALLERGY,
}  # fmt: skip
_ACCESSIONS: Final = (("IPC", 1), ("OBR", 18), ("OBR", 20), ("ORC", 3), ("OBR", 3))
# Accession fields proper; the filler's order number only stands in where none of them is filled. The number of the
# filler is the same in ORC-3 and OBR-3 (HL7 v2.5, 4.5.1.3), so that two of them are a conflict as well.
_PROPER: Final = 3
_CODED: Final[Mapping[str, str]] = {
    "S": "Akut (STAT)", "A": "Brådskande (ASAP)", "R": "Rutin", "STAT": "Akut (STAT)",
    "T": "Tidsbestämd", "P": "Preoperativ",
}  # fmt: skip
_OBSERVED: Final = (
    (re.compile(r"krea|egfr|gfr", re.I), FieldName.KIDNEY), (re.compile(r"vikt|weight", re.I), FieldName.WEIGHT),
    (re.compile(r"längd|height", re.I), FieldName.LENGTH), (re.compile(r"allerg|överkäns", re.I), FieldName.ALLERGY),
    (re.compile(r"gravid|pregn", re.I), FieldName.PREGNANCY), (re.compile(r"metformin", re.I), FieldName.METFORMIN),
    (re.compile(r"pacemaker|implant", re.I), FieldName.IMPLANT), (re.compile(r"smitt|mrsa", re.I), FieldName.INFECTION),
    (re.compile(r"fråge|reason|question", re.I), FieldName.QUESTION), (re.compile(r"status", re.I), FieldName.STATUS),
    (re.compile(r"tidigare|föregående", re.I), FieldName.EARLIER),
)  # fmt: skip
# A text of so few signs behind an identifier says no more than it does.
_CODE: Final = 3
# NTE-2, the source of a comment (HL7 v2.5, 2.15.10: a letter); NTE-3 is the comment.
_SOURCE: Final = 2
# Behind the ward in PV1-3 (HL7 v2.5, 2.A.53 PL); elsewhere a code stands before the unit's name.
_ROOM: Final = re.compile(r"(?:(?:rum|sal|plats|säng)\b.*|[A-ZÅÄÖ]?\d{1,3})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """A message read: the clues to who it is of, the fields, every accession number, and how many orders."""

    clues: tuple[Clue, ...]
    fields: Mapping[FieldName, str]
    accessions: tuple[str, ...]
    conflict: bool
    birth: str
    sex: str
    orders: int
    messages: int


def text_of(data: bytes) -> str:
    """The characters of a file, frames taken off."""
    return charsets.folded(charsets.text(charsets.narrow(data).replace(b"\x0b", b"").replace(b"\x1c", b"")))


def is_message(text: str) -> bool:
    """Whether the text is an HL7 v2 message, be it copied without its first segment."""
    return _START.match(text.lstrip()) is not None or _is_headless(text)


def read(text: str) -> Order:
    """The order in a message; of several messages the first. Raises ValueError or LookupError if it is damaged."""
    lines = [line for line in re.split(r"[\r\n]+", text.strip()) if line.strip()]
    lines = [_HEAD, *lines] if _is_headless(text) else lines
    starts = [number for number, line in enumerate(lines) if _START.match(line)]
    first = lines[: starts[1]] if len(starts) > 1 else lines
    message = _parsed("\r".join(line for line in first if re.match(r"[A-Z][A-Z\d]{2}", line)) + "\r")
    values = tuple(_values(message))
    accessions, conflict = _accessions(values)
    return Order(
        clues=tuple(_clues(values)),
        fields=_fields(values),
        accessions=accessions,
        conflict=conflict,
        birth=next((value for segment, field, value in values if (segment, field) == ("PID", 7)), "")[:8],
        sex={"M": "man", "F": "kvinna"}.get(_first(values, "PID", 8).upper()[:1], ""),
        orders=sum(1 for segment in message if str(segment[0]) == "OBR"),
        messages=len(starts),
    )


def _is_headless(text: str) -> bool:
    """Whether segments of an order stand in a text without the one that begins a message."""
    found = set(_SEGMENT.findall(text))
    return "PID" in found and not found.isdisjoint({"OBR", "ORC", "RF1"}) and "MSH" not in found


def _parsed(text: str) -> Any:
    """The library's message. Raises ValueError for what it can't parse."""
    library: Any = hl7
    try:
        return library.parse(text)
    except HL7Exception:
        raise ValueError("not a message") from None


def _accessions(values: Sequence[tuple[str, int, str]]) -> tuple[tuple[str, ...], bool]:
    """Every accession number, and whether fields that should agree do not."""
    found = {
        place: [_plain(value.partition("^")[0]) for segment, field, value in values if (segment, field) == place]
        for place in _ACCESSIONS
    }
    told = [found[place] for place in _ACCESSIONS[:_PROPER] if found[place]]
    filler = [found[place] for place in _ACCESSIONS[_PROPER:] if found[place]]
    conflict = any(set(one) != set(each[0]) for each in (told, filler) for one in each)
    chosen = [*told, *filler] if conflict else told or filler[:1]
    return tuple(dict.fromkeys(number for numbers in chosen for number in numbers)), conflict


def _plain(text: str) -> str:
    r"""Escapes undone: \T\ is &, \.br\ a line end; sub-components parted by spaces."""
    return _ESCAPE.sub(_unescaped, text.replace("&", " ")).strip(' "')


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code.startswith("X"):
        return bytes.fromhex(code[1:]).decode("cp1252", "replace") if len(code) % 2 else ""
    return _SPECIAL.get(re.sub(r"\d|\+", "", code), "")


def _values(message: Any) -> Iterator[tuple[str, int, str]]:
    """(segment, field, text) of every repetition of every field, components parted by ^ as they came."""
    for segment in message:
        name = str(segment[0])
        for number in range(1, len(segment)):
            if name == "NTE" and number == _SOURCE and len(str(segment[number])) > _CODE:
                # Who wrote a note is told by a letter; systems that leave the field out put the note in its place.
                yield name, number + 1, str(segment[number])
            elif name == "OBX" and number == 5:
                yield from _observation(segment)
            else:
                yield from ((name, number, part) for part in str(segment[number]).split("~") if part.strip('" '))


def _observation(segment: Any) -> Iterator[tuple[str, int, str]]:
    """An OBX as "label: value unit"; its label decides the field."""
    label = _plain(str(segment[3]).partition("^")[2].partition("^")[0] or str(segment[3])) if len(segment) > 3 else ""
    unit = _plain(str(segment[6]).partition("^")[0]) if len(segment) > 6 else ""
    value = _plain(str(segment[5]).replace("~", "\n"))
    if value.strip('" '):
        yield "OBX", 5, f"{label}\t{value} {unit}".strip()


def _fields(values: Sequence[tuple[str, int, str]]) -> dict[FieldName, str]:
    """The fields; where several segments give the same, texts are joined and single facts keep the first."""
    found = dict[FieldName, list[str]]()
    for segment, field, value in values:
        if (segment, field) == ("OBX", 5):
            label, _, text = value.partition("\t")
            name = next((name for pattern, name in _OBSERVED if pattern.search(label)), FieldName.HISTORY)
            found.setdefault(name, []).append(f"{label}: {text}" if label and name is FieldName.HISTORY else text)
        elif (segment, field) in _FIELDS:
            name = _FIELDS[segment, field]
            text = _shown(name, value)
            if text and text not in found.setdefault(name, []):
                found[name].append(text)
    several = {
        FieldName.HISTORY, FieldName.OTHER, FieldName.QUESTION, FieldName.EXAMINATION, FieldName.STATUS,
        FieldName.ALLERGY,
    }  # fmt: skip
    return {name: ("\n".join(texts) if name in several else texts[0]) for name, texts in found.items() if texts}


def _shown(name: FieldName, value: str) -> str:
    """One field's value as people read it."""
    parts = [_plain(part) for part in value.split("^")]
    if name is FieldName.REFERRER:
        return _person(parts)
    if name is FieldName.PRIORITY:
        word = next((part for part in reversed(parts) if part), "")
        return _CODED.get(word.upper(), word)
    if name in (FieldName.DATE, FieldName.EXAM_TIME):
        stamp = next((part for part in (*parts[3:4], parts[0]) if re.match(r"\d{8}", part)), "")
        return re.sub(r"(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?.*", _stamp, stamp)
    if name is FieldName.CALL_BACK:
        return " ".join(part for part in parts if re.search(r"\d{3}", part))
    if name is FieldName.ALLERGY:  # code^name^coding system
        return next((part for part in (*parts[1:2], parts[0]) if part), "")
    if name in (FieldName.EXAMINATION, FieldName.QUESTION, FieldName.UNIT):
        words = [part for part in parts[:2] if part]
        first = words[0] if words else ""
        named = words[1] if len(words) > 1 and len(words[1]) > _CODE else first
        if name is FieldName.UNIT:
            named = ", ".join(words) if len(words) > 1 and _ROOM.match(words[1]) else named
            return ", ".join(filter(None, (named, *(part for part in parts[2:4] if units.hospital(part)))))
        # A code is one word: "DT buk artär^DT buk venfas" are two that somebody asked for.
        return f"{first}, {named}" if " " in first and first != named else named
    return " ".join(part for part in parts if part)


def _person(parts: Sequence[str]) -> str:
    """id^family^given as "Given Family"; a bare name as it stands. The HSA-id stays behind."""
    family, given = (*parts[1:3], "", "")[:2]
    return f"{given} {family}".strip() or (parts[0] if not re.search(r"\d{4}", parts[0]) else "")


def _stamp(match: re.Match[str]) -> str:
    clock = f" {match[4]}:{match[5]}" if match[4] and match[5] else ""
    return f"{match[1]}-{match[2]}-{match[3]}{clock}"


def _clues(values: Sequence[tuple[str, int, str]]) -> Iterator[Clue]:
    """What tells who the patient is; the parts of an address are left behind one by one."""
    for segment, field, value in values:
        match _IDENTITY.get((segment, field)):
            case Group.NAME | Group.RELATIVE as group:
                yield Clue(group, " ".join(_plain(part) for part in value.split("^")[:4]))
            case Group.IDENTITY | Group.DROP as group:
                yield Clue(group, _plain(value.partition("^")[0]))
            case Group.ADDRESS:
                yield from (Clue(Group.DROP, _plain(part)) for part in re.split(r"[\^&]", value) if len(part) > 2)
            case Group.PHONE as group:
                yield Clue(group, _plain(value.replace("^", " ")))
            case _:
                pass


def _first(values: Sequence[tuple[str, int, str]], segment: str, field: int) -> str:
    return next((value for name, number, value in values if (name, number) == (segment, field)), "")
