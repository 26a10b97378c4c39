"""The telephone to call back, where no label gives one: candidates, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from outbound.lexicon.people import NEAR
from outbound.referral.form.entries import PRIVATE, Entry
from outbound.referral.page.grid import Row
from outbound.referral.sender import phone_entries, signatures
from outbound.referral.values import Group
from outbound.referral.words import kinds, phones, titles, units, value_shapes

# What leads to a number at the head of the next line.
_LED: Final = re.compile(r"(?<!\w)(?:nås|ring|tel|tfn|telefon|svar)(?:\s(?:på|till))?\W*$", re.IGNORECASE)
_BEGINS: Final = re.compile(r"(?:är\s)?[0+(]")
# No number in Sweden has fewer figures, its area's included: "06 760 45" is a line's number and a post code.
_LEAST_FIGURES: Final = 8
# What a letter opens with: below it the patient is told of.
_OPENS: Final = re.compile(r"\W*hej", re.IGNORECASE)
# So many lines are a signature.
_SIGNATURE: Final = 6
# What is shorter tells nobody.
_LEAST_TOLD: Final = 2


def numbers(
    rows: Sequence[Row], entries: Sequence[Entry], lines: Sequence[str], carried: Sequence[str]
) -> Iterator[str]:
    """The numbers that may be called back, the likeliest first; `lines` are those outside every label.

    `carried` are the texts of the fields.
    """
    told = _told(rows, entries, lines, carried)
    yield from (phone for phone in told if len(phones.national(phone)) >= _LEAST_FIGURES)


def may_stand(entries: Sequence[Entry]) -> bool:
    """Whether a number stands somewhere that may be the staff's: one that no word and no label gives to others."""
    for entry, above in zip(entries, (None, *entries), strict=False):
        # "Mobil" below the patient's name is the patient's; below a signature it is whoever signed.
        label = "" if entry.group is Group.PHONE else f"{entry.label}: "
        owners = {whose for _, whose in phones.owned(label + entry.text)}
        theirs = entry.group in PRIVATE and (entry.group is not Group.PHONE or (above and above.group in PRIVATE))
        if "staff" in owners or ("" in owners and not theirs) or phones.internal(entry.text):
            return True
    return False


def _told(rows: Sequence[Row], entries: Sequence[Entry], lines: Sequence[str], carried: Sequence[str]) -> Iterator[str]:
    whole = [row.text for row in rows]
    others = _phones_of_others(entries) | _broken_off(whole)
    broken = [f"{above} {here}" for above, here in pairwise(lines) if _LED.search(above) and _BEGINS.match(here)]
    for text in (*lines, *broken, *whole, *carried):
        yield from (phone for phone, whose in phones.owned(text) if whose == "staff" and phone not in others)
    # Else a number in a sentence that speaks of the staff, and of nobody private.
    for part in (part for text in lines[::-1] for part in kinds.full_sentences(text)):
        if phones.owner(part) == "staff" or (titles.named(part) and not kinds.is_private(part)):
            yield from (phone for phone, whose in phones.owned(part) if whose != "private" and phone not in others)
        elif units.in_prose(part) and not kinds.is_private(part):
            # Where somebody lies has a telephone, and whoever lies there a mobile.
            yield from (phone for phone in phones.found(part) if not value_shapes.MOBILE.match(phone))
    yield from (phone for text in _signed(rows) for phone in phones.found(text) if phone not in others)
    # Or one that stands alone right below the unit's name.
    for above, here in pairwise(lines):
        if value_shapes.is_office(here) and (
            units.first(above) or units.in_prose(above) or kinds.what(above) == "staff"
        ):
            yield here
    if signed := signatures.telephone(rows, _texts_of_others(entries)):
        yield signed


def _signed(rows: Sequence[Row]) -> Sequence[str]:
    """The lines below a letter's last greeting, where somebody of the staff signs and nobody near is told of.

    There a mobile is theirs too: "Hälsar" / "Bo Ek, distriktsläkare" / "Tel 0980-…, mobil 070-…".
    """
    greeted = [at for at, row in enumerate(rows) if kinds.is_greeting(row.text) and not _OPENS.match(row.text)]
    below = [row.text for row in rows[greeted[-1] + 1 :][:_SIGNATURE]] if greeted else []
    told = takewhile(lambda text: not (NEAR.search(text) or kinds.is_numbered(text) or kinds.is_home(text)), below)
    lines = list(told)
    return lines if any(map(titles.named, lines)) else ()


def _phones_of_others(entries: Sequence[Entry]) -> frozenset[str]:
    """The telephones that labels give to the patient or a relative: "Ring" below the patient's address."""
    staff = [entry for entry in phone_entries.of_staff(entries) if entry.group is Group.CONTACT]
    private = (
        entry
        for entry in entries
        if entry.group in (Group.CONTACT, Group.RELATIVE, Group.ADDRESS, Group.NAME) and entry not in staff
    )
    return frozenset(phone for entry in private for phone, whose in phones.owned(entry.text) if whose != "staff")


def _broken_off(texts: Sequence[str]) -> frozenset[str]:
    """The mobiles of others by a sentence that the margin broke: "Make Bo får ej komma," / "når oss via 070-…"."""
    broken = (
        f"{kinds.sentences(above)[-1]} {text}"
        for above, text in pairwise(texts)
        if text[:1].islower() and not above.rstrip().endswith((".", ":"))
    )
    owned = (one for text in broken for one in phones.owned(text))
    return frozenset(phone for phone, whose in owned if whose == "private" and value_shapes.MOBILE.match(phone))


def _texts_of_others(entries: Sequence[Entry]) -> Sequence[str]:
    """What labels tell of the patient and of those near."""
    told = (
        entry.text for entry in entries if entry.group in (Group.NAME, Group.IDENTITY, Group.RELATIVE, Group.ADDRESS)
    )
    return [text for text in told if len(text) > _LEAST_TOLD]
