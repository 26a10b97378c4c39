"""Where a value ends: whether an entry goes on with the line below it, or takes a line as its first."""

from __future__ import annotations

import re
from typing import Final

from outbound.referral.form.entries import Entry
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import footers, kinds, labels, phones, titles, units, value_shapes

# A name, an address or a sender has so many lines at most.
_LINES: Final = 3
# A value below its label has so many words at most if it isn't running text.
_SHORT: Final = 10
# What may be told in sentences below its label: "Penicillin, fick utslag som barn. Har fått kontrast utan besvär."
_TOLD_AT_LENGTH: Final = (FieldName.ALLERGY, FieldName.EARLIER, FieldName.IMPLANT, FieldName.INFECTION)
# How urgent it is, in a line of its own: "Akut", "Prio 1".
_HURRY: Final = 2
# Whom to call is no part of what is told besides.
_CALLED: Final = re.compile(r"(?:nås|ring|tel|tfn|telefon|mobil)[.:]?\s(?:på\s)?[+(]?\d{2,}", re.IGNORECASE)


def takes(entry: Entry, text: str) -> bool:
    """Whether the entry goes on with a line of that text: running text until a signature, a name with a name."""
    kind = kinds.what(text)
    if footers.is_one(text):
        return False
    if not entry.lines:
        return _takes_first(entry, text, kind)
    room = len(entry.lines) < _LINES
    match entry.group:
        case Group.NAME | Group.RELATIVE:
            return room and kind != "staff" and (kind == "who" or _is_of_name(text))
        case Group.DROP:
            return room and kind in ("who", "unit", "banner")
        case Group.ADDRESS:
            return room and kind in ("who", "unit", "banner") and not _is_of_others(text)
        case Group.SENDER:
            return room and kind in ("who", "staff", "unit", "banner")
        case Group.FIELD if entry.field in STAFF:
            theirs = kind in ("staff", "unit") and not (entry.lines and kinds.begins_near(text))
            return room and (theirs or _is_unended(entry, text, kind) or value_shapes.is_office(text))
        case _:
            return entry.flowing and not _ends(entry, text, kind)


def _is_of_others(text: str) -> bool:
    """Whether a line below a home is none of it: the staff's by title, a number of the house's, a label's."""
    labelled = labels.bare_at_start(text) is not None or labels.at_start(text) is not None
    return labelled or bool(titles.named(text) or phones.internal(text) or phones.at_end(text))


def _takes_first(entry: Entry, text: str, kind: kinds.Kind) -> bool:
    """Whether a text may be the first line of an entry that has none yet."""
    # A heading of the form's names no unit: "KLINIK" / "UNDERLAG".
    if entry.field in STAFF and text.isupper() and " " not in text and not units.first(text, any_case=True):
        return False
    short = entry.group is Group.FIELD and (len(text.split()) <= _SHORT or entry.field in _TOLD_AT_LENGTH)
    return entry.flowing or entry.group is Group.UNKNOWN or kind != "story" or short


def _is_of_name(text: str) -> bool:
    """Whether a line below a name is the rest of it, or the day of birth."""
    return value_shapes.is_name(text) or value_shapes.is_date(text)


def _is_unended(entry: Entry, text: str, kind: kinds.Kind) -> bool:
    """Whether a unit or one of the staff goes on below: behind a comma, or since only both lines are a unit."""
    open_ = entry.text.endswith((",", " i")) and kind == "banner" and not kinds.is_private(text)
    return open_ or (entry.field is FieldName.UNIT and units.is_one(f"{entry.text} {text.strip()}"))


def _ends(entry: Entry, text: str, kind: kinds.Kind) -> bool:
    """Whether running text ends above a line: at a signature or a call-back; a question where the story begins."""
    if kind in ("who", "staff") and re.search(r"[.!?:)]$", entry.text):
        return True
    begins = text.lstrip('"“”(')[:1].isupper() or text[0].isdigit()
    if kind == "priority" and len(text.split()) <= _HURRY and begins:
        return entry.field in (FieldName.EXAMINATION, FieldName.QUESTION)
    match entry.field:
        case FieldName.QUESTION:
            return kind == "story" and begins
        case FieldName.EXAMINATION:
            other = kind in ("question", "who", "staff") or kinds.begins_near(text)
            return other or (kind == "story" and begins)
        case FieldName.PRIORITY:
            return kind in ("story", "unit", "staff", "who") and begins
        case FieldName.OTHER:
            return _CALLED.match(text) is not None
        case _:
            return False
