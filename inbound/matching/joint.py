"""Which open reference stands at one place of a page, by all looks at it together.

A look loses a letter here, another there. What all see of each letter is added, each reader's looks as one, since they
look at the same dots; and each letter must be likelier than any other, or it stands there otherwise.
What each reader makes of each letter was counted (letters.toml).
"""

from __future__ import annotations

import functools
import math
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from rapidfuzz import fuzz

from inbound.matching import scoring
from inbound.report.values import Looked
from ocr import codes

Reader = Literal["first", "second"]


class Laid(NamedTuple):
    """A look laid on a reference: the bits for it, what was read where each sign stands ("" where it was lost), and
    whether another letter was read right beside that.
    """

    bits: float
    signs: tuple[str, ...]
    beside: tuple[bool, ...]


# Bits that must be left over for the choice among the open ones, and between the best and the next.
SURE: Final = 15.0
AHEAD: Final = 12.0
# Bits by which each letter must be likelier than any other where both readers saw all of them at some look; where one
# mostly sees another letter somewhere; and where a letter was seen by one reader alone.
CLEAR: Final = 2.0
OPPOSED: Final = 5.0
ALONE: Final = 6.5
# Only so many of the open ones are laid on what was seen: those that are most like it. A look at which none of them has
# so many bits tells nothing.
_TRIED: Final = 12
_TOLD: Final = 8.0
_PREFIX: Final = 3
# Bits for a letter lost, a sign too many among them, and beside them; and the most and least for a sign.
_LOST: Final = -5.0
_BESIDE: Final = -1.0
_MOST: Final = 3.9
_LEAST: Final = -6.0
# For another sign than a letter of the prefix that no reference has.
_FOREIGN: Final = -1.0
# A sign that was never seen for a letter is as likely as if so much of one had been: once tells little.
_UNSEEN: Final = 0.5
# Signs that strokes of letters are read as.
_STROKES: Final = frozenset("/\\()[]<>|{}$&#")


def owner(looked: Looked, references: Sequence[str]) -> str:
    """The one open reference that stands there, or nothing."""
    tried = _likely(looked, references)
    told = _telling(looked, [*map(_signs_of, tried)])
    ranked = sorted(((bits(told, _signs_of(one)), one) for one in tried), reverse=True)
    if not ranked or ranked[0][0] < math.log2(max(10, len(references))) + SURE:
        return ""
    whole = _signs_of(ranked[0][1])
    ahead = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= AHEAD
    return ranked[0][1] if ahead and clearness(told, whole) >= _asked(told, whole) else ""


def denied(places: Sequence[Looked], reference: str) -> bool:
    """Whether other letters than this reference's are likelier to stand at one of the places."""
    return any(_denies(looked, reference) for looked in places)


def _denies(looked: Looked, reference: str) -> bool:
    whole = _signs_of(reference)
    told = _telling(looked, [whole])
    return bool(told.first or told.second) and clearness(told, whole) < 0


def bits(looked: Looked, whole: str) -> float:
    """How many bits speak for these letters, prefix and all: each reader's looks count as one."""
    return sum(_mean([laid.bits for laid in told]) for _, told in _laid_by(looked, whole))


def clearness(looked: Looked, whole: str) -> float:
    """By how many bits they are likelier than any others that somebody may have written for them, at least."""
    laid, others, least = _laid_by(looked, whole), {*_slips(whole), *_read_whole(looked, whole)}, math.inf
    for place in range(_PREFIX, len(whole)):
        seen: list[tuple[Reader, Sequence[str]]] = [
            (reader, [one.signs[place] for one in told]) for reader, told in laid
        ]
        margin, other = _margin(whole[place], seen)
        least = min(least, margin)
        others.add(whole[:place] + other + whole[place + 1 :])
    own = bits(looked, whole)
    return min(least, *(own - bits(looked, one) for one in others - {whole}))


def _asked(looked: Looked, whole: str) -> float:
    """How clear it must be: by how many readers each letter was read as itself at some look, and what speaks against.

    One reader alone makes another letter of what is left of it, at all its looks.
    """
    every = [told for _, told in _laid_by(looked, whole)]
    places = range(_PREFIX, len(whole))
    least = min(sum(any(one.signs[at] == whole[at] for one in told) for told in every) for at in places)
    if least == len(_counted()):
        return OPPOSED if _is_opposed(looked, whole) else CLEAR
    return ALONE if least else math.inf


def _is_opposed(looked: Looked, whole: str) -> bool:
    """Whether a reader mostly saw another letter somewhere, or two where one stands."""
    return any(
        2 * sum(_is_another(one, place, whole[place]) for one in told) >= len(told)
        for _, told in _laid_by(looked, whole)
        for place in range(_PREFIX, len(whole))
    )


def _is_another(laid: Laid, place: int, letter: str) -> bool:
    sign = laid.signs[place]
    return laid.beside[place] or (sign not in ("", letter) and sign in codes.ALPHABET)


def _slips(whole: str) -> Iterator[str]:
    """The letters with two changed about, one left out or one doubled."""
    for place in range(_PREFIX, len(whole)):
        before, letter, behind = whole[:place], whole[place], whole[place + 1 :]
        yield before + behind
        yield before + letter + letter + behind
        if behind[:1] not in ("", letter):
            yield before + behind[0] + letter + behind[1:]


