"""Print that the reader's layout passed over: found by the ink that no word covers, and read as a block of its own.

Measured: on a page in forty, Tesseract's page segmentation leaves out whole lines of a report, without a sign.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr import text
from ocr.text import Box, Reading, Word

Dots = NDArray[np.bool_]
Cells = NDArray[np.bool_]
Clock = Callable[[], float]

# Looked at in cells of this many dots of a page made four times smaller: half a line high, a few letters wide.
_SMALLER: Final = 4
_HIGH: Final = 8
_WIDE: Final = 16
_DARK: Final = 150
# Ink of print: neither a rule nor a picture, and broken many times across.
_LEAST_INK: Final = 0.07
_MOST_INK: Final = 0.60
_BREAKS: Final = 4
_ROWS: Final = 4
# So many cells of print in a row are words that somebody left out.
_LONGEST_GAP: Final = 1
_RUN: Final = 5
_AIR: Final = 10
# Dotted lines to write on, stains and handwriting give letters too, and the reader is not sure of them.
_SURE: Final = 60
_LETTERS: Final = re.compile(r"[^\W\d_]{3}")
# A page of stains has more, and nothing to read in them.
_MOST: Final = 6


def read(
    image: Image.Image,
    *,
    mode: int = 3,
    net: text.Net = "swe",
    seconds: float = 30,
    clock: Clock = time.monotonic,
) -> Reading:
    """`text.read` of an upright page, and what it passed over. Raises text.Unreadable on a time-out."""
    until = clock() + seconds
    first = text.read(image, mode=mode, net=net, seconds=seconds)
    return completed(image, first, net=net, seconds=until - clock(), clock=clock)


def completed(
    image: Image.Image,
    first: Reading,
    *,
    net: text.Net = "swe",
    seconds: float = 30,
    clock: Clock = time.monotonic,
) -> Reading:
    """A reading with the words added that it left out, as many as can be read in so many seconds."""
    more = list(_more(image, first, net, clock() + seconds, clock))
    return Reading(_merged(first.words, more)) if any(more) else first


def _more(image: Image.Image, first: Reading, net: text.Net, until: float, clock: Clock) -> Iterator[tuple[Word, ...]]:
    """The words of each area; a time-out ends the search and takes nothing from what was read."""
    for area in areas(image, first.words)[:_MOST]:
        try:
            yield tuple(_words(image, area, first.words, net, until - clock()))
        except text.Unreadable:
            return


def areas(image: Image.Image, words: Sequence[Word]) -> tuple[Box, ...]:
    """Where print stands that no word covers: one box for lines that follow each other."""
    dark = _uncovered(image, words)
    # Twice, half a cell apart: a line of print may lie on the edge of two.
    rows = [box for shift in (0, _HIGH // 2) for box in _rows(_print(dark[shift:]), shift)]
    found = list[Box]()
    for box in sorted(rows, key=lambda box: box.top):
        if found and box.top - found[-1].bottom <= 4 * _HIGH * _SMALLER:
            found[-1] = Box.around((found[-1], box))
        else:
            found.append(box)
    return tuple(found)


def _rows(cells: Cells, shift: int) -> Iterator[Box]:
    """A box for each run of print, in dots of the page."""
    wide, high = _WIDE * _SMALLER, _HIGH * _SMALLER
    for row, (left, right) in _runs(cells):
        yield Box(left * wide, row * high + shift * _SMALLER, (right - left) * wide, high)


def _uncovered(image: Image.Image, words: Sequence[Word]) -> Dots:
    """The dark dots outside all words."""
    dark = np.asarray(image.convert("L").reduce(_SMALLER)) < _DARK
    for word in words:
        box = word.box
        rows = slice(max(0, box.top // _SMALLER - 2), box.bottom // _SMALLER + 3)
        dark[rows, max(0, box.left // _SMALLER - 2) : box.right // _SMALLER + 3] = False
    return dark


def _print(dark: Dots) -> Cells:
    """Which cells look like print."""
    height, width = dark.shape[0] // _HIGH * _HIGH, dark.shape[1] // _WIDE * _WIDE
    cells = dark[:height, :width].reshape(height // _HIGH, _HIGH, width // _WIDE, _WIDE)
    ink = cells.mean(axis=(1, 3))
    breaks = (cells[..., 1:] != cells[..., :-1]).sum(axis=3).max(axis=1)
    rows = (cells.any(axis=3)).sum(axis=1)
    return (ink >= _LEAST_INK) & (ink <= _MOST_INK) & (breaks >= _BREAKS) & (rows >= _ROWS)


def _runs(cells: Cells) -> Iterator[tuple[int, tuple[int, int]]]:
    """(row, (first column, column behind the last)) of every run of print long enough to be words."""
    for row in np.flatnonzero(cells.sum(axis=1) >= _RUN):
        columns = np.flatnonzero(cells[row])
        parts = np.split(columns, np.flatnonzero(np.diff(columns) > _LONGEST_GAP + 1) + 1)
        for part in parts:
            if len(part) >= _RUN:
                yield int(row), (int(part[0]), int(part[-1]) + 1)


def _words(image: Image.Image, area: Box, known: Sequence[Word], net: text.Net, seconds: float) -> Iterator[Word]:
    """The words of an area, as wide as the page's print, where none is known yet."""
    left = min((word.box.left for word in known), default=0)
    right = max((word.box.right for word in known), default=image.width)
    edges = (
        max(0, min(left, area.left) - _AIR), max(0, area.top - 2 * _AIR),
        min(image.width, max(right, area.right) + _AIR), min(image.height, area.bottom + 2 * _AIR),
    )  # fmt: skip
    for word in _sure(text.read(image.crop(edges), mode=6, net=net, seconds=seconds).words):
        box = replace(word.box, left=word.box.left + edges[0], top=word.box.top + edges[1])
        if word.text.strip() and not any(box.overlaps(other.box) for other in known):
            yield replace(word, box=box)


def _sure(words: Sequence[Word]) -> Iterator[Word]:
    """The lines that hold a word and that the reader is sure of."""
    for line in _lines(words):
        letters = sum(len(word.text) for word in line)
        confidence = sum(word.confidence * len(word.text) for word in line) / max(1, letters)
        if confidence >= _SURE and _LETTERS.search(" ".join(word.text for word in line)):
            yield from line


def _merged(words: Sequence[Word], more: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """All lines, each new one of each area before the first that stands lower."""
    lines = _lines(words)
    for line in (line for area in more for line in _lines(area)):
        top = _top(line)
        at = next((place for place, other in enumerate(lines) if _top(other) > top), len(lines))
        lines.insert(at, line)
    return tuple(replace(word, line=number) for number, line in enumerate(lines) for word in line)


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    return [list(line) for _, line in groupby(words, lambda word: word.line)]


def _top(line: Sequence[Word]) -> float:
    return sum(word.box.top for word in line) / len(line)
