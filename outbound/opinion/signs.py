"""By what a word is judged: how it is spelled, what stands beside it, what it is near, and in which field.

No list of names, places or words of the field has a say here: what the rules know, the second opinion must not.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

# So many kinds of signs are told apart: a power of two. More of them gained nothing on sets that were left out.
KINDS: Final = 1 << 18
# How far words beside it tell each for itself, and how far they tell at all.
_BESIDE: Final = (-4, -3, -2, -1, 1, 2, 3)
_NEAR: Final = 7
_EDGE: Final = "#"
_TOKEN: Final = re.compile(r"\d+(?:(?:[.,:/]| ?[-–] ?|\x20)\d+)*|[^\W\d_]+|[^\w\s]|\n")
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number with what parts its digits, a sign or a line's end, and where it stands in its text."""

    text: str
    start: int
    end: int

    @property
    def is_told(self) -> bool:
        """Whether it is a word or a number: nothing else is judged."""
        return self.text[0].isalnum()


@functools.lru_cache(maxsize=32)
def tokens(text: str) -> tuple[Token, ...]:
    """What a text is made of, in order."""
    return tuple(Token(match.group(), *match.span()) for match in _TOKEN.finditer(text))


def of(tokens: Sequence[Token], at: int, field: str) -> list[int]:
    """The signs of one word or number among its text's tokens, each as a number below KINDS."""
    told = (*_own(tokens[at].text), *_around(tokens, at), f"field {field}")
    return [zlib.crc32(sign.encode()) & (KINDS - 1) for sign in told]


def _own(text: str) -> Iterator[str]:
    yield f"word {_plain(text)}"
    yield f"shape {_shape(text)}"
    if text.isalpha():
        edged = f"^{text.lower()}$"
        for length in range(2, 6):
            yield f"begins {edged[:length]}"
            yield f"ends {edged[-length:]}"
        for start in range(len(edged) - 2):
            yield f"has {edged[start : start + 3]}"


def _around(tokens: Sequence[Token], at: int) -> Iterator[str]:
    word = {away: _word_at(tokens, at + away) for away in _BESIDE}
    own, last, after = (_shape(_text_at(tokens, at + away)) for away in (0, -1, 1))
    kind = own[0]
    for away, beside in word.items():
        yield f"{away} {beside}"
    yield f"{kind} after {word[-1]}"
    yield f"{kind} later after {word[-2]}"
    yield f"after {word[-2]} {word[-1]}"
    yield f"before {word[1]} {word[2]}"
    yield f"between {word[-1]} {word[1]}"
    yield f"shapes {last} {own}"
    yield f"shapes {own} then {after}"
    yield f"shapes {last} {own} {after}"
    yield f"shapes {_shape(_text_at(tokens, at - 2))} {last} before {kind}"
    for near in range(max(0, at - _NEAR), min(len(tokens), at + _NEAR + 1)):
        if near != at and tokens[near].text.isalpha():
            yield f"near {tokens[near].text.lower()}"


def _text_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else _EDGE


def _word_at(tokens: Sequence[Token], at: int) -> str:
    return _plain(_text_at(tokens, at))


@functools.lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """In small letters, and whatever its digits are: no number is learned by heart."""
    return _DIGIT.sub("9", text.lower())


@functools.lru_cache(maxsize=20_000)
def _shape(text: str) -> str:
    """How it looks: "Xx" for a word with a capital, "X" for one in capitals, "9" for each digit."""
    shape = "".join("9" if sign.isdigit() else sign if not sign.isalpha() else "Xx"[sign.islower()] for sign in text)
    return re.sub(r"x{3,}", "xx+", re.sub(r"X{3,}", "XX+", shape))
