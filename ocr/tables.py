"""Text set in a ruled table, read cell by cell: Tesseract takes lines of cells side by side for one line.

Only rows of a table in which several cells have several lines, or that were passed over, are read anew; labels beside
their values stay a line.
Measured on faxes of others: of an answer in such a table half the letters stood where others belong.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr import columns, text
from ocr.text import Box, Reading, Word

Clock = Callable[[], float]
Dots = NDArray[np.bool_]

# Looked at on a page made four times smaller (75 dots to the inch), where thin print is grey.
_SMALLER: Final = 4
_DARK: Final = 215
# A worn rule is a row of dashes with breaks of up to twice so many dots; in a piece of it so many of so many are dark
# when these are filled, and hardly any so far beside it.
_BREAK: Final = 2
_PIECE: Final = 8
_INKED: Final = 7
_BESIDE: Final = 3
_CLEAN: Final = 2
# A rule between columns has so many pieces at least, one between rows more: no letter is so high, no word so even.
_HIGH: Final = 5
_WIDE: Final = 14
_MOSTLY: Final = 0.6
_NEARLY: Final = 0.8
# Rules so near to each other are the two edges of one. A row of a table is higher.
_SAME: Final = 5
# A cell is read without so many dots at its edges, where the rules are.
_EDGE: Final = 2
# A cell with print: higher than that, and so much of it black; specks are less, a picture or a bar more.
_LOWEST: Final = 30
_BLACK: Final = 128
_LEAST_INK: Final = 0.006
_MOST_INK: Final = 0.4
# In so many cells of a row of the table stand so many lines.
_CELLS: Final = 2
_LINES: Final = 2
_WORSE: Final = 5.0
# A word that holds a rule ends so near to it, in dots of the page; so many others may be guesses.
_LETTER: Final = 20
_GUESSES: Final = 0.05
# Tesseract's page segmentation for one block of text.
_BLOCK: Final = 6


@dataclass(frozen=True, slots=True)
class Table:
    """Where the rules between columns lie, and those between rows, in dots of the small page; top and bottom too."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]


def read(image: Image.Image, first: Reading, *, seconds: float = 30, clock: Clock = time.monotonic) -> Reading:
    """The reading of an upright page, with each row of a ruled table whose cells have several lines read by its cells.

    `first` itself where there is none, or where that takes more than so many seconds.
    """
    until, rows = clock() + seconds, list(_mixed(image, first.words))
    boxes = [box for row in rows for box in row]
    if not boxes:
        return first
    try:
        cells = text.read_each(
            [image.crop((box.left, box.top, box.right, box.bottom)) for box in boxes],
            mode=_BLOCK, net=text.FAX, seconds=until - clock(),
        )  # fmt: skip
    except text.Unreadable:
        return first
    again = Reading(tuple(_together(first.words, rows, list(zip(boxes, cells, strict=True)))))
    return again if again.confidence >= first.confidence - _WORSE else first


