"""Whether the last rows of a page were never scanned: paper leaves specks everywhere, what a machine fills in none.

Told by the page's own noise alone, so that it holds for any layout and however badly the words were read.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr import pages

Dots = NDArray[np.bool_]

# Looked at in cells of so many dots. What runs on for so many dots is print, and its own ragged edge no noise.
_CELL: Final = 24
_RUN: Final = 4
# Cells at each side that are the paper's edge; so many cells away from print make a row that tells.
_EDGE: Final = 2
_TELLING: Final = 10
# Inches of rows that are all alike. So many rows with specks are expected there by those above (12 and more on pages
# that were cut, at most 6.5 on some 300 whole ones), in so many rows at least, and not in a few as of dotted lines.
_LEAST: Final = 1.0
_EXPECTED: Final = 9.0
_SEEN: Final = 3
_EVEN: Final = 0.6
# Of a page in grey: what is ink; where no sender's own line stands; half a line's height; cells that a line fills at
# least, how far above most rows, in standard deviations of specks; and how many such rows are print.
_INK: Final = 160
_HEAD: Final = 0.06
_FOOT: Final = 0.04
_LINE: Final = 12
_FILLED: Final = 18
_MORE: Final = 8.0
_LINES: Final = 6
# A column that is dark over nearly all of the page is a streak.
_STREAK: Final = 0.9


def is_void(page: pages.Page) -> bool:
    """Whether rows all alike, without a speck, end a page that has specks all over above them."""
    if not page.exact or page.mode != "1":
        return False
    dark = ~np.asarray(page.native)
    dark[:, dark.mean(axis=0) > _STREAK] = False
    scanned = np.flatnonzero((dark != dark[-1]).any(axis=1))
    if not len(scanned) or len(dark) - scanned[-1] < _LEAST * page.resolution[1]:
        return False
    return _is_noisy(dark[: scanned[-1]], (len(dark) - int(scanned[-1])) // _CELL)


def has_lines(image: Image.Image) -> bool:
    """Whether an upright grey page of 300 dots to the inch has lines of print, too thin perhaps for any reader.

    Rows of cells that hold far more ink than most do. Blank pages of every wear have none, or a few where rows were
    lost; a page that Tesseract found no word on had thirty-five.
    """
    dark = np.asarray(image.convert("L")) < _INK
    body = dark[round(_HEAD * len(dark)) : round((1 - _FOOT) * len(dark))]
    high, wide = len(body) // _LINE * _LINE, body.shape[1] // _CELL * _CELL
    inked = body[:high, :wide].reshape(high // _LINE, _LINE, wide // _CELL, _CELL).any(axis=(1, 3)).sum(axis=1)
    most = float(np.median(inked))
    return int((inked >= max(_FILLED, most + _MORE * (most + 1) ** 0.5)).sum()) >= _LINES


def _is_noisy(dark: Dots, below: int) -> bool:
    """Whether specks lie so evenly on these rows that as many rows of cells below them should show some."""
    specks, away = _cells(dark), ~_beside(_cells(_print(dark)))
    away[:, :_EDGE] = False
    away[:, -_EDGE:] = False
    telling = away.sum(axis=1) >= _TELLING
    seen = (specks & away).sum(axis=1)[telling]
    if np.count_nonzero(seen) < _SEEN:
        return False
    share = int(np.count_nonzero(seen)) / len(seen)
    scattered = 1 - float(np.exp(-seen.mean()))
    return bool(share * below >= _EXPECTED and share >= _EVEN * scattered)


def _print(dark: Dots) -> Dots:
    """Where a run of dots begins that is long enough for a stroke, across or down."""
    down, across = dark.copy(), dark.copy()
    for step in range(1, _RUN):
        down[:-step] &= dark[step:]
        across[:, :-step] &= dark[:, step:]
    down[1 - _RUN :] = False
    across[:, 1 - _RUN :] = False
    return down | across


def _cells(dots: Dots) -> Dots:
    """Which cells hold a dot."""
    high, wide = (side // _CELL for side in dots.shape)
    return dots[: high * _CELL, : wide * _CELL].reshape(high, _CELL, wide, _CELL).sum(axis=(1, 3)) > 0


def _beside(cells: Dots) -> Dots:
    """The cells and those that touch them."""
    padded = np.pad(cells, 1)
    high, wide = cells.shape
    near = np.zeros_like(cells)
    for down in range(3):
        for across in range(3):
            near |= padded[down : down + high, across : across + wide]
    return near
