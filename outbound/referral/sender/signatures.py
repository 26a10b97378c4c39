"""The telephone of the person who signs a referral, where no label and no word before it says that it is the staff's.

A referral ends with who asks and where they are reached; the patient's own telephone stands with the patient. So a bare
number is the staff's if somebody of the staff stands beside it, and nothing of the patient or somebody near does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outbound.lexicon.people import NEAR
from outbound.referral.page.grid import Row
from outbound.referral.words import kinds, labels, phones, titles, units, value_shapes

_CAPITALS: Final = re.compile(r"[A-ZÅÄÖ][\w'’-]+")
# What is asked for comes before whoever asks is told.
_ASKED: Final = frozenset({"question", "examination", "story"})
# A sentence of more words is no signature.
_MOST_WORDS: Final = 9
# Who signs, by a role that no name goes with; "TL 070-…" is the trauma leader.
_ROLE: Final = re.compile(
    r"(?<!\w)(?:\w*läkare|\w*läk|\w*sköterska|\w*jour(?:en)?|leg\.?\släk\w*|[AS]T(?:\s\w{3,9})?|öl|spec\.?\s\w+|sekr\w*|"
    r"vid pennan|under(?:tecknad|tecknat|skriven|skrivet)|signera[dt]\w*|sign\.?|dikterat|TL|BJ|PJ|MJ)(?!\w)"
    r"|(?:^|\s)/\s?(?-i:[A-ZÅÄÖ])",
    re.IGNORECASE,
)
# Somebody else than who writes: "Amela nås på 070-…".
_SOMEBODY: Final = re.compile(r"[A-ZÅÄÖ][\w'’-]+\s(?:kan\s)?(?:nås|har|svarar|är\smed)(?!\w)")
# As one dials in Sweden, or with +46.
_DIALLED: Final = re.compile(r"\(?(?:0[1-9]|(?:\+|00)46)")
# A word in small letters.
_SMALL: Final = re.compile(r"(?<!\w)[a-zåäö]{2,}")
# "nås på", "tel direkt": so many words in small letters lead to a number.
_LEADS: Final = 3
# Where the patient is told to be.
_LIES: Final = re.compile(r"(?<!\w)(?:han|hon)\s(?:ligger|vårdas|finns|är|bor|nås)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence or a part of one, its telephones without relatives', and whether it speaks of patient or relatives."""

    text: str
    phones: tuple[str, ...]
    private: bool

    @property
    def leads_on(self) -> bool:
        """Whether a number below it may belong to the person in it, who has none in the line itself."""
        return (self.private or kinds.is_home_life(self.text)) and not phones.found(self.text)

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence."""
        return self.text.rstrip().endswith((".", "!", "?"))


def telephone(rows: Sequence[Row], private: Sequence[str]) -> str:
    """The number beside a signature, else the only office number below the question; "" if there is neither.

    `private`: the texts of the patient's and the relatives' labels.
    """
    lines = [_line(part, private) for row in rows for part in kinds.sentences(row.text)]
    others = _words_of_others(lines)
    signed = [
        line for at, line in reversed(list(enumerate(lines))) if len(line.phones) == 1 and _is_signed(lines, at, others)
    ]
    # A unit beside its own number goes before a name alone below it.
    placed = (line for line in signed if units.first(line.text) or units.in_prose(line.text))
    told = next(placed, None) or next(iter(signed), None)
    return told.phones[0] if told is not None else _office(lines, others)


def _words_of_others(lines: Sequence[_Line]) -> frozenset[str]:
    """The capitalised words beside a personal number and behind a word for a relative."""
    numbered = [at for at, line in enumerate(lines) if kinds.is_numbered(line.text)]
    beside = {at + step for at in numbered for step in (-1, 0, 1)}
    own = {word for at in beside if 0 <= at < len(lines) for word in _CAPITALS.findall(lines[at].text)}
    return frozenset(own | {match["name"] for line in lines for match in NEAR.finditer(line.text)})


def _line(text: str, private: Sequence[str]) -> _Line:
    found = tuple(phone for phone, whose in phones.owned(text) if whose != "private" and _DIALLED.match(phone))
    told = any(value in text for value in private)
    if _LIES.search(text) is not None:
        # A ward has a telephone, and whoever lies there a mobile.
        found = tuple(phone for phone in found if not value_shapes.MOBILE.match(phone))
    return _Line(text, found, told or _is_of_others(text))


def _is_of_others(text: str) -> bool:
    """Whether a line is the patient's or a relative's: by its words, a number, an address, or the person it reaches."""
    somebody = _SOMEBODY.search(text) is not None and not (titles.named(text) or units.first(text))
    private = phones.owner(text) == "private" or kinds.is_elsewhere(text)
    return somebody or private or kinds.what(text) == "who" or kinds.is_numbered(text)


def _office(lines: Sequence[_Line], others: frozenset[str]) -> str:
    """The one office number below the question with no patient or relative beside it; "" if there are none or several.

    With the staff's numbers cut out of 560 referrals of others, none gave a private one (below 0.6 % at 95 %).
    """
    if not any(_is_staffs(line.text, others) for line in lines):
        return ""
    asked = next((at for at, line in enumerate(lines) if kinds.what(line.text) in _ASKED), len(lines))
    below = [(lines[at - 1], line) for at, line in enumerate(lines) if at > asked]
    left = {
        phone
        for above, line in below
        for phone in line.phones
        if len(_SMALL.findall(line.text)) <= _LEADS
        and others.isdisjoint(_CAPITALS.findall(line.text))
        and not (value_shapes.MOBILE.match(phone) or line.private or above.leads_on)
    }
    return left.pop() if len(left) == 1 else ""


def _is_staffs(text: str, others: frozenset[str]) -> bool:
    """Whether a short line names staff: a unit, or a title or a role without the name of the patient or a relative."""
    if _is_of_others(text) or kinds.is_home(text) or len(text.split()) > _MOST_WORDS:
        return False
    if units.first(text) or units.in_prose(text):
        return True
    role = titles.named(text) or _ROLE.search(text)
    return bool(role) and others.isdisjoint(_CAPITALS.findall(text))


def _is_signed(lines: Sequence[_Line], at: int, others: frozenset[str]) -> bool:
    """Whether staff stand beside a number: in its line, the next one or the one before."""
    here, above, below = lines[at], lines[at - 1 : at][:1], lines[at + 1 : at + 2]
    cells = re.split(r"\s{2,}", here.text)
    cell = next((part for part in cells if here.phones[0] in part), here.text)
    office = not value_shapes.MOBILE.match(here.phones[0])
    if here.private:
        return False
    if _is_staffs(cell, others) or (office and any(_is_staffs(part, others) for part in cells)):
        return True
    staff = any(_is_staffs(line.text, others) for line in (*above, *below) if not line.private)
    led = any(line.leads_on and not (line.ended and staff) for line in above)
    alone = len(_SMALL.findall(here.text)) <= _LEADS and not led
    return alone and (staff or (office and _is_signature(cell, others)))


def _is_signature(text: str, others: frozenset[str]) -> bool:
    """Whether a short line has a name, and none of the patient or a relative."""
    names = {word for word in _CAPITALS.findall(text) if not labels.is_label(word)}
    return bool(names) and names.isdisjoint(others) and len(text.split()) <= _MOST_WORDS
