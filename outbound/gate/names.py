"""The patient's names and places among the words that OCR saw: exact, in the genitive, misread, glued or torn.

A name that is an ordinary word counts only when it is capitalised; else Sten and Maj would stop every fax.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outbound.gate import stream

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)?")
# What may stand inside one name on paper, or what OCR makes of a letter that it does not know.
_SEAM: Final = re.compile(r"[\s\-–—.'’´`£€$§¢¥©®?!|]{1,3}")
# In small letters two short words stand side by side by chance.
_LEAST_TORN: Final = 7
_PAIR: Final = re.compile(r"[\s,-]{1,2}")
PARTICLES: Final = frozenset(
    "af av von van de del della den der di du da la le el al bin ibn ben mc och dos st".split(" ")  # noqa: SIM905
)
# Tesseract sees two noughts where a number begins with one; a skeleton's nought is an o.
_ONE_NOUGHT: Final = re.compile("^oo(?=[0-9ios])")
_DWELLING: Final = frozenset(
    [
        "vagen", "gatan", "vaning", "uppgang", "lagenhet", "sverige", "forskola", "forskolan", "skola", "skolan",
        "fritids", "gymnasiet", "gymnasium", "arskurs", "klass", "boende", "aldreboende", "hemtjanst",
        "avdelning", "vardcentral", "anstalt", "anstalten", "hakte", "haktet", "fangelse", "fangelset", "sjukhem",
        "sjukhemmet", "vardhem", "vardhemmet", "servicehus", "servicehuset", "gruppbostad", "gruppbostaden",
        "familjehem", "familjehemmet", "boendet", "camping", "campingen", "hotell",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    """One run of letters and digits, perhaps put together from two neighbours."""

    text: str
    start: int
    end: int
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """One name to look for: as written, without accents, and as OCR sees it."""

    plain: str
    skeleton: str


@functools.cache
def _words() -> frozenset[str]:
    """Names that are also words, in lower case without accents."""
    lines = (Path(__file__).parent / "words.txt").read_text("utf-8").splitlines()
    return frozenset(stream.plain(word) for line in lines if not line.startswith("#") for word in line.split())


def names(value: str) -> tuple[Name, ...]:
    """The names in a value such as "Karl-Gustav af Ek": every part of two letters or more that is no particle."""
    parts = [part for part in _TOKEN.findall(value) if len(part) > 1 and not part.isdigit()]
    kept = [part for part in parts if part.lower() not in PARTICLES]
    return tuple(Name(stream.plain(part), stream.skeleton(part)) for part in kept)


def street(value: str) -> tuple[Name, ...]:
    """The names in an address (street, place, home): its words of four letters or more."""
    return tuple(name for name in names(value) if len(name.plain) >= 4 and name.plain not in _DWELLING)


def found(text: str, wanted: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """(start, end) of every token in `text` that is one of the names."""
    tokens = tuple(_tokens(text))
    paired = frozenset(_paired(text, [token for token in tokens if not token.torn], wanted))
    for token in tokens:
        if token.start in paired or any(_is(token, name) for name in wanted):
            yield token.start, token.end


def _paired(text: str, tokens: Sequence[_Token], wanted: Sequence[Name]) -> Iterator[int]:
    """Where two parts of one name follow each other: "bo ek" is nobody else, in small letters too."""
    for one, other in itertools.pairwise(tokens):
        first, second = ([name for name in wanted if _same(token, name)] for token in (one, other))
        if _PAIR.fullmatch(text, one.end, other.start) and any(a != b for a in first for b in second):
            yield from (one.start, other.start)


def known(text: str, wording: frozenset[str]) -> bool:
    """Whether each part of a word is one of the skeletons in `wording`, or (long ones) one sign off.

    A long word of several parts, such as the reference, is known whole with one sign in six misread.
    """
    parts = [_ONE_NOUGHT.sub("o", stream.skeleton(part)) for part in _TOKEN.findall(text)]
    if all(part in wording or any(len(word) >= 5 and within(part, word, 1) for word in wording) for part in parts):
        return True
    whole = "".join(parts)
    return len(whole) >= 9 and any(len(word) >= 9 and within(whole, word, len(whole) // 6) for word in wording)


def skeletons(texts: Sequence[str]) -> frozenset[str]:
    """All words of some texts, as `known` compares them: part by part, and those of several parts whole as well."""
    parts = (part for text in texts for part in _TOKEN.findall(text))
    whole = ("".join(_TOKEN.findall(word)) for text in texts for word in text.split())
    return frozenset(stream.skeleton(part) for part in (*parts, *whole))


def _tokens(text: str) -> Iterator[_Token]:
    """Every token, and every pair of neighbours with only space, a hyphen or an odd sign between them."""
    last: re.Match[str] | None = None
    for match in _TOKEN.finditer(text):
        yield _Token(match.group(), match.start(), match.end())
        beside = last is not None and _SEAM.fullmatch(text, last.end(), match.start()) is not None
        if last is not None and beside and not _SON.fullmatch(text, last.end(), match.end()):
            yield _Token(last.group() + match.group(), last.start(), match.end(), torn=True)
        last = match


# "Hans son ringde" is told of anybody's, and is no Hansson.
_SON: Final = re.compile(r"\sson")


def _is(token: _Token, name: Name) -> bool:
    """Whether the token shows the name."""
    if token.torn:
        if not _capital(token):  # "lind qvist"
            return len(name.plain) >= _LEAST_TORN and name.plain not in _words() and _same(token, name)
        return len(name.plain) >= 5 and (_same(token, name) or _near(token, name))
    if _capital(token):
        return _same(token, name) or _near(token, name) or _inside(token, name, 5) or _clipped(token, name)
    plain_word = len(name.plain) <= 4 or name.plain in _words()
    misread = len(name.plain) >= 8 and _near(token, name)
    return not plain_word and (misread or _same(token, name) or _inside(token, name, 7))


def _capital(token: _Token) -> bool:
    """A capital first letter; a digit counts too, being perhaps a misread capital."""
    return not token.text[0].islower() or token.text[1:2].isupper()


def _same(token: _Token, name: Name) -> bool:
    """The name itself or its genitive. Short names are compared without OCR's confusions: II is not Li."""
    word, wanted = (
        (stream.plain(token.text), name.plain) if len(name.plain) <= 4 else (stream.skeleton(token.text), name.skeleton)
    )
    word = re.sub(r"['’´`]", "", word)
    return word in (wanted, wanted + "s")


