"""Which open reference a misread one means: by how likely each reading of each letter is, and never by distance alone.

The check letters keep any two references three letters apart; the bits asked for grow with the number of open cases
(research: fax and OCR, part 4).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import Hamming, Levenshtein

from ocr import codes

# Bits for one letter of sixteen: read right, read as one of its own shape, read as another, as no letter of ours.
_RIGHT: Final = math.log2(0.95 * 16)
_ALIKE: Final = math.log2(0.02 * 16)
_OTHER: Final = math.log2(0.001 * 16)
_OUTSIDE: Final = -3.0
_LOST: Final = -7.0
_TRAILING: Final = -2.0
# Bits that must be left over for the choice among the open ones, and between the best and the next.
SURE: Final = 15.0
_AHEAD: Final = 15.0
_NEAREST: Final = 3
_NOWHERE: Final = -2
# Any letter may stand in a prefix.
_PREFIXES: Final = ("HNMKXW", "PRDBF", "UXYVJL", "CEDGOQ0", "TYIJLECF17", "S58B", "Z27", "A4RH")
_SHAPES: Final = ("HNMKX", "PRD", "UXY", "CED", "TY", "ST", "AR")


def owner(seen: codes.Sighting, references: Sequence[str], printed: Sequence[str] = ()) -> str:
    """The one open reference that a misread one means, or nothing.

    A valid reference means itself, but for one that is open to its last letter and has one sign of its prefix worn:
    another site's would have to be the same by one chance in a million. Of one that is `printed` on the page as a
    symbol, whatever the sign was read as.
    """
    if str(seen.reference) in references:
        return ""
    if seen.prefix and codes.is_valid(seen.letters):
        letters = (one for one in references if bare(one) == seen.letters)
        own = (one for one in letters if _is_slip(seen.prefix, one[:3], any_sign=one in printed))
        found = next(own, "")
        if found or seen.reference is not None:
            return found
    return _owner(seen.prefix, seen.letters, seen.label, tuple(references))


def is_worn(reference: str, sightings: Sequence[codes.Sighting]) -> bool:
    """Whether it was misread, and not written otherwise: two looks at it, each with one worn letter, and not the same.

    What stands on the page is seen alike by both readers; one look alone can't tell a worn letter from another one, and
    a letter is worn into one of its shape.
    """
    near = (seen for seen in sightings if _may_be(seen.prefix, seen.label, reference))
    looks = {place for seen in near if (place := _worn(seen.letters, bare(reference))) is not None}
    return _NOWHERE in looks or max(looks, default=0) - min(looks, default=0) > 1


def bits(read: str, letters: str) -> float:
    """How many bits speak for `letters` having been read as `read`; what trails behind is put down to the next word."""
    row = [_LOST * place for place in range(len(letters) + 1)]
    best = row[-1] + _TRAILING * len(read)
    for at, sign in enumerate(read, 1):
        fresh = [row[0] + _LOST]
        for place, letter in enumerate(letters, 1):
            fresh.append(max(row[place - 1] + _bits(sign, letter), row[place] + _LOST, fresh[-1] + _LOST))
        row = fresh
        best = max(best, row[-1] + _TRAILING * (len(read) - at))
    return best


def bare(reference: str) -> str:
    """The letters behind the prefix."""
    return reference[4:].replace("-", "")


def _is_slip(read: str, prefix: str, *, any_sign: bool = False) -> bool:
    """Whether a prefix may be this one with a sign read as another of its shape (or as any sign), or as two."""
    if len(read) == len(prefix):
        differing = [(sign, letter) for sign, letter in zip(read, prefix, strict=True) if sign != letter]
        alike = all(any(a in shape and b in shape for shape in _PREFIXES) for a, b in differing)
        return len(differing) <= 1 and (alike or any_sign)
    return any(read == prefix[:place] + prefix[place] + prefix[place:] for place in range(len(prefix)))


@functools.lru_cache(maxsize=4096)
def _owner(prefix: str, read: str, label: bool, references: tuple[str, ...]) -> str:
    rows = [(_scored(read, reference), reference) for reference in references if _may_be(prefix, label, reference)]
    ranked = sorted((row for row in rows if row[0] > 0), reverse=True)
    if not ranked or ranked[0][0] < math.log2(max(10, len(references))) + SURE:
        return ""
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _AHEAD else ""


def _may_be(prefix: str, label: bool, reference: str) -> bool:
    """Whether what stands before the letters fits: the prefix, or the label with at most one sign of it wrong."""
    own = reference[:3]
    return prefix == own or (label and (not prefix or (len(prefix) == 3 and Hamming.distance(prefix, own) <= 1)))


def _scored(read: str, reference: str) -> float:
    letters = bare(reference)
    near = min(Levenshtein.distance(read[:size], letters, score_cutoff=_NEAREST) for size in _sizes(read, letters))
    return bits(read, letters) if near <= _NEAREST else 0.0


def _worn(read: str, letters: str) -> int | None:
    """Where the one letter is that was lost, doubled or read as another of its shape; None if more is wrong."""
    edits = list(Levenshtein.editops(read, letters))
    if len(edits) > 1:
        return None
    if not edits:
        return _NOWHERE
    one = edits[0]
    is_it = one.tag != "replace" or _is_alike(read[one.src_pos], letters[one.dest_pos])
    return one.dest_pos if is_it else None


def _sizes(read: str, letters: str) -> set[int]:
    return {min(len(read), len(letters) + more) for more in (-1, 0, 1)}


@functools.cache
def _bits(sign: str, letter: str) -> float:
    if sign == letter:
        return _RIGHT
    if sign not in codes.ALPHABET:
        return _OUTSIDE
    return _ALIKE if _is_alike(sign, letter) else _OTHER


def _is_alike(sign: str, letter: str) -> bool:
    return any(sign in shape and letter in shape for shape in _SHAPES)
