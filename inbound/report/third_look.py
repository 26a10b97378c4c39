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
_MOST: Final = 12
# In so many words a number may lie that gaps part; a year is the first of a date's.
_PARTS: Final = 4
_YEAR: Final = re.compile(r"\W*20[2-3]\d$")
# Of a line's height: a stop with the white round it, and how far beyond a word is looked.
_STOP: Final = 0.3
_BEYOND: Final = 0.5
# A number's digits behind its letters, to the end of the word, letters read for digits among them.
_NUMBER: Final = re.compile(r"\d[^\W_]*$")
# Letters that a number's first 0 is read as.
_SHAPED: Final = re.compile(r"[OoQD]$")
_SHAPES: Final = str.maketrans("OoQDIlSsZBG", "00001155286")


def read(upright: Sheet, words: Sequence[Word], others: str) -> tuple[str, ...]:
    """The digits of each long number among the words, `digits.UNSURE` for those that it is not sure of.

    `others`: what was read at other looks, which may count other digits.
    """
    counted = frozenset(hint for word in others.split() for hint in _hint(word)) - {""}
    shown = dict.fromkeys((box, hint) for said, box in _in_order(words) for hint in _hints(said, counted))
    seen = (digits.read(upright.image, box, hint) for box, hint in itertools.islice(shown, _MOST))
    return tuple(dict.fromkeys(filter(None, seen)))


def places(words: Sequence[Word]) -> Iterator[tuple[str, Box]]:
    """The digits of each long number as the first reader saw them, and where it stands, once; behind letters first."""
    done = set[tuple[int, int]]()
    for said, box in _in_order(words):
        seen = next(_hint(said), "")
        if seen and (box.left, box.top) not in done:
            done.add((box.left, box.top))
            yield seen, box


def _in_order(words: Sequence[Word]) -> list[tuple[str, Box]]:
    return sorted(_numbers(words), key=lambda number: not number[0][:1].isalpha())


def _numbers(words: Sequence[Word]) -> Iterator[tuple[str, Box]]:
    """What may be a number: each word, and those beside each other that gaps parted; also without the stops behind it,
    which may lie in its box or not.
    """
    for start, size in itertools.product(range(len(words)), range(1, _PARTS + 1)):
        run = words[start : start + size]
        if len(run) == size and (size == 1 or _is_parted(run)):
            said, before = "".join(word.text for word in run), [word.box for word in run[:-1]]
            yield said, Box.around([*before, run[-1].box])
            yield said, Box.around([*before, _without_stops(run[-1])])


def _is_parted(run: Sequence[Word]) -> bool:
    """Whether it may be one number that gaps parted: on a line, digits beside each gap, and no date."""
    beside = all(
        one.line == other.line and one.text[-1:].translate(_SHAPES).isdigit() and other.text[:1].isdigit()
        for one, other in itertools.pairwise(run)
    )
    return beside and not _YEAR.match(run[0].text)


def _without_stops(word: Word) -> Box:
    """The word's box up to the stop or comma behind it: the third reader looks half a height beyond its edge."""
    stops = len(word.text) - len(re.sub(r"\W+$", "", word.text))
    less = round(word.box.height * (_STOP * stops + _BEYOND)) if stops else 0
    return replace(word.box, width=max(1, word.box.width - less))


def _hints(word: str, others: frozenset[str]) -> Iterator[str]:
    """The word's number as the first reader saw it, and as other looks did that counted other digits."""
    for own in _hint(word):
        yield own
        for one in sorted(others):
            if len(one) != len(own) and SequenceMatcher(None, one, own).ratio() >= _ALIKE:
                yield one


def _hint(word: str) -> Iterator[str]:
    """The last digits of a word that ends in a long number, `digits.UNSURE` for what is none; of others nothing.

    A letter of a digit's shape before them may be the first of them. Behind a label that ran into it, the last run.
    """
    signs = re.sub(r"\W+$", "", word)
    bare = re.sub(r"^\D+", "", signs)
    shaped = signs[-len(bare) - 1 :] if _SHAPED.search(signs[: -len(bare)]) else bare
    told = [seen for said in (bare, shaped) if (seen := _said(said.translate(_SHAPES)))]
    yield from dict.fromkeys(told or filter(None, [_said(re.sub(r".*\D", "", bare))]))


def _said(number: str) -> str:
    """The digits that it ends in, if they are no fewer and no more than a long number has."""
    found = _NUMBER.search(number)
    seen = re.sub(r"\D", digits.UNSURE, found.group()) if found else ""
    return seen if _LEAST <= len(seen) <= _LONGEST and seen.count(digits.UNSURE) <= _WORN else ""
