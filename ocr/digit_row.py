"""The third reader's other net (ocr/nets/README.md): the digits of a number, each seen with those beside it.

How worn its neighbours are tells what may be missing of a digit, and where they stand whether a stroke is the stem of
a 4 or a 1.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ocr.cells import Array, Cells, between

# A strip: dots down and, for each cell, across; how much higher it is than a digit; cells before and behind the number.
DOWN: Final = 32
ACROSS: Final = 16
HIGHER: Final = 1.4
BEFORE: Final = 2
BEHIND: Final = 1
_NET: Final = Path(__file__).parent / "nets" / "digit_row.npz"


class Layer(NamedTuple):
    """What each signal of a layer looks at, rows and columns: how many, how far apart, white round the edge; of so many
    signals the strongest is kept.
    """

    sight: tuple[int, int] = (3, 3)
    step: tuple[int, int] = (1, 1)
    air: tuple[int, int] = (1, 1)
    kept: tuple[int, int] = (1, 1)


# Strokes; then a cell and a little of those beside it; then the cell among its neighbours; then what it is.
LAYERS: Final = (
    Layer(kept=(2, 2)),
    Layer(kept=(2, 2)),
    Layer(kept=(2, 1)),
    Layer(sight=(4, 6), step=(1, 4), air=(0, 1)),
    Layer(sight=(1, 3), air=(0, 1)),
    Layer(sight=(1, 1), air=(0, 0)),
)


def strip(ink: Array, cells: Cells, count: int) -> Array:
    """The number's line about these cells, and what stands beside it."""
    down = cells.middle + (np.arange(DOWN) + 0.5 - DOWN / 2) / DOWN * HIGHER * cells.height
    dots = (np.arange((count + BEFORE + BEHIND) * ACROSS) + 0.5) / ACROSS
    rows = between(ink, down)
    return between(np.ascontiguousarray(rows.T), cells.right + (dots - count - BEFORE) * cells.width).T


def likely(strips: Array) -> Array:
    """Of each strip and each of its cells the logarithm of how likely it is each digit, and (last) none."""
    return told(strips, _net())


def told(strips: Array, weights: Sequence[Array]) -> Array:
    """The same by these weights and biases, in turn."""
    maps = strips[..., None]
    for layer, given, least in zip(LAYERS[:-1], weights[:-2:2], weights[1:-2:2], strict=True):
        maps = strongest(np.maximum(looked_at(maps, layer) @ given + least, 0), layer)
    sums = maps[:, 0, BEFORE:-BEHIND] @ weights[-2] + weights[-1]
    sums -= sums.max(-1, keepdims=True)
    return sums - np.log(np.exp(sums).sum(-1, keepdims=True))


def looked_at(maps: Array, layer: Layer) -> Array:
    """What each signal of the layer looks at, in a row. `maps`: strips, rows, columns, signals."""
    (high, wide), (air, beside) = layer.step, layer.air
    framed = np.pad(maps, ((0, 0), (air, air), (beside, beside), (0, 0)))
    seen = sliding_window_view(framed, layer.sight, (1, 2))[:, ::high, ::wide]
    return seen.reshape(*seen.shape[:3], -1)


def strongest(maps: Array, layer: Layer) -> Array:
    """The strongest of so many signals beside and below each other."""
    down, across = layer.kept
    count, high, wide, signals = maps.shape
    return maps.reshape(count, high // down, down, wide // across, across, signals).max((2, 4))


@functools.cache
def _net() -> Sequence[Array]:
    with np.load(_NET) as stored:
        return [np.asarray(stored[name], np.float32) for name in stored.files]
