"""How a word stands out on paper from those beside it: bold, underlined, struck through, ringed, on a dark ground.

Measured in the ink alone, so that it holds for a page as it was typeset and for a scan; what it means, others say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.text import Box

Tones = NDArray[np.uint8]
Shares = NDArray[np.float32]
Dots = NDArray[np.bool_]

# Less than so many steps between ink and ground are no letters.
_FAINTEST: Final = 24
# And of less than so many none that are bold.
_FAINT: Final = 110
# What is darker by so much of the step from ground to ink is ink.
_INK: Final = 0.45
# The ground of a word is at most so dark that so many of its dots are lighter; a button is dark for the most part.
_GROUND: Final = 85
_BUTTON: Final = 0.56
# A line through letters or below them covers so many of a word's columns; one that spares the tail of a "j" fewer.
_THROUGH: Final = 0.94
_STRUCK: Final = 0.84
_STRUCK_ON: Final = 0.8
_BELOW: Final = 0.55
_UNBROKEN: Final = 0.44
# Where it runs, in heights of a capital from its top: through the letters, or below where they stand.
_MIDDLE: Final = (0.25, 0.78)
_UNDER: Final = (1.04, 1.6)
# A pen's line slopes by so much.
_SLOPES: Final = (0.0, -0.05, 0.05, -0.1, 0.1)
# A ring runs within so many heights of a capital of the letters, and along so much of each side of them.
_RING: Final = 0.85
_ALONG: Final = 0.5
_WHOLE: Final = 0.85
# A column of a letter is dark for so much of its height, and letters are so many heights wide.
_SPECK: Final = 0.08
_LETTER: Final = 0.7
# Below where letters stand there is at most so much of the ink that there is within them.
_TAIL: Final = 0.7


@dataclass(frozen=True, slots=True)
class Look:
    """A word's ink: where its capitals stand, how thick and how dark its strokes are, and how light its ground is.

    `weight`: the thickness of strokes times how much darker than their ground they are. `button`: light letters on a
    dark ground. `ringed`: lines run along both ends of it, and above or below; `lined`: above or below.
    `faint`: too light to be bold.
    """

    capitals: Box
    weight: float = 0.0
    ground: float = 255.0
    underlined: bool = False
    struck: bool = False
    ringed: bool = False
    lined: bool = False
    button: bool = False
    faint: bool = False


@dataclass(frozen=True, slots=True)
class _Ink:
    """A word's part of the page as shares of its ink, the word's place in it, and where the part begins on the page."""

    density: Shares
    place: Box
    left: int
    top: int
    contrast: float
    ground: float


def tones_of(image: Image.Image) -> Tones:
    """The tones of a page, to look at its words."""
    return np.asarray(image.convert("L"))


def looks(tones: Tones, boxes: Sequence[Box], left: int, right: int) -> list[Look]:
    """How words side by side look; other words stand left of `left` and right of `right`."""
    lefts = [left, *(box.right for box in boxes[:-1])]
    rights = [*(box.left for box in boxes[1:]), right]
    inks = [_ink(tones, *one) for one in zip(boxes, lefts, rights, strict=True)]
    feet = [ink.top + _standing(ink)[1] for ink in inks if isinstance(ink, _Ink)]
    # A line below hides where the letters of one stand; its neighbours stand on the same.
    foot = min(feet, default=0)
    return [_look(ink, foot - ink.top) if isinstance(ink, _Ink) else ink for ink in inks]


def _ink(tones: Tones, box: Box, left: int, right: int) -> _Ink | Look:
    """The ink of a word, or its look where it has none to measure."""
    far = box.height
    inside = _part(tones, box.top, box.bottom, box.left, box.right)
    wide = _part(tones, box.top - far, box.bottom + far, box.left - far, box.right + far)
    if not inside.size:
        return Look(box)
    paper, darkest = float(np.percentile(wide, 90)), float(np.percentile(wide, 1))
    if paper - darkest > 2 * _FAINTEST and float((inside < (paper + darkest) / 2).mean()) > _BUTTON:
        return Look(box, button=True, ground=darkest)
    ground, ink = float(np.percentile(inside, _GROUND)), float(np.percentile(inside, 3))
    if ground - ink < _FAINTEST:
        return Look(box, ground=ground)
    # A scan's words overlap now and then.
    left, top = max(0, min(left, box.left), box.left - far), max(0, box.top - far)
    around = _part(tones, top, box.bottom + far, left, max(box.right, min(right, box.right + far)))
    density = np.clip((ground - around) / (ground - ink), 0, 1)
    return _Ink(density, box.moved(-left, -top), left, top, ground - ink, ground)


def _part(tones: Tones, top: int, bottom: int, left: int, right: int) -> Shares:
    return tones[max(0, top) : max(0, bottom), max(0, left) : max(0, right)].astype(np.float32)


def _look(ink: _Ink, foot: int) -> Look:
    """The look of a word whose letters stand on that row."""
    box, top = ink.place, _standing(ink)[0]
    dark = ink.density > _INK
    word = dark[:, box.left : box.right]
    capitals = Box(box.left, top, box.width, max(1, foot - top))
    across = np.maximum.reduce([_level(word, slope) for slope in _SLOPES])
    rows = (np.arange(len(across)) - top) / capitals.height
    struck = _runs(word, across, (rows >= _MIDDLE[0]) & (rows <= _MIDDLE[1]), _STRUCK, _STRUCK_ON)
    underlined = _runs(word, across, (rows >= _UNDER[0]) & (rows <= _UNDER[1]), _BELOW, _UNBROKEN)
    ends, lined = _lines(dark, capitals)
    weight = stroke(ink.density[box.top : box.bottom, box.left : box.right]) * ink.contrast
    place = capitals.moved(ink.left, ink.top)
    return Look(place, weight, ink.ground, underlined, struck, ends and lined, lined, faint=ink.contrast < _FAINT)


def _standing(ink: _Ink) -> tuple[int, int]:
    """The row where capitals begin and the one that they stand on: below it are tails, and lines."""
    box = ink.place
    each = (ink.density[box.top : box.bottom, box.left : box.right] > _INK).mean(axis=1)
    letters = np.nonzero((each > 0) & (each < _THROUGH))[0]
    if not letters.size:
        return box.top, box.bottom
    usual = float(np.percentile(each[letters], 70))
    full = np.nonzero((each >= _TAIL * usual) & (each < _THROUGH))[0]
    return box.top + int(letters[0]), box.top + int(full[-1]) + 1


def _level(dark: Dots, slope: float) -> NDArray[np.float32]:
    """For each row the share of a word's columns that are dark there or in the next, along a line of that slope."""
    moved = _turned(dark, slope)
    both = moved.copy()
    both[:-1] |= moved[1:]
    return both.mean(axis=1, dtype=np.float32)


