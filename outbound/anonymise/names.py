"""The patient's names in running text: as written, in the genitive, by nickname, misread, without accents, glued.

Compares skeletons (what OCR and haste confuse made alike), so that neither hides a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from outbound import lexicon
from outbound.referral.labels import skeleton

_PART: Final = re.compile(r"[^\W\d_]+")
_PARTICLES: Final = frozenset("af av von van de del della den der di da la le el al bin ibn ben och dos".split(" "))  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text. `first`: it begins a sentence or a line, so that its capital tells nothing."""

    text: str
    start: int
    end: int
    first: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()

    @property
    def shout(self) -> bool:
        """Whether it is written in capitals."""
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Known:
    """The skeletons of the patient's names; `words` are those that are also ordinary words."""

    names: frozenset[str]
    words: frozenset[str]
    initials: frozenset[str]


def of(values: Sequence[str]) -> Known:
    """The names to look for: every part of every name, and the nicknames that go with it."""
    parts = [part for value in values for part in _PART.findall(value)]
    kept = [part for part in parts if len(part) > 1 and part.lower() not in _PARTICLES]
    called = [nickname for part in kept for nickname in lexicon.nicknames(part)]
    joined = [re.sub(r"[^\w]", "", value) for value in values if re.search(r"\w[-’']\w", value) and " " not in value]
    every = [*kept, *called, *joined]
    ordinary = [name for name in every if lexicon.is_ordinary(name) or len(name) <= 3]
    hyphens = [match for value in values for match in re.findall(r"([A-ZÅÄÖ])\w+-([A-ZÅÄÖ])\w+", value)]
    return Known(
        frozenset(skeleton(name) for name in every),
        frozenset(skeleton(name) for name in ordinary),
        frozenset(f"{one}{two}" for one, two in hyphens),
    )


def nicknames(values: Sequence[str]) -> tuple[str, ...]:
    """What people with these names may be called, for the gate to look for as well."""
    return tuple(dict.fromkeys(n for value in values for part in _PART.findall(value) for n in lexicon.nicknames(part)))


def tokens(text: str) -> Iterator[Token]:
    """The words of a text."""
    for match in re.finditer(r"[^\W\d_]+(?:['’´][^\W\d_]+)*", text):
        before = text[: match.start()].rstrip(" \t\"'(«»”“–-•*>")
        first = not before or before[-1] in ".!?:;\n" or text[len(before) : match.start()].count("\n") > 0
        yield Token(match.group(), match.start(), match.end(), first)


def found(text: str, known: Known) -> Iterator[tuple[int, int]]:
    """(start, end) of every word that is one of the names."""
    for token in tokens(text):
        if _is(token, known):
            yield token.start, token.end
    for one, two in known.initials:
        for match in re.finditer(rf"(?<!\w){one}[-.]\s?{two}\.?(?:\s?[A-ZÅÄÖ]\.)*(?!\w)", text):
            yield match.span()


def _is(token: Token, known: Known) -> bool:
    """Whether the word is one of the names. One that is also an ordinary word counts only when capitalised."""
    bare = skeleton(token.text)
    forms = {bare, bare.removesuffix("s"), bare.removesuffix("'s"), bare.removesuffix("a"), bare.removesuffix("en")}
    same = {name for name in forms & known.names if len(name) > 1}
    if same - known.words or (same and token.capital):
        return True
    return any(_near(bare, token, name) for name in known.names if len(name) >= 5)


def _near(bare: str, token: Token, name: str) -> bool:
    """One sign off (six letters or more), glued to another word, or cut off at its end."""
    if lexicon.is_clinical(token.text) or (lexicon.is_ordinary(token.text) and not token.capital):
        return False
    if len(name) >= 6 and abs(len(bare) - len(name)) <= 2:
        stem = bare.removesuffix("s") if len(bare) > len(name) else bare
        if OSA.distance(stem, name, score_cutoff=1) <= 1 and not lexicon.is_ordinary(token.text):
            return True
    return (
        len(bare) > len(name) and (bare.startswith(name) or bare.endswith(name)) and not lexicon.is_ordinary(token.text)
    )
