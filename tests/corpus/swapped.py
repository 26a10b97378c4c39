"""The same referrals of other people: every name, town and street in the marks replaced by one drawn anew.

What a set was mended on is its wording and its names; this keeps the wording and takes the names away.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from typing import Final

from corpus.marked import Document
from outbound import lexicon
from outbound.lexicon import lists

_FIRST: Final = tuple(sorted(name for name in lists.of("world_first_names.txt") if len(name) > 2))
_LAST: Final = tuple(sorted(name for name in lists.of("world_surnames.txt") if len(name) > 2))
# Of these Swedish surnames are put together, and of those villages: none need stand in any list.
_HEADS: Final = (
    "Häll", "Berg", "Lind", "Gran", "Sten", "Sand", "Åker", "Ek", "Rönn", "Hag", "Ström", "Fors", "Söder", "Väst",
    "Sol", "Brunn", "Sjö", "Skog", "Torn", "Klov", "Furu", "Vrång", "Skår", "Tjä", "Brå", "Ale", "Kvän", "Svär", "Gäl",
    "Håv", "Rud", "Råg",
)  # fmt: skip
_TAILS: Final = ("gren", "kvist", "ström", "stam", "vall", "blad", "feldt", "löf", "strand", "fors", "holm", "berg")
_VILLAGES: Final = (
    "hult",
    "red",
    "torp",
    "by",
    "aryd",
    "stad",
    "ås",
    "vik",
    "näs",
    "rum",
    "tofta",
    "lösa",
    "boda",
    "köping",
)
_STREET: Final = re.compile(r"(?:vägen|gatan|gränd|stigen|torget|backen|skolan|gården|hemmet|lunden|gymnasiet|hagen)$")


@dataclass(frozen=True, slots=True)
class _Swaps:
    """Who is called what instead, throughout one document."""

    draw: random.Random
    known: dict[str, str] = field(default_factory=dict[str, str])

    def word(self, match: re.Match[str]) -> str:
        """The other word for one, in the same letters; figures and small words stay."""
        word = match.group()
        if not word[0].isupper() or len(word) < 3:
            return word
        new = self.known.setdefault(word.lower(), self._other(word))
        return new.upper() if word.isupper() else new

    def _other(self, word: str) -> str:
        owned = word.endswith("s") and _is_name(word[:-1])
        bare = word[:-1] if owned else word
        end = "s" if owned else ""
        if (street := _STREET.search(word)) is not None:
            return self.draw.choice(_HEADS) + street.group()
        if lexicon.is_first_name(bare):
            return self.draw.choice(_FIRST).capitalize() + end
        if lexicon.is_surname(bare):
            drawn = self.draw.choice(_LAST).capitalize(), self.draw.choice(_HEADS) + self.draw.choice(_TAILS)
            return self.draw.choice(drawn) + end
        if lexicon.is_locality(bare) or lexicon.has_hospital(bare):
            return self.draw.choice(_HEADS) + self.draw.choice(_VILLAGES) + end
        return word


def _is_name(word: str) -> bool:
    return lexicon.is_first_name(word) or lexicon.is_surname(word) or lexicon.is_locality(word)


def of(document: Document, seed: int) -> Document:
    """The document of somebody else; the same seed gives the same."""
    swaps = _Swaps(random.Random(f"{document.name} {seed}"))

    def mark(match: re.Match[str]) -> str:
        whole = match.group()
        return whole if "@" in whole else re.sub(r"[^\W\d_]+", swaps.word, whole)

    return replace(document, marked=re.sub(r"<<.*?>>", mark, document.marked))
