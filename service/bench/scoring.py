"""How well a referral was anonymised: what leaked, what was kept, and which clinical words were lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# Where what was written together may be printed apart.
_APART: Final = re.compile(r"[,;.]\s|:\s|\b(?:tfn|tel|via)\b|(?<=\w)\s(?=[+(]?0[\d ])")
# Age and sex, however they are written, and how the sheet says them.
_WHO: Final = re.compile(
    r"(?:(?P<before>man|kvinna|kv|pojke|flicka|[MKF])\W{1,3})?(?P<age>\d{1,3})(?:\W?(?P<unit>å|år|årig\w*|mån\w*|v\w*|d\w*))?"
    r"(?:\W{1,3}(?P<behind>man|kvinna|kv|pojke|flicka|[MKF]))?\W*",
    re.IGNORECASE,
)
_SEXES: Final = {"pojke": "man", "flicka": "kvinna", "m": "man", "k": "kvinna", "f": "kvinna", "kv": "kvinna"}
_AGES: Final = {"å": "år", "m": "månader", "v": "veckor", "d": "dagar"}
# Words that stand inside an identifier's mark and tell nothing: of addresses, of names as they are written.
_EMPTY: Final = frozenset(
    """lgh se och den av från nyfödd flicka pojke del de al af av von född okänd man kvinna enhet
    år mån månader veckor""".split()  # noqa: SIM905
)


class Document(Protocol):
    """A document with gold: what must go, what the reader needs, and its text without what must go."""

    @property
    def gone(self) -> Sequence[str]:
        """Every identifier, once for each place."""
        ...

    @property
    def kept(self) -> Sequence[str]:
        """Every fact that the reader needs."""
        ...

    @property
    def harmless(self) -> str:
        """What may stand on a page that leaves."""
        ...


@dataclass(frozen=True, slots=True)
class Score:
    """`leaked` identifiers of `identifiers`, `lost` facts of `facts`, `masked` clinical words of `words`."""

    leaked: tuple[str, ...]
    identifiers: int
    lost: tuple[str, ...]
    facts: int
    masked: tuple[str, ...]
    words: int


def score(document: Document, outgoing: str) -> Score:
    """The score of one document, given all text that would leave."""
    leaked = tuple(value for value in document.gone if _visible(value, document.harmless, outgoing))
    squeezed = _squeezed(outgoing)
    lost = tuple(fact for fact in document.kept if not _stands(fact, squeezed) and not _is_told(fact, outgoing))
    carried = Counter(_words(outgoing))
    # A fact that is written twice (who signs, below a mail's "Från") need stand but once.
    facts = [fact for fact in dict.fromkeys(document.kept) if not _is_told(fact, outgoing)]
    needed = Counter(word for fact in facts for word in _words(fact))
    masked = tuple((needed - carried).elements())
    return Score(leaked, len(document.gone), lost, len(document.kept), masked, needed.total())


def _stands(fact: str, squeezed: str) -> bool:
    """Whether a fact is there: whole, or each part that a sheet prints in a line of its own (unit, telephone)."""
    parts = [part for part in _APART.split(fact) if _squeezed(part)]
    return _squeezed(fact) in squeezed or all(_squeezed(part) in squeezed for part in parts)


def _is_told(fact: str, outgoing: str) -> bool:
    """Whether a fact is who somebody is ("flicka 4 år", "M / 88 år") and the sheet tells it by its own words."""
    match = _WHO.fullmatch(fact)
    if match is None:
        return False
    word = (match["before"] or match["behind"] or "").lower()
    sex = _SEXES.get(word, word)
    unit = next((long for short, long in _AGES.items() if (match["unit"] or "å").lower().startswith(short)), "år")
    told = re.search(rf"(?<!\w){match['age']} {unit}(?!\w)", outgoing) is not None
    return told and (not sex or re.search(rf"(?<!\w){sex}(?!\w)", outgoing) is not None)


def _visible(value: str, harmless: str, outgoing: str) -> bool:
    """Whether any part of an identifier stands in the outgoing text more often than the harmless text explains."""
    digits = re.sub(r"[^\dOoIlSBZ]", "", value)
    if sum(sign.isdigit() for sign in digits) >= 4 and _number_seen(value, harmless, outgoing):
        return True
    before, after = Counter(_words(harmless)), Counter(_words(outgoing))
    return any(after[word] > before[word] for word in _words(value) if word not in _EMPTY)


def _number_seen(value: str, harmless: str, outgoing: str) -> bool:
    """Whether a run of the value's digits, or either half of a personal number, is to be seen."""
    groups = re.findall(r"\d{4,}", re.sub(r"(?<=\d)[ \-–+./]{1,2}(?=\d)", "", value))
    parts = {part for group in groups for part in _parts(group) if len(part) >= 4}
    return any(
        _count(part, outgoing) > _count(part, harmless) for part in parts if not re.fullmatch("20[0-2]\\d", part)
    )


def _parts(group: str) -> tuple[str, ...]:
    """What tells a number: the whole, its end; of a personal number the date too. Telephones share their beginnings."""
    telephone = group.startswith("0") and 9 <= len(group) <= 10
    return (
        (group, group[-7:], group[-6:], group[-4:])
        if telephone
        else (group, group[-10:-4], group[-7:], group[-6:], group[-4:])
    )


def _count(digits: str, text: str) -> int:
    spaced = r"[ \-–+./]{0,2}".join(digits)
    return (
        len(re.findall(rf"(?<!\d){spaced}(?!\d)|{spaced}", text))
        if len(digits) > 4
        else len(re.findall(rf"(?<![\d.,:]){digits}(?![\d.,:])", text))
    )


def _words(text: str) -> Sequence[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _squeezed(text: str) -> str:
    """Compared without space and punctuation, which typesetting may change."""
    return re.sub(r"[\W_]+", "", text.casefold())
