"""Which side of the body a text names, as referrals and reports name it: in words, or in what is short for them.

"Va", "ho" and "sin" are words of their own ("i sin bostad"), and "DX" is a way of imaging: they mean a side only where
they stand beside a part of the body.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from inbound.matching import examinations
from inbound.report import wording

# Sides wherever they stand, but for what English leaves ("left in place") and does right away.
_WORDS: Final = re.compile(
    r"\b(?P<right>hoger|(?<!all )right(?! (?:away|now)\b))\b"
    r"|\b(?P<left>vanster|(?<!\bhe )(?<!(?:she|was|has) )(?<!patient )(?<!nothing )left"
    r"(?! (?:in|the|against|work|home|hospital)\b))\b",
    re.IGNORECASE,
)
_SHORT: Final[Mapping[str, str]] = {"ho": "höger", "va": "vänster", "dx": "höger", "sin": "vänster"}
# These stand behind the part alone.
_LATIN: Final = frozenset({"dx", "sin"})
# What may stand alone, in a field of its own.
_ALONE: Final[Mapping[str, str]] = {**_SHORT, "h": "höger", "r": "höger", "v": "vänster", "l": "vänster"}
_ABBREVIATED: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_SHORT)})(?!\w)", re.IGNORECASE)
# No part of the body has a longer name.
_LONGEST: Final = 40
_BEFORE: Final = re.compile(r"([^\W\d_]+)[\s,:(/-]{1,3}$")
_BEHIND: Final = re.compile(r"[.:]?\s?([^\W\d_]+)")
# Parts that lie on a side and are no region of an examination's.
_PARTS: Final = re.compile(r"sid(?:a|an|e)|ljumske|flank|fossa|oga", re.IGNORECASE)
# "Benet va svullet", "höft va ua": a sentence, and no examination's name.
_DEFINITE: Final = re.compile(r"(?<=\w\w)(?:(?<!b)en|an|et|eln|at|na)$", re.IGNORECASE)
_GOING_ON: Final = re.compile(r"\s[a-zåäö]{2}")


@functools.lru_cache(maxsize=256)
def sole(text: str) -> str:
    """The one side that a text names: "höger", "vänster", or nothing."""
    found = named(text)
    return next(iter(found)) if len(found) == 1 else ""


def named(text: str) -> frozenset[str]:
    """The sides that a text names."""
    folded = wording.folded(text)
    alone = _ALONE.get(folded.strip(" .").lower())
    words = {"höger" if match["right"] else "vänster" for match in _WORDS.finditer(folded)}
    return frozenset([alone]) if alone else frozenset(words.union(*map(_abbreviated, text.splitlines())))


def _abbreviated(line: str) -> frozenset[str]:
    """The sides that a line names in short; others of the same tongue go with one that does ("Hö Vä", "dx och sin")."""
    found = {match: match.group().lower() in _LATIN for match in _ABBREVIATED.finditer(wording.folded(line))}
    tongues = {tongue for match, tongue in found.items() if _is_beside_a_part(line, match)}
    return frozenset(_SHORT[match.group().lower()] for match, tongue in found.items() if tongue in tongues)


def _is_beside_a_part(line: str, match: re.Match[str]) -> bool:
    """Whether a part of the body stands right before it or right behind it, and it can be no word of a sentence's."""
    short, rest = line[match.start() : match.end()].lower(), line[match.end() :]
    before, behind = _BEFORE.search(line[: match.start()][-_LONGEST:]), _BEHIND.match(rest)
    if not short.isascii():  # "hö" and "vä" with their dots, or what a bad line makes of these, are no words
        return _is_part(before) or _is_part(behind)
    if short in _LATIN:
        return _is_part(before, named=True)
    return _is_part(behind, named=True) or (_is_part(before, named=True) and not _GOING_ON.match(rest))


def _is_part(word: re.Match[str] | None, *, named: bool = False) -> bool:
    """Whether it is a part of the body; `named`: as an examination names one."""
    told = wording.folded(word[1]) if word else ""
    if named and _DEFINITE.search(told):
        return False
    return bool(_PARTS.fullmatch(told) or examinations.spoken(told))