def _turned(dark: Dots, slope: float) -> Dots:
    """The dots with lines of that slope level."""
    if not slope:
        return dark
    height, width = dark.shape
    moved = dark.copy()
    for column in range(width):
        down = max(-height, min(height, round(slope * (column - width / 2))))  # a whole line may be read as one word
        moved[max(0, -down) : height - max(0, down), column] = dark[max(0, down) : height + min(0, down), column]
    return moved


def _runs(word: Dots, across: NDArray[np.float32], rows: Dots, share: float, unbroken: float) -> bool:
    """Whether in one of these rows so much of a word's width is dark, and so much without a break."""
    for slope in _SLOPES:
        turned = _turned(word, slope)
        for row in np.flatnonzero(rows & (across >= share)).tolist():
            both = _any(turned[row : row + 2])
            if _longest(both) >= unbroken * word.shape[1] and not _bends(turned, row, both):
                return True
    return False


def _bends(word: Dots, row: int, line: Dots) -> bool:
    """Whether a line goes on downwards at both of its ends: the upper half of a ring in the line below."""
    columns = np.flatnonzero(line)
    first, last, deep = int(columns[0]), int(columns[-1]), max(4, word.shape[1] // 10)
    below = word[row + 3 : row + 3 + 2 * deep]
    middle = (first + last) // 2
    free = below[~below[:, middle - deep // 2 : middle + deep // 2].any(axis=1)]
    return bool(free[:, max(0, first - deep) : first + 2].any() and free[:, last - 1 : last + deep].any())


def _any(rows: Dots) -> Dots:
    """Which columns are dark in some of the rows."""
    return np.logical_or.reduce(rows, axis=0)


def _longest(dots: Dots) -> int:
    """The longest run of a row."""
    bounds = np.flatnonzero(np.diff(np.pad(dots, 1).astype(np.int8)))
    return int((bounds[1::2] - bounds[::2]).max(initial=0))


def _lines(dark: Dots, box: Box) -> tuple[bool, bool]:
    """Whether lines run along both ends of a word's capitals, and above or below them."""
    far, edge = round(_RING * box.height), max(2, round(0.12 * box.height))
    level, steep = slice(box.left, box.right), slice(box.top, box.bottom)
    above = _any(dark[max(0, box.top - far) : max(0, box.top - edge // 2), level])
    below = _any(dark[box.bottom + edge : box.bottom + far, level])
    left = dark[steep, max(0, box.left - far) : max(0, box.left - 1)].any(axis=1)
    right = dark[steep, box.right + 1 : box.right + far].any(axis=1)
    ends = all(bool(side.size) and float(side.mean()) >= _ALONG for side in (left, right))
    lined = any(_longest(side) >= _WHOLE * box.width for side in (above, below))
    return ends, lined


def stroke(density: Shares) -> float:
    """How thick strokes are: twice the ink for each dot of their edges."""
    across, down = np.diff(density, axis=1)[:-1], np.diff(density, axis=0)[:, :-1]
    edges = float(np.hypot(across, down).sum())
    return 2 * float(density.sum()) / edges if edges else 0.0


def share(tones: Tones, box: Box) -> float:
    """How much of a place is ink, or a ground that is darker than the paper around it."""
    return float(_dark(tones, box).mean()) if box.width and box.height else 0.0


def has_letters(tones: Tones, box: Box) -> bool:
    """Whether something as wide as a letter or two stands at a place: no speck, and no rule."""
    dark = _dark(tones, box)
    return bool(dark.size) and int((dark.mean(axis=0) > _SPECK).sum()) >= _LETTER * box.height


def _dark(tones: Tones, box: Box) -> Dots:
    far = 2 * box.height
    wide = _part(tones, box.top - far, box.bottom + far, box.left - far, box.right + far)
    inside = _part(tones, box.top, box.bottom, box.left, box.right)
    if not inside.size:
        return np.zeros((0, 0), dtype=bool)
    paper, ink = float(np.percentile(wide, 90)), float(np.percentile(wide, 1))
    return inside < paper - max(float(_FAINTEST), 0.4 * (paper - ink))
