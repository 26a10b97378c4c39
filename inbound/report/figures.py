"""The third reader's look at each long number: it is shown where the first saw one, and tells what it is sure of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from ocr import digits
from ocr.pages import Sheet
from ocr.text import Box, Word

_LEAST: Final = 7
_LONGEST: Final = 14
# So many signs of it may be no digits; another number that is so like may be the same, seen with more digits or fewer.
_WORN: Final = 3
_ALIKE: Final = 0.7
_MOST: Final = 8
# Of a line's height: a stop with the white round it, and how far beyond a word is looked.
_STOP: Final = 0.3
_BEYOND: Final = 0.5
# A number's digits behind its letters, to the end of the word, letters read for digits among them.
_NUMBER: Final = re.compile(r"\d[^\W_]*$")
_SHAPES: Final = str.maketrans("OoQDIlSsZBG", "00001155286")


def read(upright: Sheet, words: Sequence[Word], second: str) -> tuple[str, ...]:
    """The digits of each long number among the words, `digits.UNSURE` for those that it is not sure of."""
    others = frozenset(map(_hint, second.split())) - {""}
    shown = [(box, hint) for said, box in _numbers(words) for hint in _hints(said, others)][:_MOST]
    seen = (digits.read(upright.image, box, hint) for box, hint in shown)
    return tuple(dict.fromkeys(filter(None, seen)))


def _numbers(words: Sequence[Word]) -> Iterator[tuple[str, Box]]:
    """What may be a number, without the stops behind it: each word, and two beside each other that a gap parted."""
    for word in words:
        yield word.text, _without_stops(word)
    for one, other in itertools.pairwise(words):
        if one.line == other.line and one.text[-1:].isdigit() and other.text[:1].isdigit():
            yield one.text + other.text, Box.around((one.box, _without_stops(other)))


def _without_stops(word: Word) -> Box:
    """The word's box up to the stop or comma behind it: the third reader looks half a height beyond its edge."""
    stops = len(word.text) - len(re.sub(r"\W+$", "", word.text))
    less = round(word.box.height * (_STOP * stops + _BEYOND)) if stops else 0
    return replace(word.box, width=max(1, word.box.width - less))


def _hints(word: str, others: frozenset[str]) -> Iterator[str]:
    """The word's number as the first reader saw it, and as the second did if it counted other digits."""
    own = _hint(word)
    if not own:
        return
    yield own
    for one in sorted(others):
        if len(one) != len(own) and SequenceMatcher(None, one, own).ratio() >= _ALIKE:
            yield one


def _hint(word: str) -> str:
    """The last digits of a word that ends in a long number, `digits.UNSURE` for what is none; of others nothing."""
    found = _NUMBER.search(re.sub(r"\W+$", "", re.sub(r"^\D+", "", word)).translate(_SHAPES))
    signs = re.sub(r"\D", digits.UNSURE, found.group()) if found else ""
    return signs if _LEAST <= len(signs) <= _LONGEST and signs.count(digits.UNSURE) <= _WORN else ""
