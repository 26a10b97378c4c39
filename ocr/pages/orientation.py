"""Which way up a page lies and by how much it is askew, from the shapes of its lines. Reads no words unless unsure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr import codes, text
from ocr.pages import cleaning

Profile = NDArray[np.float64]

# Enough for the lines of print to show, few enough to be quick.
_COARSE: Final = 100
_FINE: Final = 150
_STEEPEST: Final = 6.0
# Inches: what is darker than print over more than this both ways is the edge of the paper, a shadow or a picture.
_BROAD: Final = 0.12
# The share of a page at each side where the edge of the paper throws a line of its own (measured: a scanned A4 askew).
_EDGE: Final = 0.025
# Print in small letters has 0.03 and more, capitals alone at most 0.011, either way (measured on our line).
_BALANCE: Final = 0.02
# So many of at least so many lines must say the same; of tables and worn print half say otherwise (measured).
_AGREED: Final = 0.75
_FEW: Final = 5
# Rows of a line of print at 150 to the inch, and dots of specks in a row.
_LINE: Final = (8, 40)
_SPECKS: Final = 2
# Upside down, worn print gives many short words too, and hardly one that the reader is sure of.
_SURE: Final = 60
_WORD: Final = re.compile(r"[^\W\d_]{4}")
# Seconds for each way up; a fifth of a page takes less than one.
_PATIENCE: Final = 8.0


def rotation(image: Image.Image, dpi: int, found: Sequence[codes.Code]) -> int:
    """How far the page must be turned clockwise to stand upright: 0, 90, 180 or 270."""
    marked = [code.turned for code in found if code.mark]
    if marked:
        return -marked[0] % 360
    small = _reduced(image, dpi, _FINE)
    sideways = _is_sideways(small)
    lying = small.transpose(Image.Transpose.ROTATE_270) if sideways else small
    balance = _balance(lying.rotate(skew(lying, _FINE), fillcolor=255))
    first = 90 if sideways else 0
    if abs(balance) >= _BALANCE:
        return first if balance > 0 else first + 180
    return _by_reading(image, first)


def skew(image: Image.Image, dpi: int) -> float:
    """The angle in degrees, counter-clockwise as PIL turns, that levels the lines; 0 for a page without any."""
    rows, columns = _ink(_reduced(image, dpi, _COARSE), _COARSE)
    if len(rows) < 200:
        return 0.0
    coarse = _best(rows, columns, np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.5))
    return float(_best(rows, columns, coarse + np.arange(-0.5, 0.51, 0.05)))


def _reduced(image: Image.Image, dpi: int, wanted: int) -> Image.Image:
    factor = max(1, round(dpi / wanted))
    return image.reduce(factor) if factor > 1 else image


def _ink(image: Image.Image, dpi: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the dark pixels, without solid areas, long rules and the paper's edge: no lines of print."""
    dark = cleaning.strokes(np.asarray(image) < 160, round(_BROAD * dpi))
    down, across = round(_EDGE * image.height), round(_EDGE * image.width)
    inner = np.zeros_like(dark)
    inner[down : image.height - down, across : image.width - across] = True
    dark &= inner
    dark[dark.mean(axis=1) > 0.5] = False
    dark[:, dark.mean(axis=0) > 0.5] = False
    rows, columns = np.nonzero(dark)
    return rows, columns


def _best(rows: NDArray[np.intp], columns: NDArray[np.intp], angles: NDArray[np.float64]) -> float:
    scores = [_sharpness(rows, columns, angle) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sharpness(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> float:
    """How sharply the ink of a page turned by `angle` falls into lines: the squared steps of its profile."""
    turned = (rows - columns * np.tan(np.radians(angle))).round().astype(np.intp)
    profile = np.bincount(turned - turned.min()).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())


def _is_sideways(image: Image.Image) -> bool:
    """Whether lines of print run down the page: its ink falls into sharper lines across than along."""
    rows, columns = _ink(image, _FINE)
    if len(rows) < 200:
        return False
    angles = np.arange(-4, 4.1, 1.0)
    level = max(_sharpness(rows, columns, angle) for angle in angles)
    upright = max(_sharpness(columns, rows, angle) for angle in angles)
    return upright > 1.5 * level


def _balance(image: Image.Image) -> float:
    """The share of ink above the small letters' height less that below the line; Latin print has more above.

    Nothing where the lines disagree: worn print, rules and tables have a balance too.
    """
    dark = cleaning.strokes(cleaning.ink(image), round(_BROAD * _FINE))
    profile = dark.sum(axis=1).astype(np.float64)
    told = [_of_line(profile[top:bottom]) for top, bottom in lines(profile, _LINE, _SPECKS)]
    whole = sum(ink for _, ink in told)
    balance = sum(more for more, _ in told) / whole if whole else 0.0
    agreeing = sum(more * balance > 0 for more, _ in told)
    return balance if len(told) >= _FEW and agreeing >= _AGREED * len(told) else 0.0


def _of_line(profile: Profile) -> tuple[float, float]:
    """A line's ink above its small letters less that below them, and all of it."""
    core = np.flatnonzero(profile > 0.5 * profile.max())
    return float(profile[: core[0]].sum() - profile[core[-1] + 1 :].sum()), float(profile.sum())


def lines(profile: Profile, rows: tuple[int, int], specks: int) -> list[tuple[int, int]]:
    """The rows (top, bottom) of what looks like single lines of print, so many rows high; a row has so many specks."""
    inked = profile > specks
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    pairs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    high = [(top, bottom) for top, bottom in pairs if rows[0] <= bottom - top <= rows[1]]
    return [(top, bottom) for top, bottom in high if profile[top:bottom].max() > 6 * specks]


def _by_reading(image: Image.Image, first: int) -> int:
    """Capitals and handwriting have no balance: the page's densest part is read both ways up."""
    part = _densest(image.rotate(-first, expand=True) if first else image)
    if part is None:
        return first
    sure = [_sureness(part.rotate(angle)) for angle in (0, 180)]
    return first if sure[0] >= sure[1] else (first + 180) % 360


def _densest(image: Image.Image) -> Image.Image | None:
    """The fifth of the page with the most ink; None for a blank one."""
    height = image.height // 5
    darkness = 255 - np.asarray(image.resize((1, image.height), Image.Resampling.BOX)).astype(np.float64).ravel()
    sums = np.convolve(darkness, np.ones(height), "valid")
    top = int(np.argmax(sums))
    return image.crop((0, top, image.width, top + height)) if sums[top] > height * 0.5 else None


def _sureness(image: Image.Image) -> float:
    """How much of it is print the right way up; nothing where that can't be told in time."""
    try:
        reading = text.read(image, mode=6, seconds=_PATIENCE)
    except text.Unreadable:
        return 0.0
    sure = (word for word in reading.words if word.confidence >= _SURE and _WORD.search(word.text))
    return sum(word.confidence for word in sure)
