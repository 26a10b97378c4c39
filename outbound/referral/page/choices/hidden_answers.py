"""Answers of a scan that were not read: a ring, a line or a dark ground hides the very word that is meant.

Of "Ja (Nej)" only "Ja" may be read. Where the other pairs of the page tell where its fellow stands, and there is ink,
it is put in; where there is ink beside an answer and no pair tells more, the answer can't be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from ocr import emphasis
from ocr.emphasis import Tones
from ocr.text import Box, Word
from outbound.referral.page.choices import offered_answers
from outbound.referral.page.choices.offered_answers import Answer
from outbound.referral.words import answers

# The words of a line, from left to right.
Line = Sequence[Word]
# So much of a place is ink where a word stands; so many heights beside an answer its fellow may stand.
_INK: Final = 0.06
_BESIDE: Final = 2.6
# A word of so many letters, read so surely, is no ring around one.
_READ: Final = 60.0
_LETTERS: Final = 4
# A word that was read where an answer stands covers so much of it.
_SAME: Final = 0.5


def restored(lines: Sequence[Line], tones: Tones) -> list[list[Word]]:
    """The lines of a scan, each lone answer with its fellows; UNCLEAR where something beside it was not read."""
    groups = [group for line in lines for group in offered_answers.groups(line)]
    whole = [group for group in groups if {one.text for one in group} >= answers.BOTH]
    most = max((len(group) for group in whole), default=0)
    form = [group for group in whole if len(group) == most]
    every = [word for line in lines for word in line]
    return [list(_restored(line, form, every, tones)) for line in lines]


def _restored(line: Line, form: Sequence[Sequence[Answer]], every: Line, tones: Tones) -> Iterator[Word]:
    """The words of one line; `form` are the whole groups of the page. What was read takes the place of no answer."""
    words = list(line)
    for group in offered_answers.groups(line):
        if form and len(group) >= len(form[0]):
            continue
        one = group[0]
        fellows = (word for text in _missing(group, form) if (word := _fellow(one, text, form, tones)) is not None)
        added = [word for word in fellows if not any(_is_told(other, word) for other in words)]
        for word in added:
            words = [other for other in words if not _is_within(other.box, word.box)]
        words += added
        if not added and len(group) == 1 and not form and _is_accompanied(one, every, tones):
            at = words.index(one.words[0])
            words[at : at + len(one.words)] = [replace(one.words[0], text=answers.UNCLEAR)]
    yield from sorted(words, key=lambda word: word.box.left)


def _is_accompanied(one: Answer, every: Line, tones: Tones) -> bool:
    """Whether something stands right beside an answer that was not read, or as no word."""
    place, far = one.place, round(_BESIDE * one.place.height)
    near = place.height // 6
    for left, right in ((place.left - far, place.left - near), (place.right + near, place.right + far)):
        read = [word.box for word in every if word.box.right > left and word.box.left < right and word not in one.words]
        level = [box for box in read if box.top < place.bottom and box.bottom > place.top]
        edge_left = max([left, *(box.right for box in level if box.right <= place.left)])
        edge_right = min([right, *(box.left for box in level if box.left >= place.right)])
        if emphasis.has_letters(tones, Box(max(0, edge_left), place.top, max(0, edge_right - edge_left), place.height)):
            return True
    return False


def _missing(group: Sequence[Answer], form: Sequence[Sequence[Answer]]) -> list[str]:
    have = {one.text for one in group}
    return [one.text for one in (form[0] if form else ()) if one.text in answers.BOTH - have]


def _fellow(one: Answer, text: str, form: Sequence[Sequence[Answer]], tones: Tones) -> Word | None:
    """The answer that stands as far from another as on the rest of the page, if there is ink."""
    pairs_ = [(_named(group, one.text), _named(group, text)) for group in form]
    known = [(this.place, that.place, that) for this, that in pairs_ if this is not None and that is not None]
    if not known:
        return None
    across = round(median(that.left - this.left for this, that, _ in known))
    width = round(median(that.width for _, that, _ in known))
    height = round(median(that.height for _, that, _ in known))
    place = Box(max(0, one.place.left + across), one.place.top, width, height)
    if emphasis.share(tones, place) < _INK:
        return None
    return replace(
        known[0][2].words[0],
        text=known[0][2].said,
        box=place,
        confidence=offered_answers.UNREAD,
        line=one.words[0].line,
    )


def _named(group: Sequence[Answer], text: str) -> Answer | None:
    return next((one for one in group if one.text == text), None)


def _is_within(box: Box, place: Box) -> bool:
    """Whether most of what was read lies where an answer stands."""
    across = min(box.right, place.right) - max(box.left, place.left)
    down = min(box.bottom, place.bottom) - max(box.top, place.top)
    return down > 0 and across >= _SAME * box.width


def _is_told(other: Word, answer: Word) -> bool:
    """Whether another word was read where an answer would stand: "Ja VRE-bärare" has no "Ej aktuellt" behind it."""
    read = other.confidence >= _READ and sum(map(str.isalpha, other.text)) >= _LETTERS
    return read and not offered_answers.is_part(other) and _is_within(other.box, answer.box)
