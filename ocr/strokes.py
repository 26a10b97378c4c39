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

Cells = NDArray[np.bool_]
Cell = tuple[int, int]


def beside(image: Image.Image, dpi: float, known: Sequence[Box]) -> int:
    """How many strokes stand on a grey page outside the boxes of what is known."""
    size = max(1, round(_CELL_MM * dpi / 25.4))
    cells = np.asarray(image.convert("L").reduce(size)) < _DARK
    for box in known:
        top, left = max(0, box.top // size), max(0, box.left // size)
        cells[top : box.bottom // size + 1, left : box.right // size + 1] = False
    longest = _SHORTEST * dpi / 25.4 / size
    return sum(_length(part) >= longest for part in _parts(cells))


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