def found(image: Image.Image) -> Table | None:
    """The table whose longest rule is the longest of the page; None where there is no rule."""
    dark = np.asarray(image.convert("L").reduce(_SMALLER)) < _DARK
    upright, across = _ruled(dark), _ruled(dark.T)
    top, bottom = _longest(upright)
    upon = _apart(np.flatnonzero(upright[top:bottom].mean(axis=0) >= _MOSTLY)) if bottom - top >= _HIGH else []
    if not upon:
        return None
    left, right = upon[0] // _PIECE, upon[-1] // _PIECE
    whole = across[left:right] if right - left >= _WIDE else across[_WIDE // 2 : -_WIDE // 2]
    level = np.flatnonzero(whole.mean(axis=0) >= _NEARLY)
    edges = (top * _PIECE, bottom * _PIECE)
    between = [place for place in level.tolist() if edges[0] + _SAME < place < edges[1] - _SAME]
    return Table(tuple(upon), (edges[0], *_apart(between), edges[1]))


def _apart(places: Iterable[int]) -> list[int]:
    """The places in order, each that is near to the one before it left out."""
    kept = list[int]()
    for place in sorted(map(int, places)):
        if not kept or place - kept[-1] > _SAME:
            kept.append(place)
    return kept


def _ruled(dark: Dots) -> Dots:
    """Of each piece of each upright line of dots, whether a rule runs there."""
    high = dark.shape[0] // _PIECE * _PIECE
    pieces = dark[:high].reshape(high // _PIECE, _PIECE, -1)
    plain = pieces.sum(axis=1) <= _CLEAN
    sides = np.roll(plain, _BESIDE, axis=1) & np.roll(plain, -_BESIDE, axis=1)
    unbroken = _closed(dark[:high]).reshape(pieces.shape).sum(axis=1) >= _INKED
    ruled = unbroken & sides
    ruled[:, :_BESIDE] = ruled[:, -_BESIDE:] = False
    return ruled


def _closed(dark: Dots) -> Dots:
    """The dots with each upright line's short breaks filled. What is a little askew is now in one dot, now in the next;
    between two lines of text lies more white.
    """
    near = dark | np.roll(dark, 1, axis=1) | np.roll(dark, -1, axis=1)
    spread = np.logical_or.reduce([np.roll(near, step, axis=0) for step in range(-_BREAK, _BREAK + 1)])
    return np.logical_and.reduce([np.roll(spread, step, axis=0) for step in range(-_BREAK, _BREAK + 1)])


def _longest(ruled: Dots) -> tuple[int, int]:
    """Where the longest rule begins and ends, in pieces; a piece of it may be lost."""
    best = (0, 0)
    for place in np.flatnonzero(ruled.sum(axis=0) >= _HIGH):
        column = ruled[:, place]
        whole = column | (np.roll(column, 1) & np.roll(column, -1))
        edges = np.flatnonzero(np.diff(np.concatenate(([False], whole, [False])).astype(np.int8)))
        runs = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
        best = max(best, *runs, key=lambda run: run[1] - run[0])
    return best


def _mixed(image: Image.Image, words: Sequence[Word]) -> Iterator[list[Box]]:
    """The cells with print of each row of the table that is to be read anew, in dots of the page."""
    table = found(image)
    if table is None:
        return
    between = [place for place in table.columns if not _is_crossed(place * _SMALLER, table, words)]
    sides = [0, *between, image.width // _SMALLER]
    for top, bottom in pairwise(table.rows):
        boxes = [box for left, right in pairwise(sides) if (box := _cell(left, top, right, bottom)).width > 0]
        held = [[word for word in words if box.holds(word.box)] for box in boxes]
        filled = [box for box, inside in zip(boxes, held, strict=True) if inside or _is_inked(image, box)]
        tall = sum(len(list(columns.rows(inside))) >= _LINES for inside in held) >= _CELLS
        passed_over = len(filled) >= _CELLS and not any(held)
        if passed_over or (tall and _is_mixed(held)):
            yield filled


def _is_inked(image: Image.Image, box: Box) -> bool:
    """Whether print stands in a cell, and no picture."""
    if box.height < _LOWEST:
        return False
    cell = np.asarray(image.crop((box.left, box.top, box.right, box.bottom)).convert("L"))
    return _LEAST_INK < float((cell < _BLACK).mean()) < _MOST_INK


def _is_mixed(cells: Sequence[Sequence[Word]]) -> bool:
    """Whether a line as it was read runs through several cells, more than once."""
    through = Counter(line for cell in cells for line in {word.line for word in cell if _is_said(word)})
    return sum(count > 1 for count in through.values()) >= _LINES


def _is_said(word: Word) -> bool:
    return any(map(str.isalnum, word.text))


def _is_crossed(across: int, table: Table, words: Sequence[Word]) -> bool:
    """Whether words stand over a rule, more than it may have been read as a part of."""
    level = [word for word in words if table.rows[0] <= word.box.top / _SMALLER < table.rows[-1]]
    over = sum(word.box.left < across - _LETTER and word.box.right > across + _LETTER for word in level)
    return over > max(1, _GUESSES * len(level))


def _cell(left: int, top: int, right: int, bottom: int) -> Box:
    edge = _EDGE * _SMALLER
    return Box(
        left * _SMALLER + edge, top * _SMALLER + edge,
        (right - left) * _SMALLER - 2 * edge, (bottom - top) * _SMALLER - 2 * edge,
    )  # fmt: skip


def _together(
    words: Sequence[Word], rows: Sequence[Sequence[Box]], cells: Sequence[tuple[Box, Reading]]
) -> Iterator[Word]:
    """The words, but for each row that was read anew its cells one after the other; the lines counted on."""
    parts, rest = list[list[Word]](), list(words)
    for row in rows:
        top, bottom = row[0].top, row[0].bottom
        parts.append([word for word in rest if columns.level(word) < top])
        rest = [word for word in rest if columns.level(word) >= bottom]
        # A cell of which nothing is read now keeps what was read of it before.
        inside = {box: [word for word in words if box.holds(word.box)] for box in row}
        parts += [_placed(reading, box) or inside[box] for box, reading in cells if box in row]
    line = 0
    for part in (*parts, rest):
        for _, same in groupby(part, lambda word: word.line):
            yield from (replace(word, line=line) for word in same)
            line += 1


def _placed(reading: Reading, box: Box) -> list[Word]:
    """A cell's words on the page, without what was read of a rule."""
    return [replace(word, box=word.box.moved(box.left, box.top)) for word in reading.words if _is_said(word)]
