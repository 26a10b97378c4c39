"""The third reader's look at each long number: it is shown where the first saw one, and tells what it is sure of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from ocr import digits
from ocr.pages import Sheet
from ocr.text import Word

_LEAST: Final = 7
_LONGEST: Final = 14
# So many signs of it may be no digits; another number that is so like may be the same, seen with more digits or fewer.
_WORN: Final = 3
_ALIKE: Final = 0.7
_MOST: Final = 8
# A number's digits behind its letters, to the end of the word, letters read for digits among them.
_NUMBER: Final = re.compile(r"\d[^\W_]*$")
_SHAPES: Final = str.maketrans("OoQDIlSsZBG", "00001155286")


def read(upright: Sheet, words: Sequence[Word], second: str) -> tuple[str, ...]:
    """The digits of each long number among the words, `digits.UNSURE` for those that it is not sure of."""
    others = frozenset(map(_hint, second.split())) - {""}
    shown = [(word, hint) for word in words for hint in _hints(word.text, others)][:_MOST]
    seen = (digits.read(upright.image, word.box, hint) for word, hint in shown)
    return tuple(dict.fromkeys(filter(None, seen)))


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
