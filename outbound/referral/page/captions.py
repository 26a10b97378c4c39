"""Labels in small print above their values, without rules: each with what stands below it in its column.

So do the screens of newer systems print. The smaller face tells a label that no list knows, and how far a value goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from ocr.text import Box, Word
from outbound.referral.page import blocks, box_tables, grid
from outbound.referral.page.box_tables import Filled
from outbound.referral.words import labels

# The words of a line, from left to right.
Line = Sequence[Word]
# A label stands so close above its value at most, and lines of a value above each other, in heights of the letters.
_CLOSE: Final = 1.5
_BLANK: Final = 1.3
# What begins so near to a column's edge stands in it, in those heights.
_ALIGNED: Final = 0.7
# So many rows of labels side by side make a grid.
_ROWS: Final = 2


def parted(words: Sequence[Word]) -> Iterator[Filled | list[Word]]:
    """The words from the top down: each label in small print with its value, and what stands between them."""
    every, plain, at = blocks.lines_of(words), list[Word](), 0
    while at < len(every):
        end = _end(every, at)
        if end > at:
            yield from ([plain] if plain else [])
            yield from _columns(every[at], every[at + 1 : end])
            plain = []
        else:
            plain += every[at]
        at = max(end, at + 1)
    yield from ([plain] if plain else [])


def is_grid(words: Sequence[Word]) -> bool:
    """Whether labels in small print stand side by side, row after row, and none beside another's value.

    That is so where two columns have nothing to do with each other.
    """
    every = blocks.lines_of(words)
    rows = sum(len(grid.runs(line)) > 1 and _is_caption(every, at) for at, line in enumerate(every))
    faces = [[_height(run) for run in grid.runs(line)] for line in every]
    mixed = sum(max(each) > box_tables.OTHER_FACE * min(each) for each in faces)
    return rows >= _ROWS and 2 * mixed < rows


def _end(every: Sequence[Line], at: int) -> int:
    """Where the values end whose labels are in that line; `at` itself if it is no line of labels."""
    if not _is_caption(every, at):
        return at
    heads, end = grid.runs(every[at]), at + 2
    while end < len(every) and _goes_on(every, end, heads):
        end += 1
    return end


def _is_caption(every: Sequence[Line], at: int) -> bool:
    """Whether a line is labels in small print, each run of it, over values in a larger face that begin below them."""
    if at + 1 >= len(every) or not all(box_tables.may_head(_text(run)) for run in grid.runs(every[at])):
        return False
    small, large, line, below = _height(every[at]), _height(every[at + 1]), every[at], every[at + 1]
    close = below[0].box.top - max(word.box.bottom for word in line) < _CLOSE * small
    lefts = [run[0].box.left for run in grid.runs(line)]
    under = all(any(abs(run[0].box.left - left) <= _ALIGNED * large for left in lefts) for run in grid.runs(below))
    faces = [[_height(run) for run in grid.runs(one)] for one in (line, below)]
    return min(faces[1]) > box_tables.OTHER_FACE * max(faces[0]) and close and under


def _height(line: Line) -> float:
    return median(word.box.height for word in line)


def _text(line: Line) -> str:
    return " ".join(word.text for word in line)


def _goes_on(every: Sequence[Line], at: int, heads: Sequence[Line]) -> bool:
    """Whether a line goes on with the values: in their face, no label of its own, and close below if in columns."""
    above, line = every[at - 1], every[at]
    faces = sorted((_height(above), _height(line)))
    apart = line[0].box.top - max(word.box.bottom for word in above)
    label = labels.at_start(_text(line))
    marked = label is not None and (label.colon or (label.whole and _text(line)[0].isupper()))
    inside = all(any(_within(run, column) for column in _strips(heads)) for run in grid.runs(line))
    return (
        faces[1] <= box_tables.OTHER_FACE * faces[0]
        and (apart < _BLANK * faces[0] or len(heads) == 1)
        and inside
        and not (marked or _is_caption(every, at))
    )


def _within(run: Line, strip: tuple[int, int]) -> bool:
    return strip[0] <= run[0].box.left and run[-1].box.right <= strip[1]


def _strips(heads: Sequence[Line]) -> list[tuple[int, int]]:
    """From where to where across the page each column reaches."""
    slack = round(_ALIGNED * heads[0][0].box.height)
    edges = [*(run[0].box.left - slack for run in heads), 10**6]
    return list(pairwise(edges))


def _columns(heads: Line, values: Sequence[Line]) -> Iterator[Filled]:
    """Each label with the words below it, as if a box held them."""
    right = max(word.box.right for line in (heads, *values) for word in line)
    every = [run for line in values for run in grid.runs(line)]
    for head, strip in zip(grid.runs(heads), _strips(grid.runs(heads)), strict=True):
        held = [word for run in every if _within(run, strip) for word in run]
        place = Box.around([word.box for word in (*head, *held)])
        edge = min(strip[1] - head[0].box.height, right)
        yield box_tables.filled(Box(strip[0], place.top, edge - strip[0], place.height), [*head, *held])
