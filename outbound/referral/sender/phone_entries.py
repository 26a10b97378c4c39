"""Which entries behind "Telefon" or "Kontakt" are the staff's: by what stands above and beside them in the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from outbound.referral.form.entries import PRIVATE, Entry
from outbound.referral.values import STAFF, FieldName, Group
from outbound.referral.words import kinds, titles, units, value_shapes
from outbound.referral.words.phones import found

# Columns begin so near to each other, in widths of a sign.
_NEAR: Final = 3
# A line is parted from the one above by so much white, in heights of it.
_WHITE: Final = 0.9
# So many entries make a line of a form of two columns, and the one above it.
_ROW: Final = 4
# So many entries beside one, before and behind.
_BESIDE: Final = 2
# What is told of the case, by kinds of lines and by fields.
_TOLD: Final = frozenset({"story", "examination", "question"})
_PARTED: Final = _TOLD | {"staff", "unit"}
_FACTS: Final = frozenset(FieldName).difference(STAFF)
# A name behind a stroke.
_SIGNATURE: Final = re.compile(r"/{1,2}\s?(?:(?:dr|Dr)\.?\s)?[A-ZÅÄÖ][\w'’-]+(?:\s[A-ZÅÄÖ][\w'’-]+){0,3}")


def of_staff(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries of the staff: plain "Telefon" below the referrer or the unit, in their column, behind the patient's.

    Or right behind the unit on its line, if it is no mobile's.
    """
    told = False  # the patient
    for number, entry in enumerate(entries):
        private = entry.group is Group.CONTACT and (kinds.is_private(entry.text) or _after_patient(entries[:number]))
        contact = entry.group is Group.CONTACT and not private
        if contact or (entry.group is Group.PHONE and _is_staffs(entries, number, below_patient=told)):
            yield entry
        told = told or entry.group in (Group.NAME, Group.IDENTITY)


def is_below_others(entries: Sequence[Entry], number: int) -> bool:
    """Whether the entry stands in a column of its own, right below the patient or a relative.

    "Anhörig: …" above "Tel: …", beside the doctor. Costs one of 1,430 referrals of others its call-back.
    """
    here = entries[number]
    first = not _left_of(entries[:number], here)
    over = [one for one in entries[:number] if one.page == here.page and abs(one.left - here.left) < _NEAR]
    if first or not over or over[-1].group not in PRIVATE or found(over[-1].text):
        return False
    return not _is_line_by_line(entries[:number], over[-1], here)


def _is_line_by_line(before: Sequence[Entry], above: Entry, here: Entry) -> bool:
    """Whether each line is one person's: beside the one above stands somebody private, and white parts them."""
    theirs = any(one.group in PRIVATE for one in _left_of(before, above))
    beside = any(one.field in (FieldName.UNIT, FieldName.REFERRER) for one in _left_of(before, here))
    upper, lower = above.cells[-1], here.cells[0]
    return theirs and beside and lower.top - upper.bottom > _WHITE * (upper.bottom - upper.top)


def _left_of(before: Sequence[Entry], here: Entry) -> list[Entry]:
    """The entries left of one on its line."""
    level = (one for one in before if one.page == here.page and one.cells[0].top == here.cells[0].top)
    return [one for one in level if one.left < here.left]


def _is_staffs(entries: Sequence[Entry], number: int, *, below_patient: bool) -> bool:
    """Whether a plain "Telefon" is the staff's by what stands above, beside and behind it."""
    entry = entries[number]
    above = next((one for one in reversed(entries[:number]) if one.text and _above(one, entry)), None)
    staff = below_patient or not value_shapes.MOBILE.match(entry.text)
    below = staff and above is not None and _tells_staff(above) and not _parted(entries[:number], above, entry)
    near = above in entries[max(0, number - _ROW) : number]
    if (_behind_others(entries, number) and not (below and near)) or is_below_others(entries, number):
        return False
    named = titles.named(entry.text) or units.first(entry.text) or units.in_prose(entry.text)
    beside = bool(named) and not kinds.is_private(entry.text)
    beside = beside or _beside_unit(entries, number, mobile=below_patient) or _before_staff(entries, number)
    return below or beside or _signed(entries, number) or _after_facts(entries, number)


def _after_patient(before: Sequence[Entry]) -> bool:
    """Whether the last entry before a contact is the patient's or a relative's and has no number of its own."""
    told = (one for one in reversed(before) if one.group is not Group.HEADING or kinds.what(one.text) in _PARTED)
    last = next(told, None)
    return last is not None and last.group in PRIVATE and not found(last.text)


