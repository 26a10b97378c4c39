"""Which way up a page lies and by how much it is askew, from the shapes of its lines. Reads no words unless unsure."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr import codes, text
from ocr.pages import cleaning

Profile = NDArray[np.float64]
Clock = Callable[[], float]

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
# Seconds for all the ways up of all parts together. Each takes less than one, on a busy machine several, and a page
# that nobody had time to look at would be read upside down. And so many parts.
_PATIENCE: Final = 16.0
_LOOKS: Final = 3
# Words that the reader is sure of: upside down, capitals of a full page give ten and worn print one, sideways all
# print gives one at most (90 parts of pages; a full part has sixty). So twenty-five settle it alone, three beside
# fewer upside down, and one tells nothing.
_PLAIN: Final = 2000.0
_LIKELY: Final = 200.0
_TOLD: Final = 120.0
# Lines that are so much sharper along a page than across lie sideways; of 250 upright pages they are 2.4 times as sharp
# at most, so 0.4 times at least where such a page lies. Between these it is read all ways, which one in twelve needs.
_SIDEWAYS: Final = 1.5
_UNSURE: Final = (0.7, 4.0)
# The same of a whole page as it was read with the net for worn pages, words that lie level alone: a hundred pages gave
# 445 at most upside down and 83 sideways.
_WHOLE: Final = 1000.0


def rotation(image: Image.Image, dpi: int, found: Sequence[codes.Code], *, clock: Clock = time.monotonic) -> int:
    """How far the page must be turned clockwise to stand upright: 0, 90, 180 or 270."""
    marked = [code.turned for code in found if code.mark]
    if marked:
        return -marked[0] % 360
    small = _reduced(image, dpi, _FINE)
    told, first = _by_shape(small)
    if told is None:
        told = _by_reading(small, (first, 90 - first), clock)
    return _likeliest(small) if told is None else told


def guess(image: Image.Image, dpi: int, found: Sequence[codes.Code]) -> tuple[int, bool]:
    """The same without reading any word, and whether that is sure. Where it is not, the words that are read of
    the page so turned may tell (`is_upright`, `is_likelier`); and where they don't, `rotation` does.
    """
    marked = [code.turned for code in found if code.mark]
    if marked:
        return -marked[0] % 360, True
    small = _reduced(image, dpi, _FINE)
    told, first = _by_shape(small)
    return (first, False) if told is None else (told, True)


def is_upright(words: Sequence[text.Word]) -> bool:
    """Whether so many words were read for sure that the page stands upright. One that lies sideways is read too."""
    return _confidence(_level(words)) >= _WHOLE


def is_likelier(image: Image.Image, dpi: int, words: Sequence[text.Word]) -> bool:
    """Whether some words were read for sure, and its densest part has far fewer upside down."""
    sure = _confidence(_level(words))
    if sure < _LIKELY:
        return False
    return all(2 * _sureness(part.rotate(180), _PATIENCE) < sure for part in _densest(_reduced(image, dpi, _FINE))[:1])


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


def _steepness(image: Image.Image) -> float:
    """How much sharper lines the ink falls into along the page than across: many times where it lies sideways."""
    rows, columns = _ink(image, _FINE)
    if len(rows) < 200:
        return 0.0
    angles = np.arange(-4, 4.1, 1.0)
    level = max(_sharpness(rows, columns, angle) for angle in angles)
    upright = max(_sharpness(columns, rows, angle) for angle in angles)
    return upright / max(1.0, level)


def _by_shape(image: Image.Image) -> tuple[int | None, int]:
    """(how it must be turned, if its lines tell; how far if it only lies sideways, or not at all)."""
    steepness = _steepness(image)
    first = 90 if steepness > _SIDEWAYS else 0
    unsure = _UNSURE[0] < steepness < _UNSURE[1]
    return None if unsure else _by_lines(image, first), first


def _likeliest(image: Image.Image) -> int:
    """What is left where no word could be read."""
    steepness = _steepness(image)
    if _UNSURE[0] < steepness < _UNSURE[1]:
        return _by_lines(image, 0) or 0
    return 90 if steepness > _SIDEWAYS else 0


def _by_lines(image: Image.Image, first: int) -> int | None:
    """`first`, or upside down of that, by the shapes of the lines; None where they tell nothing."""
    lying = image.transpose(Image.Transpose.ROTATE_270) if first else image
    balance = _balance(lying.rotate(skew(lying, _FINE), fillcolor=255))
    if abs(balance) < _BALANCE:
        return None
    return first if balance > 0 else first + 180


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


def _by_reading(image: Image.Image, firsts: Sequence[int], clock: Clock) -> int | None:
    """Capitals and handwriting have no balance: the page's densest parts are read both ways up, for each of `firsts`.

    One after another until words are read: the densest may be a table, a comb, a picture. None where none are.
    """
    parts = [(first, _densest(image.rotate(-first, expand=True) if first else image)) for first in firsts]
    until = clock() + _PATIENCE
    for number in range(_LOOKS):
        most, turn = 0.0, 0
        for first, part in ((first, found[number]) for first, found in parts if number < len(found)):
            for half in (0, 180):
                sure = _sureness(part.rotate(half), until - clock())
                if sure > most:
                    most, turn = sure, (first + half) % 360
                if most >= _PLAIN:
                    return turn
            if most >= _LIKELY:
                return turn
        if most >= _TOLD:
            return turn
    return None


def _densest(image: Image.Image) -> list[Image.Image]:
    """A few fifths of the page, the one with the most print first; fewer of a page that is blank elsewhere."""
    height, found = image.height // 5, list[Image.Image]()
    print_ = np.bincount(_ink(image, _FINE)[0], minlength=image.height).astype(np.float64)
    sums = np.convolve(print_, np.ones(height), "valid")
    while len(found) < _LOOKS and sums.max() > height * _SPECKS:
        top = int(np.argmax(sums))
        found.append(image.crop((0, top, image.width, top + height)))
        sums[max(0, top - height + 1) : top + height] = 0
    return found


def _sureness(image: Image.Image, seconds: float) -> float:
    """How much of it is print the right way up; nothing where that can't be told in time."""
    try:
        reading = text.read(image, mode=6, seconds=seconds)
    except text.Unreadable:
        return 0.0
    return _confidence(reading.words)


def _level(words: Iterable[text.Word]) -> Iterator[text.Word]:
    return (word for word in words if word.box.width > word.box.height)


def _confidence(words: Iterable[text.Word]) -> float:
    return sum(word.confidence for word in words if word.confidence >= _SURE and _WORD.search(word.text))