def _read_whole(looked: Looked, whole: str) -> Iterator[str]:
    """What was read at a look as a prefix and as many letters, and any letter for the last two: behind them stands
    another word, of which a letter may be taken for theirs.
    """
    for read in map(signs, (*looked.first, *looked.second)):
        at = read.find(whole[:_PREFIX])
        letters = read[at + _PREFIX : at + len(whole)]
        if at >= 0 and len(letters) == len(whole) - _PREFIX and set(letters) <= set(codes.ALPHABET):
            yield whole[:_PREFIX] + letters
    for letter in codes.ALPHABET:
        yield whole[:-1] + letter
        yield whole[:-2] + letter + whole[-1]


def _telling(looked: Looked, wholes: Sequence[str]) -> Looked:
    """Without the looks at which hardly a letter was seen of any of them."""
    readers: tuple[tuple[Reader, Sequence[str]], ...] = (("first", looked.first), ("second", looked.second))
    kept = (
        tuple(
            one for one in told if max((_laid(reader, signs(one), whole).bits for whole in wholes), default=0) >= _TOLD
        )
        for reader, told in readers
    )
    return Looked(*kept)


def _signs_of(reference: str) -> str:
    return reference.replace("-", "")


def signs(read: str) -> str:
    """What was read, in capitals, without accents, spaces and the strokes between groups."""
    bare = unicodedata.normalize("NFD", read.upper())
    return "".join(sign for sign in bare if sign.isascii() and (sign.isalnum() or sign in _STROKES))


def _margin(letter: str, seen: Sequence[tuple[Reader, Sequence[str]]]) -> tuple[float, str]:
    """By how many bits a letter is likelier than the next that may stand in its place, and that."""
    told = {
        other: sum(_mean([_bits(reader, sign, other) if sign else 0.0 for sign in looks]) for reader, looks in seen)
        for other in codes.ALPHABET
    }
    own = told.pop(letter)
    other = max(told, key=told.__getitem__)
    return own - told[other], other


def _laid_by(looked: Looked, whole: str) -> Sequence[tuple[Reader, Sequence[Laid]]]:
    readers: tuple[tuple[Reader, Sequence[str]], ...] = (("first", looked.first), ("second", looked.second))
    return [(reader, [_laid(reader, signs(one), whole) for one in told]) for reader, told in readers if told]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _likely(looked: Looked, references: Sequence[str]) -> Sequence[str]:
    seen = [codes.fold(one) for one in (*looked.first, *looked.second)]

    def likeness(reference: str) -> float:
        return sum(fuzz.partial_ratio(scoring.bare(reference), one) for one in seen)

    return sorted(references, key=likeness, reverse=True)[:_TRIED]


@functools.lru_cache(maxsize=8192)
def _laid(reader: Reader, read: str, whole: str) -> Laid:
    """How many bits speak for it, and what was read where each sign stands; what stands beside it is another word."""
    rows = [[_LOST * place for place in range(len(whole) + 1)]]
    for at, sign in enumerate(read, 1):
        above, fresh = rows[-1], [_BESIDE * at]
        for place, letter in enumerate(whole, 1):
            fresh.append(max(above[place - 1] + _bits(reader, sign, letter), above[place] + _LOST, fresh[-1] + _LOST))
        rows.append(fresh)
    ends = [row[-1] + _BESIDE * (len(read) - at) for at, row in enumerate(rows)]
    end = max(range(len(rows)), key=ends.__getitem__)
    return Laid(ends[end], *_traced(reader, rows, (read[:end], whole)))


def _traced(
    reader: Reader, rows: Sequence[Sequence[float]], both: tuple[str, str]
) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """What was read where each sign stands, found back from the end, and beside which another letter was."""
    read, whole = both
    found, beside, at, place = [""] * len(whole), [False] * len(whole), len(read), len(whole)
    while place and at:
        here = rows[at][place]
        if here == rows[at - 1][place - 1] + _bits(reader, read[at - 1], whole[place - 1]):
            found[place - 1] = read[at - 1]
            at, place = at - 1, place - 1
        elif here == rows[at - 1][place] + _LOST:
            at -= 1
            beside[place - 1 : place + 1] = [read[at].isalnum()] * len(beside[place - 1 : place + 1])
        else:
            place -= 1
    return tuple(found), tuple(beside)


@functools.cache
def _bits(reader: Reader, sign: str, letter: str) -> float:
    """How many bits a sign that a reader saw speaks for a letter: beside all that it may have been."""
    if letter not in codes.ALPHABET:
        return _MOST if sign == letter else _FOREIGN
    told, every = _counted()[reader], _every(reader)
    if sign not in every:
        return 0.0
    likely = {one: _share(told[one], sign) for one in codes.ALPHABET}
    even = sum(likely.values()) / len(likely)
    return max(_LEAST, min(_MOST, math.log2(likely[letter] / even)))


def _share(counted: Mapping[str, float], sign: str) -> float:
    """How often a letter is read as this sign."""
    return (counted.get(sign, 0.0) + _UNSEEN) / (sum(counted.values()) + _UNSEEN * len(codes.ALPHABET))


@functools.cache
def _every(reader: Reader) -> frozenset[str]:
    return frozenset(sign for counted in _counted()[reader].values() for sign in counted)


@functools.cache
def _counted() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """letters.toml: of each reader and letter how often it was read as each sign."""
    table: dict[str, Any] = tomllib.loads((Path(__file__).parent / "letters.toml").read_text("utf-8"))
    return table