def _tells_staff(entry: Entry) -> bool:
    """Whether an entry names a unit or the writer: by its label, or as a letter is signed."""
    signed = entry.group is Group.HEADING and bool(titles.named(entry.text) or units.hospital(entry.text))
    signed = signed and not kinds.is_private(entry.text)
    told = entry.field in (FieldName.UNIT, FieldName.REFERRER) and not kinds.is_elsewhere(entry.label)
    return signed or told


def _beside_unit(entries: Sequence[Entry], number: int, *, mobile: bool) -> bool:
    """Whether the entry follows a unit or a referrer on its line; `mobile`: so may a mobile's, below the patient."""
    if number == 0 or entries[number - 1].field not in (FieldName.UNIT, FieldName.REFERRER):
        return False
    here, left = entries[number].cells[0], entries[number - 1].cells[0]
    return here.top == left.top and (mobile or not value_shapes.MOBILE.match(entries[number].text))


def _before_staff(entries: Sequence[Entry], number: int) -> bool:
    """Whether a doctor's name stands behind the entry on its line: "Tel 070-…   / AT-läk Bergdahl"."""
    here, right = entries[number], entries[number + 1] if number + 1 < len(entries) else None
    same = right is not None and right.page == here.page and right.cells[0].top == here.cells[0].top
    return same and right is not None and bool(titles.named(right.text)) and not kinds.is_private(here.text)


def _signed(entries: Sequence[Entry], number: int) -> bool:
    """Whether the entry follows who signs, behind a stroke as on a slip: "/Bo Ek  tel 070-…"."""
    here, left = entries[number], entries[number - 1] if number else None
    same = left is not None and left.page == here.page and left.cells[0].top == here.cells[0].top
    signs = same and left is not None and left.group is Group.HEADING and _SIGNATURE.fullmatch(left.text) is not None
    return signs and left is not None and not kinds.is_private(f"{left.text} {here.label} {here.text}")


def _behind_others(entries: Sequence[Entry], number: int) -> bool:
    """Whether the entry before it on its line is the patient's or a relative's: "Anhörig Bo Ek   Tel 070-…"."""
    left, here = entries[number - 1] if number else None, entries[number]
    same = left is not None and left.page == here.page and left.cells[0].top == here.cells[0].top
    return same and left is not None and (left.group in PRIVATE or kinds.is_private(f"{left.label} {left.text}"))


def _after_facts(entries: Sequence[Entry], number: int) -> bool:
    """Whether a number, no mobile's, stands behind a fact or the story, with staff beside it.

    Or with the patient's own told above: alone it may be theirs.
    """
    here, others = entries[number], entries[:number]
    last = next((entry for entry in reversed(others) if entry.text), None)
    if last is None or kinds.is_private(f"{here.label} {here.text}") or value_shapes.MOBILE.match(here.text):
        return False
    named = re.search(r"[A-ZÅÄÖ][\w'’-]+", here.text) is not None
    signed = any(entry.field in STAFF for entry in (*others[-_BESIDE:], *entries[number + 1 : number + 1 + _BESIDE]))
    own = any(entry.group in (Group.PHONE, Group.CONTACT) and entry.text for entry in others)
    fact = last.group is Group.FIELD and last.field in _FACTS and (named or signed or own)
    told = last.group is Group.HEADING and kinds.what(last.text) in _TOLD and named
    return fact or (told and not kinds.is_private(last.text))


def _parted(before: Sequence[Entry], above: Entry, entry: Entry) -> bool:
    """Whether somebody private is told between two entries, over the lower: "Ang. patient: Bo Ek" / "tel 070-…"."""
    between = before[before.index(above) + 1 :]
    return any(one.group in PRIVATE and one.text and _over(one, entry) for one in between)


def _over(one: Entry, entry: Entry) -> bool:
    """Whether a cell of the one reaches over one of the other's, higher on its page."""
    return one.page == entry.page and any(
        higher.top < lower.top and higher.left < lower.right and lower.left < higher.right
        for higher in one.cells
        for lower in entry.cells
    )


def _above(one: Entry, entry: Entry) -> bool:
    """Whether an entry, or its value, begins in the column of one that stands below it."""
    return abs(one.left - entry.left) < _NEAR or (bool(one.lines) and abs(one.hang - entry.left) < _NEAR)
