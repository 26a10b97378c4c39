"""Forms that stand side by side on a page, each read on its own: a sidebar with the sender, two columns of a form.

Rows are put together across the page, as labels and their values need it. Where two columns each have labels and
values of their own, such a row would join one column's label with the other's value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from ocr.ruled import Rule
from ocr.text import Word
from outbound.referral.words import labels

# A column has so many lines and labels at least; so much white lies between two, in heights of a line.
_LINES: Final = 4
_LABELS: Final = 3
# Labels are so much of its letters at most: more are the labels of the column beside them.
_NAMED: Final = 0.7
# And some of its lines have figures, which labels have not.
_FIGURES: Final = 2
_GUTTER: Final = 0.9
# Two lines are level if their middles lie so near, in heights of a line; so many of a column's must stand alone.
_LEVEL: Final = 0.3
# So many dots a column's edge is uneven on a scan.
_EDGE: Final = 4
_OWN: Final = 0.3


@dataclass(frozen=True, slots=True)
class Gutter:
    """White across which no word stands, from `top` to `bottom`; `middle` parts the columns."""

    middle: float
    top: float
    bottom: float


def along(rule: Rule) -> Gutter:
    """The gutter that an upright rule makes."""
    return Gutter(rule.at, rule.start, rule.end)


def parted(words: Sequence[Word]) -> list[Sequence[Word]]:
    """The words of a page, block by block: what stands above columns, each column, what stands below them."""
    widest = sorted(gutters(words), key=lambda one: -min(map(len, sides(one, words))))
    gutter = next((one for one in widest if _are_columns(*sides(one, words))), None)
    if gutter is None:
        return [words] if words else []
    above = [word for word in words if middle(word) < gutter.top]
    below = [word for word in words if middle(word) > gutter.bottom]
    each = (above, *sides(gutter, words), below)
    return [block for part in each for block in (parted(part) if len(part) < len(words) else [part])]


def gutters(words: Sequence[Word], least: float = _GUTTER) -> Iterator[Gutter]:
    """For each place where several lines begin, how far up and down no word crosses the white left of it.

    It is so many heights of a line wide, at `least`.
    """
    if not words:
        return
    air = least * median(word.box.height for word in words)
    lefts = [word.box.left for word in words]
    for left in sorted(set(lefts)):
        if sum(abs(other - left) <= _EDGE for other in lefts) < _LINES:
            continue
        across = sorted(
            (word.box.top, word.box.bottom) for word in words if word.box.left < left and word.box.right > left - air
        )
        edges = [(0, 0), *across, (10**6, 10**6)]
        lowest = 0
        for (_, bottom), (top, _) in pairwise(edges):
            lowest = max(lowest, bottom)
            if top > lowest:
                yield Gutter(left - air / 2, lowest, top)


def sides(gutter: Gutter, words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The words left and right of it."""
    beside = [word for word in words if gutter.top <= middle(word) <= gutter.bottom]
    left = [word for word in beside if word.box.left < gutter.middle]
    return left, [word for word in beside if word.box.left >= gutter.middle]


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """The words line by line."""
    found = list[list[Word]]()
    for word in sorted(words, key=middle):
        if found and middle(word) - middle(found[-1][0]) <= word.box.height / 2:
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(line, key=lambda word: word.box.left) for line in found]


def is_label(line: Sequence[Word]) -> bool:
    """Whether a line begins with a label that is known."""
    return labels.at_start(" ".join(word.text for word in line)) is not None


def middle(word: Word) -> float:
    """The middle of a word's height."""
    return word.box.top + word.box.height / 2


def _are_columns(left: Sequence[Word], right: Sequence[Word]) -> bool:
    """Whether both have lines, labels and values of their own, and a good part of the lines of the first stands alone:
    level with none of the other's, or a label level with none.
    """
    one, other = lines_of(left), lines_of(right)
    if min(len(one), len(other)) < _LINES or not all(map(_is_form, (one, other))):
        return False
    near = _LEVEL * median(word.box.height for word in (*left, *right))
    beside = [next((line for line in other if abs(middle(line[0]) - middle(row[0])) <= near), None) for row in one]
    own = sum(line is None or is_label(line) != is_label(row) for row, line in zip(one, beside, strict=True))
    return own >= _OWN * min(len(one), len(other))


def _is_form(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether so many lines begin with a label that is known, and a good part of the words belong to none."""
    said = [" ".join(word.text for word in line) for line in lines]
    found = [(text, label) for text in said if (label := labels.at_start(text)) is not None]
    named = sum(min(len(text), label.end) for text, label in found)
    figures = sum(any(map(str.isdigit, text)) for text in said)
    return len(found) >= _LABELS and named <= _NAMED * sum(map(len, said)) and figures >= _FIGURES
