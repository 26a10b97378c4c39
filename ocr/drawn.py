"""Boxes and circles that are drawn beside words, to be crossed: which stand beside which word, and how full they are.

They leave no sign in a text layer, and Tesseract reads them as whatever they look like ("0", "BI", "€").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.text import Box

Tones = NDArray[np.uint8]
Dots = NDArray[np.bool_]

# A box is so many heights of a capital in size, about as wide as high, and stands so near to its word.
_SIZE: Final = (0.5, 2.0)
_SQUARE: Final = (0.6, 1.7)
_NEAR: Final = 2.8
# Its edge is closed: seen from its middle, in so many directions of so many there is ink in its outermost third.
_CLOSED: Final = 0.86
_DIRECTIONS: Final = 48
_EDGE: Final = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
_OVER: Final = 0.6
_RULE: Final = 0.8
_UPRIGHT: Final = 0.95
_THICK: Final = 2
# Within its middle half.
_MIDDLE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box on paper: its place, whether its edge is closed, and how much of its middle is ink."""

    place: Box
    closed: bool
    fill: float


def beside(tones: Tones, words: Sequence[Box], left: int, right: int, *, until: int | None = None) -> list[list[Drawn]]:
    """What may be boxes before the first of words side by side, between each two, and behind the last.

    The words are given by their capitals; other words stand left of `left` and right of `right`. `until`: how far
    behind the last is looked, where they need not be near.
    """
    far = round(_NEAR * words[0].height)
    edges = [max(0, left, words[0].left - far), *(edge for one in words for edge in (one.left, one.right))]
    edges.append(min(right, words[-1].right + far if until is None else max(until, words[-1].right)))
    top, bottom = min(one.top for one in words), max(one.bottom for one in words)
    high = bottom - top
    rows = slice(max(0, top - round(_OVER * high)), bottom + round(_OVER * high))
    ink = _ink(tones[rows, edges[0] : edges[-1]])
    found = list[list[Drawn]]()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        free, begun = _unruled(ink, start - edges[0], max(start, end) - edges[0])
        found.append(list(_between(free, begun, end - edges[0], high, edges[0], rows.start)))
    return found


def opening(tones: Tones, word: Box) -> Drawn | None:
    """A box that was read as the beginning of a word."""
    ink = _ink(tones[word.top : word.bottom, word.left : word.right])
    first = next(_between(ink, 0, word.width, round(word.height * 0.9), word.left, word.top), None)
    return first if first is not None and first.closed and first.place.left - word.left <= word.height / 4 else None


def _ink(part: Tones) -> Dots:
    if not part.size:
        return np.zeros((0, 0), dtype=bool)
    paper, ink = float(np.percentile(part, 85)), float(np.percentile(part, 2))
    return part < paper - max(24.0, 0.4 * (paper - ink))


def _unruled(ink: Dots, start: int, end: int) -> tuple[Dots, int]:
    """The ink of a gap without the rules of the form, and where it begins behind the last upright one.

    A rule runs on over the words beside it; what spans the gap alone is the edge of a box that fills it.
    """
    part = ink[:, start:end]
    upright = np.flatnonzero(part.mean(axis=0) > _UPRIGHT) if part.size else np.zeros(0, dtype=int)
    start += int(upright[-1]) + 1 if upright.size else 0
    wide = ink[:, max(0, start - len(ink)) : end + len(ink)]
    level = wide.mean(axis=1) > _RULE if end > start else np.zeros(len(ink), dtype=bool)
    # A convolution is as long as the longer of the two.
    thick = np.convolve(level, np.ones(2 * _THICK + 1), mode="same")[: len(level)] > 0
    return ink & ~thick[:, None], start


def _between(ink: Dots, start: int, end: int, high: int, left: int, top: int) -> Iterator[Drawn]:
    """What may be a box between two columns of a part of the page that begins at `left` and `top`."""
    dark = np.pad(ink[:, start:end].any(axis=0), 1)
    bounds = np.flatnonzero(np.diff(dark.astype(np.int8)))
    for first, last in zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True):
        part, upper = _highest(ink[:, start + first : start + last])
        columns = np.flatnonzero(part.any(axis=0))
        first, last = first + int(columns[0]), first + int(columns[-1]) + 1
        part = part[:, columns[0] : columns[-1] + 1]
        wide, tall = last - first, len(part)
        sized = all(_SIZE[0] * high <= side <= _SIZE[1] * high for side in (wide, tall))
        if sized and _SQUARE[0] <= wide / tall <= _SQUARE[1]:
            yield Drawn(Box(left + start + first, top + upper, wide, tall), _is_closed(part), _fill(part))


def _highest(ink: Dots) -> tuple[Dots, int]:
    """The highest piece of what stands above each other, and where it begins: tails of the line above stand apart."""
    bounds = np.flatnonzero(np.diff(np.pad(ink.any(axis=1), 1).astype(np.int8)))
    at = int(np.argmax(bounds[1::2] - bounds[::2]))
    upper, lower = int(bounds[2 * at]), int(bounds[2 * at + 1])
    return ink[upper:lower], upper


def _is_closed(dark: Dots) -> bool:
    """Whether there is ink along the whole edge of a square or a circle that fills the part."""
    angles = np.arange(_DIRECTIONS) * (2 * np.pi / _DIRECTIONS)
    across, down = np.cos(angles), np.sin(angles)
    square = 1 / np.maximum(np.abs(across), np.abs(down))
    return any(_seen(dark, across * reach, down * reach) >= _CLOSED for reach in (square, np.ones(_DIRECTIONS)))


def _seen(dark: Dots, across: NDArray[np.float64], down: NDArray[np.float64]) -> float:
    """In how many directions ink lies in the outermost third."""
    height, width = dark.shape
    steps = np.array(_EDGE)[:, None]
    columns = np.clip(((1 + across * steps) * width / 2).astype(int), 0, width - 1)
    rows = np.clip(((1 + down * steps) * height / 2).astype(int), 0, height - 1)
    return float(dark[rows, columns].any(axis=0).mean())


def _fill(dark: Dots) -> float:
    height, width = dark.shape
    up, side = round(_MIDDLE * height), round(_MIDDLE * width)
    middle = dark[up : height - up, side : width - side]
    return float(middle.mean()) if middle.size else 0.0
