"""The dotted lines of our answer sheet taken from under what was written on them: Tesseract loses the words they cross.

Found where the sheet has them, dot by dot: what is higher than a dot, or longer, is somebody's stroke and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr import answer_sheet
from ocr.answer_sheet import Frame

Dots = NDArray[np.bool_]
Rows = NDArray[np.float64]

_DARK: Final = 190
# Millimetres: a dot's height at most, how far a line may lie from its place, and a dot from where its line has one.
_HIGH: Final = 0.62
_NEAR: Final = 1.3
_DOWN: Final = 0.25
_ACROSS: Final = 0.3
# So much oftener than elsewhere between them must dots be seen in a line's own places: words stand everywhere alike.
_PLAINER: Final = 0.12
# How much the paper may have been drawn out or shrunk beyond what the frame tells.
_STRETCHES: Final = (0.995, 0.9975, 1.0, 1.0025, 1.005)


@dataclass(frozen=True, slots=True)
class _Lattice:
    """Where a line has its dots: their row, the column of the first, and the columns from one to the next."""

    row: float
    first: float
    period: float


def without_lines(image: Image.Image, frame: Frame) -> Image.Image:
    """The grey sheet with the dots of its dotted lines painted white."""
    grey = np.array(image.convert("L"))
    near = round(_NEAR * frame.down)
    for left, right, row in _places(frame, grey.shape):
        top, bottom = max(0, row - 2 * near), min(grey.shape[0], row + 2 * near)
        if right - left > near and bottom - top > 2 * near:
            part = grey[top:bottom, left:right]
            part[_wider(_dots(part < _DARK, row - top, frame))] = 255
    return Image.fromarray(grey)


def _places(frame: Frame, shape: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """(left, right, row) of every dotted line that lies on the page."""
    for area in answer_sheet.dotted():
        box = frame.box(area)
        if 0 <= box.top < shape[0]:
            yield max(0, box.left), min(shape[1], box.right), box.top + box.height // 2


def _dots(dark: Dots, row: int, frame: Frame) -> Dots:
    """The dots of the line near `row`; none where no line shows."""
    thin, middles = _thin(dark, round(_HIGH * frame.down))
    found = _lattice(middles, row, frame)
    if found is None:
        return np.zeros_like(dark)
    off = np.abs(_phases(np.arange(dark.shape[1], dtype=np.float64), found.first, found.period))
    near = np.abs(middles - found.row) <= max(1.5, _DOWN * frame.down)
    return thin & near & (off <= _ACROSS * frame.across)


def _lattice(middles: Rows, row: int, frame: Frame) -> _Lattice | None:
    """The row and the places where most dots are seen, if they are plain there."""
    rows, columns = np.nonzero(middles >= 0)
    near = np.abs(middles[rows, columns] - row) <= _NEAR * frame.down
    points = np.unique(np.stack([np.round(middles[rows, columns])[near], columns[near].astype(np.float64)]), axis=1)
    period = answer_sheet.DOTS * frame.across
    tried = (
        (*_plainest(points[1][np.abs(points[0] - down) <= 1.0], stretch * period, middles), down)
        for down in np.unique(points[0])
        for stretch in _STRETCHES
    )
    plainness, first, best, down = max(tried, default=(0.0, 0.0, period, 0.0))
    return _Lattice(float(down), first, best) if plainness >= _PLAINER else None


def _plainest(columns: Rows, period: float, middles: Rows) -> tuple[float, float, float]:
    """(how much oftener dots are seen there than elsewhere, the column of the first, the period)."""
    phases = np.arange(round(period), dtype=np.float64)
    seen = np.zeros(len(phases))
    for number, phase in enumerate(phases):
        on = np.abs(_phases(columns, phase, period)) <= 1.0
        seen[number] = len(np.unique(((columns[on] - phase) / period).round()))
    share = seen * period / middles.shape[1]
    best = int(np.argmax(share))
    return float(share[best] - np.median(share)), float(phases[best]), period


def _phases(columns: NDArray[np.integer[Any]] | Rows, first: float, period: float) -> Rows:
    """How far each column lies from the nearest place of a dot."""
    return ((columns - first + period / 2) % period - period / 2).astype(np.float64)


def _thin(dark: Dots, high: int) -> tuple[Dots, Rows]:
    """The dots in runs down the column no higher than `high`, and the middle row of the run of each; -1 elsewhere."""
    steps = np.diff(np.pad(dark, ((1, 1), (0, 0))).astype(np.int8), axis=0)
    columns, starts = np.nonzero((steps == 1).T)
    _, ends = np.nonzero((steps == -1).T)
    thin, middles = np.zeros_like(dark), np.full(dark.shape, -1.0)
    for column, start, end in zip(columns, starts, ends, strict=True):
        if end - start <= high and start > 0 and end < dark.shape[0]:
            thin[start:end, column] = True
            middles[start:end, column] = (start + end - 1) / 2
    return thin, middles


def _wider(dots: Dots) -> Dots:
    """With the rows and columns beside each, which a scan leaves grey."""
    wider = dots.copy()
    wider[1:] |= dots[:-1]
    wider[:-1] |= dots[1:]
    across = wider.copy()
    across[:, 1:] |= wider[:, :-1]
    across[:, :-1] |= wider[:, 1:]
    return across
