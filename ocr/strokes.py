"""What a pen or a printer left on a page beside what is known to stand there; a line's specks and streaks left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.text import Box

# Looked at in cells a third of a millimetre wide; a thin pen darkens half of one.
_CELL_MM: Final = 0.34
_DARK: Final = 175
# Millimetres: shorter than this no stroke is told from specks that happen to touch.
_SHORTEST: Final = 2.4
# Print that no word was made of, and a page in shreds, have more strokes than are worth counting.
_MOST: Final = 500

# A cell is that dark where a shred of a stroke or two specks lie. Looked for in windows so many cells high and wide
# (4 x 10 mm), the densest few rows and columns of each left out; without writing no window has more than four such
# cells, or five where specks lie everywhere (130 sheets of every wear).
_FAINT: Final = 215
_WINDOW: Final = (12, 30)
_RULE: Final = 3
_LEAST: Final = 5
_SPECKS: Final = 4.0

Cells = NDArray[np.bool_]
Cell = tuple[int, int]


def are_beside(image: Image.Image, dpi: float, known: Sequence[Box]) -> bool:
    """Whether anything was written on a grey page outside the boxes of what is known: a stroke, or shreds of some."""
    size = max(1, round(_CELL_MM * dpi / 25.4))
    grey = np.array(image.convert("L").reduce(size))
    for box in known:
        top, left = max(0, box.top // size), max(0, box.left // size)
        grey[top : box.bottom // size + 1, left : box.right // size + 1] = 255
    longest = _SHORTEST * dpi / 25.4 / size
    return any(_length(part) >= longest for part in _parts(grey < _DARK)) or _are_shreds(grey < _FAINT)


def _are_shreds(cells: Cells) -> bool:
    """Whether more cells are dark together somewhere than specks are: a thin grey pen's strokes come in shreds.

    Shreds of a rule lie in a few rows, those of a streak in a few columns; a hand's in many of both.
    """
    if min(cells.shape) < max(_WINDOW):
        return False
    high, wide = _WINDOW
    counts = _counts(cells, high, wide)
    rows, columns = _counts(cells, _RULE, wide), _counts(cells, high, _RULE)
    ruled = np.max([rows[at : at + len(counts)] for at in range(high - _RULE + 1)], axis=0)
    streaked = np.max([columns[:, at : at + counts.shape[1]] for at in range(wide - _RULE + 1)], axis=0)
    most = int((counts - np.maximum(ruled, streaked)).max())
    return most >= _LEAST + _SPECKS * float(cells.mean()) * high * wide


def _counts(cells: Cells, high: int, wide: int) -> NDArray[np.int32]:
    """How many cells are dark in each window, by its upper left corner."""
    sums = np.pad(cells, ((1, 0), (1, 0))).cumsum(0, np.int32).cumsum(1, np.int32)
    return sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]


def _length(part: Sequence[Cell]) -> int:
    rows, columns = [row for row, _ in part], [column for _, column in part]
    return max(max(rows) - min(rows), max(columns) - min(columns)) + 1


def _parts(cells: Cells) -> Iterator[list[Cell]]:
    """The dark cells that touch each other, corners too."""
    left = set(zip(*(axis.tolist() for axis in np.nonzero(cells)), strict=True))
    for _ in range(_MOST):
        if not left:
            return
        part, edge = list[Cell](), [left.pop()]
        while edge:
            row, column = edge.pop()
            part.append((row, column))
            near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left
            left -= near
            edge += near
        yield part
