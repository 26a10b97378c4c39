"""The third reader: the digits of one number, by two small nets of our own (ocr/nets/README.md).

The one sees each digit by itself, the other with those beside it; it is sure where both are.

It finds no lines and no words. Shown where another reader saw a number, it lays as many cells of one width over it as
the number has digits, and tells of each the digit that it is sure of, or nothing.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from ocr import digit_row
from ocr.cells import Array, Cells, between, inked
from ocr.text import Box

# What stands for a digit that it is not sure of.
UNSURE: Final = "?"
# How sure both nets together must be: chosen on numbers that they were not trained on (docs/decisions.md).
SURE: Final = 0.995
# Of an 8 that has lost its bar a 0 is left, which deceives everybody: then an 8 must be less likely than that.
_HOLLOW: Final = 0
_BARRED: Final = 8
_HARDLY: Final = 1e-5
# A window: dots across and down, and how much wider and higher it is than a digit's cell.
ACROSS: Final = 20
DOWN: Final = 28
WIDER: Final = 1.4
HIGHER: Final = 1.3
_NET: Final = Path(__file__).parent / "nets" / "digits.npz"
# Cells are so many digits' heights wide at least and at most, condensed faces and typewriters' among them.
_NARROW: Final = 0.5
_WIDE: Final = 1.05
_STEPS: Final = 48
# The last cell ends so much of a cell beyond the last ink.
_BEYOND: Final = (-0.1, 0.0, 0.1, 0.2, 0.3)
# What one digit that the other reader misread may cost the cells' place, and the least mean of a place that is one.
_FLOOR: Final = -4.0
_LEAST: Final = -1.5
# Shifts under which a digit must stay the same, of a cell's width and height.
_SHIFTS: Final = ((0.0, 0.0), (-0.04, 0.0), (0.04, 0.0), (0.0, -0.03), (0.0, 0.03))
_DARK: Final = 0.25
_LINE: Final = 0.15
_GAP: Final = 2
_SMALL: Final = 8
# What stands behind a number and is so low, of a digit's height, may be a speck.
_SPECK: Final = 0.3
_ANY: Final = -1
# The last of the net's answers: no digit stands there.
NONE: Final = 10


def read(image: Image.Image, box: Box, hint: str) -> str:
    """The digits that it is sure of in a word of a page, UNSURE for the others; nothing where no cells fit.

    `hint`: the last digits of the word as another reader saw them, UNSURE for any that is none. They tell how many
    there are and help to find their place.
    """
    left, top = max(0, box.left - box.height), max(0, box.top - box.height)
    right, bottom = min(image.width, box.right + box.height), min(image.height, box.bottom + box.height)
    ink = inked(image.crop((left, top, right, bottom)))
    digits = np.array([_ANY if sign == UNSURE else int(sign) for sign in hint])
    laid = [_laid(ink, begun, digits) for begun in _begun(ink, box.moved(-left, -top))]
    if not laid:
        return ""
    best = max(laid, key=lambda one: _score(ink, one, digits))
    cells = _settled(ink, best, len(hint))
    if _score(ink, cells, digits) < _LEAST:
        return ""
    return "".join(_told(ink, cells, len(hint)))


def windows(ink: Array, centres: Array, cells: Cells) -> Array:
    """The windows about these columns, a row of dots each."""
    down = cells.middle + (np.arange(DOWN) + 0.5 - DOWN / 2) / DOWN * HIGHER * cells.height
    across = (np.arange(ACROSS) + 0.5 - ACROSS / 2) / ACROSS * WIDER * cells.width
    rows = between(ink, down)
    found = between(rows.T, (centres[:, None] + across).ravel()).T
    return found.reshape(DOWN, -1, ACROSS).transpose(1, 0, 2).reshape(-1, DOWN * ACROSS)


def _likely(dots: Array) -> Array:
    """The logarithm of how likely each window is each digit, and (last) none."""
    for weights, bias in _net()[:-1]:
        dots = np.maximum(dots @ weights + bias, 0)
    weights, bias = _net()[-1]
    sums = dots @ weights + bias
    sums -= sums.max(1, keepdims=True)
    return sums - np.log(np.exp(sums).sum(1, keepdims=True))


@functools.cache
def _net() -> Sequence[tuple[Array, Array]]:
    with np.load(_NET) as stored:
        layers = [np.asarray(stored[name], np.float32) for name in stored.files]
    return tuple(zip(layers[::2], layers[1::2], strict=True))


def _begun(ink: Array, box: Box) -> list[Cells]:
    """The band of the word's ink and its right edge, which may be a speck's: then the one before as well. The box may
    reach into the line above or below.
    """
    top, left = max(0, box.top - box.height // 4), max(0, box.left)
    part = ink[top : box.bottom + box.height // 4, left : box.right + box.height // 2]
    if min(part.shape) < _SMALL:
        return []
    high, low = _band(part.mean(1))
    if low - high < _SMALL:
        return []
    tall = float(low - high)
    ends = _ends(part[high:low] > _DARK)
    return [Cells(left + end + 1, 0.75 * tall, top + (high + low) / 2, tall) for end in ends]


def _ends(dark: Array) -> list[float]:
    """The last column with ink, and the last one before any specks if that is another."""
    columns = np.flatnonzero(dark.any(0))
    if not len(columns):
        return []
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    high = (group for group in reversed(groups) if np.ptp(np.flatnonzero(dark[:, group].any(1))) >= _SPECK * len(dark))
    return list(dict.fromkeys((float(columns[-1]), *(float(group[-1]) for group in itertools.islice(high, 1)))))


def _band(rows: Array) -> tuple[int, int]:
    """First and last of the rows that hang together and have the most ink."""
    dense = np.flatnonzero(rows > _LINE * np.quantile(rows, 0.75))
    if not len(dense):
        return 0, 0
    runs = np.split(dense, np.flatnonzero(np.diff(dense) > _GAP) + 1)
    most = max(runs, key=lambda run: float(rows[run].sum()))
    return int(most[0]), int(most[-1]) + 1


def _laid(ink: Array, begun: Cells, digits: Array) -> Cells:
    """The best width and right edge of the cells for the band as it was found."""
    found, best = begun, -np.inf
    for width in np.geomspace(_NARROW, _WIDE, _STEPS) * begun.height:
        tried = [replace(begun, width=float(width), right=begun.right + share * float(width)) for share in _BEYOND]
        scores = _scores(ink, tried, digits)
        if scores.max() > best:
            best, found = float(scores.max()), tried[int(scores.argmax())]
    return found


def _settled(ink: Array, cells: Cells, count: int) -> Cells:
    """The same, moved and stretched a little as long as digits are more likely for it, whichever they are: the net's
    own look must not lean to what another reader saw.
    """
    for step in (1.0, 0.5):
        for _ in range(3):
            tried = [cells, *_near(cells, step)]
            best = max(tried, key=lambda one: _clear(ink, one, count))
            if best is cells:
                break
            cells = best
    return cells


def _near(cells: Cells, step: float) -> list[Cells]:
    across, down = 0.12 * step * cells.width, 0.08 * step * cells.height
    return [
        *(replace(cells, right=cells.right + sign * across) for sign in (-1, 1)),
        *(replace(cells, width=cells.width * (1 + sign * 0.012 * step)) for sign in (-1, 1)),
        *(replace(cells, middle=cells.middle + sign * down) for sign in (-1, 1)),
        *(replace(cells, height=cells.height * (1 + sign * 0.08 * step)) for sign in (-1, 1)),
    ]


def _clear(ink: Array, cells: Cells, count: int) -> float:
    return _score(ink, cells, np.full(count, _ANY))


def _score(ink: Array, cells: Cells, digits: Array) -> float:
    return float(_scores(ink, [cells], digits)[0])


def _scores(ink: Array, tried: Sequence[Cells], digits: Array) -> Array:
    """How well the digits fit each, the likeliest where it may be any; the tried ones share a band and a width."""
    count = len(digits)
    centres = np.concatenate([one.centres(count) for one in tried])
    found = _likely(windows(ink, centres, tried[0])).reshape(len(tried), count, -1)[:, :, :NONE]
    each = np.where(digits == _ANY, found.max(2), found[:, np.arange(count), digits])
    return np.maximum(each, _FLOOR).mean(1)


def _told(ink: Array, cells: Cells, count: int) -> list[str]:
    """Each digit that both nets together find as likely as that, the same for both and under every shift."""
    moved = [
        replace(cells, right=cells.right + x * cells.width, middle=cells.middle + y * cells.height) for x, y in _SHIFTS
    ]
    alone = np.array([_likely(windows(ink, one.centres(count), one)) for one in moved])
    beside = digit_row.likely(np.array([digit_row.strip(ink, one, count) for one in moved]))
    looks = np.concatenate([alone, beside])
    mean = looks.mean(0)
    alike = (looks.argmax(2) == mean.argmax(1)).all(0)
    sure = alike & (np.exp(mean.max(1)) >= SURE) & (mean.argmax(1) < NONE)
    sure &= (mean.argmax(1) != _HOLLOW) | (np.exp(mean[:, _BARRED]) < _HARDLY)
    return [str(digit) if one else UNSURE for digit, one in zip(mean.argmax(1), sure, strict=True)]
