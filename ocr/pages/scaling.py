"""How high a fax page is where its tags may lie: half of A4, or twice, is what a wrong resolution makes of it.

The shapes of the letters tell. Reading it both ways tells nothing: Tesseract reads letters of half their height nearly
as well (measured).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.pages import cleaning, orientation

# Inches: the heights that sheets of paper have, from Letter less its margins to Legal.
_SHEET: Final = (9.3, 14.1)
# Rows to the inch that faxes have: standard, fine, superfine.
_ROWS: Final = (98.0, 196.0, 391.0)
_DPI: Final = 300
# Small letters are as high as 1.0 to 1.4 of their strokes lie apart; squeezed to half 0.5 to 0.7, stretched 1.9 to 2.7
# (28 faxes of every wear). Specks look like strokes, so that a specked page may seem squeezed, and never stretched.
_LOW: Final = 0.8
_HIGH: Final = 1.5
_SPECKS: Final = 0.27
# Rows that a line of print may have here, and dots of specks in a row; strokes that make a line; lines that tell.
_LINE: Final = (8, 120)
_DOTS: Final = 6
_STROKES: Final = 8
_LINES: Final = 3
# Inches between two words at most.
_GAP: Final = 0.13


def rows(native: Image.Image, resolution: tuple[float, float]) -> float:
    """Rows to the inch of a bilevel page: as tagged, unless that makes no sheet of paper and its letters say so too."""
    across, tagged = resolution
    instead = next((rows for rows in _ROWS if _is_sheet(native.height / rows)), tagged)
    if native.mode != "1" or _is_sheet(native.height / tagged) or instead == tagged:
        return tagged
    cleaned = cleaning.despeckled(native)
    shapes = list(_shapes(cleaned, across, tagged))
    if len(shapes) < _LINES:
        return tagged
    shape = float(np.median(shapes))
    lies = shape > _HIGH if instead > tagged else shape < _LOW and _specks(native, cleaned) < _SPECKS
    return instead if lies else tagged


def _is_sheet(inches: float) -> bool:
    return _SHEET[0] <= inches <= _SHEET[1]


def _specks(before: Image.Image, after: Image.Image) -> float:
    """The share of a page's dark dots that were specks."""
    dark = int(cleaning.ink(before).sum())
    return 1 - int(cleaning.ink(after).sum()) / dark if dark else 0.0


def _shapes(image: Image.Image, across: float, down: float) -> Iterator[float]:
    """Of each line of print, how high its small letters are beside the distance of their strokes."""
    size = (round(image.width * _DPI / across), round(image.height * _DPI / down))
    grey = image.convert("L").resize(size, Image.Resampling.BICUBIC)
    level = orientation.skew(grey, _DPI)
    dark = cleaning.ink(grey.rotate(level, Image.Resampling.BILINEAR, fillcolor=255))
    profile = dark.sum(axis=1).astype(np.float64)
    for top, bottom in orientation.lines(profile, _LINE, _DOTS):
        core = np.flatnonzero(profile[top:bottom] > 0.5 * profile[top:bottom].max()) + top
        band = dark[core[0] : core[-1] + 1]
        strokes = float((band[:, 1:] & ~band[:, :-1]).sum(axis=1).mean())
        if strokes >= _STROKES:
            yield len(band) * strokes / _width(np.flatnonzero(band.any(axis=0)))


def _width(columns: NDArray[np.intp]) -> int:
    """How wide the words of a line are with the gaps between letters and words, without wider ones."""
    gaps = np.diff(columns)
    return len(columns) + int(gaps[(gaps > 1) & (gaps < _DPI * _GAP)].sum())
