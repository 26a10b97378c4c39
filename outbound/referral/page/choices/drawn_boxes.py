"""Boxes that are drawn beside words, put among these as signs: "Prioritet:", a square, "Akut" -> "Prioritet: ☐ Akut".

Drawn boxes leave no sign in a text layer, and by OCR they are read as whatever they look like. Unread, a form's
alternatives would all be carried as if each were meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from ocr import drawn, emphasis
from ocr.drawn import Drawn
from ocr.emphasis import Tones
from ocr.text import Box, Word
from outbound.referral.page.choices import marked_answers, offered_answers
from outbound.referral.words import answers

# The words of a line, from left to right.
Line = Sequence[Word]
_CROSSED: Final = "☒"
_EMPTY: Final = "☐"
# A gap between words has room for a box if it is so many times as wide as the words are high.
_ROOM: Final = 0.8
# Before the first word a box stands so near, in heights of it.
_BEFORE: Final = 2.0
# What a drawn box may be read as.
_READ: Final = re.compile(r"[0OoDQCUBH]|[\WLIJ]{1,3}|(?=\w{0,2}\W)[\w\W]{2,3}")
# Words of one line begin at the same height and are as high, within so much of it; letters that were read less so.
_LEVEL: Final = 0.15
_LEVEL_READ: Final = 0.4
# Boxes of one line differ by so much.
_ALIKE: Final = 1.2
# A gap with nothing darker than so many steps below its lightest dot is empty.
_BLANK: Final = 60


def typed(line: Line, tones: Tones, *, until: int | None = None) -> Line:
    """The line with each box that is drawn in it as a sign, crossed or empty; UNCLEAR for one that is neither.

    `until`: how far behind its last word boxes may stand, below the heads of their columns.
    """
    every = [word for word in line if not _may_be_box(word)]
    signs = list[Word]()
    for words in _of_one_face(every):
        boxes = [one for one in _beside(words, every, tones, until) if not _is_letter(one, every)]
        known = (one for one in _boxes(boxes, line) if not any(one.place.holds(sign.box) for sign in signs))
        signs += [_sign(one, words[0]) for one in known]
    kept = [word for word in line if not any(sign.box.holds(word.box) for sign in signs)]
    return sorted((*kept, *signs), key=_left)


def _beside(words: Line, every: Line, tones: Tones, until: int | None) -> Sequence[Drawn]:
    """What is drawn and closed beside words of one face, up to the others."""
    if not (until or any(_has_ink(tones, gap) for gap in _gaps(words))):
        return ()
    left = max((word.box.right for word in every if word.box.right <= words[0].box.left), default=0)
    right = min((word.box.left for word in every if word.box.left >= words[-1].box.right), default=tones.shape[1])
    capitals = [look.capitals for look in emphasis.looks(tones, [word.box for word in words], left, right)]
    found = drawn.beside(tones, capitals, left, right, until=until)
    return [one for gap in found for one in gap if one.closed]


def _of_one_face(words: Line) -> Iterator[Line]:
    """The words that stand level in letters as high as most, and those of another column that stand level otherwise.

    A label in small print beside its box is neither.
    """
    if not words:
        return
    height = median(word.box.height for word in words)
    read = any(word.confidence < offered_answers.SURE for word in words)
    near = (_LEVEL_READ if read else _LEVEL) * height
    # Of two columns with as many words the middle lies between their lines.
    tops = (median(word.box.top for word in words), *(word.box.top for word in words))
    level = max(([word for word in words if _off(word, top, height) <= near] for top in tops), key=len)
    yield from [level] if level else []
    other = [word for word in words if word not in level and abs(word.box.height - height) <= near]
    # Another column stands whole at one side of it.
    beside = level and (other and (other[-1].box.right < level[0].box.left or other[0].box.left > level[-1].box.right))
    if beside and not read:
        yield other


def _off(word: Word, top: float, height: float) -> float:
    return abs(word.box.top - top) + abs(word.box.height - height)


def _boxes(closed: Sequence[Drawn], line: Line) -> Sequence[Drawn]:
    """What is closed, and no letter and no cell of the form.

    On a page that was never paper a box is crossed or empty, and what is neither is none: a part of a bar code. On
    paper a figure is as round and a rule may close anything: there, boxes of one line are alike, and one is crossed.
    """
    marks = [marked_answers.is_crossed(one) for one in closed]
    if all(word.confidence >= offered_answers.SURE for word in line):
        return [one for one, mark in zip(closed, marks, strict=True) if mark is not None]
    sides = [side for one in closed for side in (one.place.width, one.place.height)]
    alike = len(closed) > 1 and max(sides) <= _ALIKE * min(sides)
    return closed if alike and any(marks) else ()


def _is_letter(one: Drawn, line: Line) -> bool:
    """Whether what is closed stands within a word of a text layer: a letter of a label in small print between two."""
    return any(word.confidence >= offered_answers.SURE and word.box.holds(one.place) for word in line)


def _may_be_box(word: Word) -> bool:
    """Whether a word is a box, a cross, or what a scan's box may have been read as."""
    read = word.confidence < offered_answers.SURE and _READ.fullmatch(word.text) is not None
    return read or offered_answers.is_box(word) or offered_answers.is_cross(word)


def _gaps(words: Line) -> Iterator[Box]:
    """Where boxes may stand: before the first word, between two that stand apart, and behind the last."""
    first, last = words[0].box, words[-1].box
    far = round(_BEFORE * first.height)
    yield Box(max(0, first.left - far), first.top, min(far, first.left), first.height)
    for one, other in pairwise(word.box for word in words):
        if other.left - one.right >= _ROOM * one.height:
            yield Box(one.right, one.top, other.left - one.right, one.height)
    yield Box(last.right, last.top, far, last.height)


def _has_ink(tones: Tones, gap: Box) -> bool:
    part = tones[max(0, gap.top) : gap.bottom, gap.left : gap.right]
    return part.size > 0 and int(part.max()) - int(part.min()) > _BLANK


def _sign(one: Drawn, beside: Word) -> Word:
    """A drawn box as a word."""
    filled = marked_answers.is_crossed(one)
    text = answers.UNCLEAR if filled is None else _CROSSED if filled else _EMPTY
    return replace(beside, text=text, box=one.place)


def _left(word: Word) -> int:
    return word.box.left
