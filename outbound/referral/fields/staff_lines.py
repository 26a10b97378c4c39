"""Who refers, and from where, as lines outside every label tell it once more, with a word that no field has.

A referral tells its sender twice and thrice, and a field takes the likeliest. The reader may need what the others had
beside it: the ward in the heading, the name of who signed, a second one who may be called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from outbound.lexicon import hospitals
from outbound.referral.fields import unlabelled_text
from outbound.referral.form.entries import Entry
from outbound.referral.sender import letterhead
from outbound.referral.values import STAFF, FieldName
from outbound.referral.words import kinds, phones, titles, value_shapes

_WORD: Final = re.compile(r"[^\W\d_][^\W_]+")
_HOSPITAL: Final = re.compile(hospitals.CALLED)
# What leads to a name, and no part of it.
_LEADS: Final = re.compile(
    r"^\W*(?:(?:mvh|hälsning(?:ar)?|hälsar|vänligen|remittent|remiss(?:en)?|sign(?:erat)?|dikterat|av|från)\W+)*",
    re.IGNORECASE,
)
# An arrow points to where the paper goes.
_TOWARDS: Final = re.compile(r"->|→|>")
# A signature has few words in small letters, titles among them.
_SMALL: Final = re.compile(r"(?<!\w)[a-zåäö]+")
_MOST_SMALL: Final = 3
# So many lines at most below a greeting stands who sends it.
_GREETED: Final = 2
# Whose system printed the page says nothing of who refers.
_SYSTEM: Final = re.compile(r"(?<!\w)(?:RIS|PACS|Melior|Cosmic|TakeCare|VAS|NCS|PMO|Journalia)(?!\w)", re.IGNORECASE)
# What may be left at the ends of a part.
_TAIL: Final = " -–—*=|,;/()"
# What kind of hospital, which tells none from another.
_KIND: Final = re.compile(r"(?:central|läns|universitets|region)?(?:sjukhus|lasarett)(?:et)?", re.IGNORECASE)


def added(entries: Sequence[Entry], fields: Mapping[FieldName, str], private: frozenset[str]) -> dict[FieldName, str]:
    """The fields, those of the staff's with what other lines tell; `private` are telephones of others, as dialled."""
    made = dict(fields)
    for part in _parts(entries):
        have = _words("\n".join(made.get(name, "") for name in STAFF))
        field, text = FieldName.UNIT, _unit(part)
        if not text:
            field, text = FieldName.REFERRER, _staff(part, private)
        if _words(titles.named(text) or text) - have:
            made[field] = f"{made[field]}\n{text}" if field in made else text
    return made


def _parts(entries: Sequence[Entry]) -> Iterator[str]:
    """Sentences outside every label, cell by cell, without what is private and without the addressee."""
    lines = _with_titles(list(unlabelled_text.lines(entries)))
    cells = (part for line in lines for part in re.split(r"\s{2,}", line))
    sentences = (part for cell in cells for part in kinds.sentences(cell))
    for part in map(kinds.before_patient, sentences):
        own = kinds.is_private(part) or kinds.is_numbered(part) or kinds.is_address(part) or kinds.is_home(part)
        if not (own or letterhead.goes_to(part) or kinds.is_elsewhere(part) or _TOWARDS.search(part)):
            yield part


def _with_titles(lines: Sequence[str]) -> Iterator[str]:
    """The lines, a name below a greeting with the title under it as one: "Mvh" / "Bo Ek" / "distriktsläkare"."""
    for at, line in enumerate(lines):
        greeted = any(map(kinds.is_greeting, lines[max(0, at - _GREETED) : at]))
        title = lines[at + 1] if greeted and value_shapes.is_name(line) and at + 1 < len(lines) else ""
        # A title in capitals ("ST-läkare, kirurgen") is none that the next line has by itself: that is a unit's.
        yield f"{line}, {title}" if title and titles.named(f"{line}, {title}").startswith(line) else line


def _words(text: str) -> set[str]:
    """What tells one sender from another: "Centralsjukhuset Karlstad" says no more than "AKM Karlstad"."""
    return {word.lower() for word in _WORD.findall(text) if not _KIND.fullmatch(word)}


def _unit(part: str) -> str:
    """A line that is a unit by all its words, in no sentence, and names its hospital."""
    text = _LEADS.sub("", letterhead.named(part))
    system = _SYSTEM.search(text) is not None
    told = kinds.what(part) in ("unit", "banner") and _HOSPITAL.search(text) and not (system or phones.found(text))
    return text if told else ""


def _staff(part: str, private: frozenset[str]) -> str:
    """A signature: one of the staff by title, with no telephone but an office's."""
    if kinds.what(part) != "staff" or not titles.named(part) or len(_SMALL.findall(part)) > _MOST_SMALL:
        return ""
    others = [one for one in phones.found(part) if phones.national(one) in private or value_shapes.MOBILE.match(one)]
    return _LEADS.sub("", phones.without(part, others)).strip(_TAIL)
