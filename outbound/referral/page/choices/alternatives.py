"""A form's alternatives in one row, of which one is marked: "Prioritet: Akut   Inom 24 h   Planerad" with one in bold.

The others are what the form offers, and say the opposite of what is meant. Only where exactly one stands out, among
parts that stand clearly apart, is it carried alone; anything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from ocr import emphasis
from ocr.emphasis import Tones
from ocr.text import Box, Word
from outbound.referral.page.choices import marked_answers
from outbound.referral.values import FieldName
from outbound.referral.words import labels

# The words of a line, from left to right.
Line = Sequence[Word]
# What is offered in a row, in so few words each; between two is so many times a space of the line.
_OFFERED: Final = frozenset({FieldName.PRIORITY, FieldName.OTHER})
_FEWEST: Final = 3
_WORDS: Final = 3
_WIDER: Final = 1.5
_SPACE: Final = 0.3
_MOST_WORDS: Final = 3


def chosen(line: Line, tones: Tones) -> Line:
    """The line with its label and the one alternative that is marked."""
    start = _label(line)
    if start is None:
        return line
    each = apart(line[start:])
    if len(each) < _FEWEST or any(len(one) > _WORDS or _is_sentence(one) for one in each):
        return line
    places = [Box.around([word.box for word in one]) for one in each]
    looks = emphasis.looks(tones, places, line[start - 1].box.right, tones.shape[1])
    if any(look.struck for look in looks):
        return line
    at = marked_answers.standing_out(looks)
    return line if at is None else [*line[:start], *_from(places[0].left, each[at])]


def apart(words: Line) -> list[list[Word]]:
    """The words in parts that stand further from each other than the words of a part."""
    spaces = [other.box.left - one.box.right for one, other in pairwise(words)]
    usual = _SPACE * median(word.box.height for word in words)
    wide = [space >= _WIDER * usual for space in spaces]
    parts = [[words[0]]]
    for word, apart in zip(words[1:], wide, strict=True):
        if apart and word.text != "/":
            parts.append([word])
        elif word.text != "/":
            parts[-1].append(word)
    return parts


def _label(line: Line) -> int | None:
    """Behind how many words of a line its label ends, if that offers anything."""
    for end in range(1, min(_MOST_WORDS, len(line) - _FEWEST) + 1):
        text = " ".join(word.text for word in line[:end])
        label = labels.at_start(text)
        if text.endswith(":") and label is not None and label.whole and label.field in _OFFERED:
            return end
    return None


def _from(left: int, words: Line) -> Line:
    """The words where the first alternative stands: beside their label, and on no ground of their own."""
    back = words[0].box.left - left
    return [replace(word, box=word.box.moved(-back, 0)) for word in words]


def _is_sentence(part: Line) -> bool:
    return part[-1].text.endswith((".", "?", ",", ":"))