def _near(token: _Token, name: Name) -> bool:
    """As misread by OCR: one sign off in six or more, two in ten or more."""
    size = len(name.skeleton)
    allowed = 0 if size < 6 else 1 if size < 10 else 2
    word = stream.skeleton(token.text)
    return allowed > 0 and any(within(part, name.skeleton, allowed) for part in (word, word.removesuffix("s")))


def _inside(token: _Token, name: Name, least: int) -> bool:
    """The name as a part of a longer word ("Stensson" in "Stenssonbarnet")."""
    at = stream.skeleton(token.text).find(name.skeleton)
    whole = len(name.skeleton) >= least and name.plain not in _words()
    return whole and at >= 0 and (least > 5 or token.text[at].isupper())


def _clipped(token: _Token, name: Name) -> bool:
    """Most of a name, its end or its beginning cut off at an edge or a line."""
    word = stream.skeleton(token.text)
    most = len(word) >= 5 and len(word) >= 0.7 * len(name.skeleton)
    return most and (name.skeleton.startswith(word) or name.skeleton.endswith(word))


def within(left: str, right: str, allowed: int) -> bool:
    """Whether `left` becomes `right` by at most `allowed` signs changed, missing, added, or swapped with the next."""
    if abs(len(left) - len(right)) > allowed:
        return False
    if not left or not right:
        return True
    if left[0] == right[0]:
        return within(left[1:], right[1:], allowed)
    if allowed == 0:
        return False
    swapped = left[1:2] == right[0] and right[1:2] == left[0] and within(left[2:], right[2:], allowed - 1)
    lost = within(left[1:], right, allowed - 1) or within(left, right[1:], allowed - 1)
    return swapped or lost or within(left[1:], right[1:], allowed - 1)
