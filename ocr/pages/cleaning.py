"""Takes from a stored page what was added to it: a line's single black dots, a dead column, a photograph's shadow."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Dots = NDArray[np.bool_]

# A dead column of a scanner is black over most of the page's height and one to three dots wide.
_TALL: Final = 0.6
_WIDE: Final = 3
_DARK: Final = 128
# The light is told in tiles of 8 x 8 dots; no stroke of text is as wide as the window of 9 tiles round each.
_TILE: Final = 8
_ROUND: Final = 9
# Paper whose darkest part is this light beside its lightest needs no help.
_EVEN: Final = 0.85
# Dots lie all over a page where so few of its cells (a tenth of an inch) hold less ink than that: of print, blank paper
# is a third at least, worn as it may be (150 pages of others). Then the print is what stays dark when they are blurred.
_CELL: Final = 24
_BARE: Final = 30
_DOTTED: Final = 0.007
_BLUR: Final = 1.8
_BLACK: Final = 1
_PAPER: Final = 60
_TINT: Final = 0.93
# Per cent of a page that is ink at least, where anything stands on it; ink lighter than this is faint, and what is so
# little darker than the paper is its grain.
_INK: Final = 0.2
_FAINT: Final = 90
_GRAIN: Final = 40
# A dot and its neighbours, 1 2 1 both ways; wider, in dots at 300 to the inch, where rows lie further apart than this.
_SHARED: Final = ImageFilter.Kernel((3, 3), (1, 2, 1, 2, 4, 2, 1, 2, 1))
_WIDELY: Final = ImageFilter.GaussianBlur(1.5)
_COARSE: Final = 150.0


def ink(image: Image.Image) -> Dots:
    """Where the image is dark: rows x columns."""
    return np.asarray(image.convert("L")) < _DARK


def despeckled(image: Image.Image) -> Image.Image:
    """A bilevel page without black dots that touch no other. Two dots may be a letter's: they stay (measured)."""
    if image.mode != "1":
        return image
    black = ink(image)
    near = np.zeros_like(black)
    padded = np.pad(black, 1)
    height, width = black.shape
    for down in (0, 1, 2):
        for across in (0, 1, 2):
            if (down, across) != (1, 1):
                near |= padded[down : down + height, across : across + width]
    return _bilevel(black & near)


def without_dead_columns(image: Image.Image) -> Image.Image:
    """A bilevel page without narrow lines down (nearly) all of it; what crosses them stays as wide as it is beside."""
    if image.mode != "1":
        return image
    black = ink(image)
    dead = _narrow(black.sum(axis=0) > _TALL * black.shape[0])
    if not dead.any():
        return image
    columns = np.flatnonzero(dead)
    live = np.flatnonzero(~dead)
    right = live[np.clip(np.searchsorted(live, columns), 0, len(live) - 1)]
    left = live[np.clip(np.searchsorted(live, columns) - 1, 0, len(live) - 1)]
    cleaned = black.copy()
    cleaned[:, columns] = black[:, left] & black[:, right]
    return _bilevel(cleaned)


def without_screen(image: Image.Image) -> Image.Image:
    """A bilevel page under a screen's dots, or thick with specks, in grey without them; others as they are."""
    dark = ink(image)
    high, wide = (side // _CELL * _CELL for side in dark.shape)
    if image.mode != "1" or not high or not wide:
        return image
    cells = dark[:high, :wide].reshape(high // _CELL, _CELL, wide // _CELL, _CELL).mean(axis=(1, 3))
    if np.percentile(cells, _BARE) < _DOTTED:
        return image
    grey = image.convert("L").filter(ImageFilter.GaussianBlur(_BLUR))
    black, paper = (float(level) for level in np.percentile(np.asarray(grey), (_BLACK, _PAPER)))
    return _stretched(grey, black, max(black + 1, _TINT * paper))


def evened(image: Image.Image) -> Image.Image:
    """A grey page in even light and full contrast: each dot beside the paper round it, faint print made dark.

    A page without a shadow whose print is dark stays as it is.
    """
    if image.mode != "L" or min(image.size) < _TILE * _TILE:
        return image
    return _darkened(_lit(image))


def _darkened(image: Image.Image) -> Image.Image:
    """The page with its ink black and its paper white. What differs from paper by grain alone is no ink."""
    dots = np.asarray(image.reduce(2))
    ink, paper = (float(level) for level in np.percentile(dots, (_INK, 50)))
    if ink < _FAINT or paper - ink < _GRAIN:
        return image
    return _stretched(image, ink, paper)


def _stretched(image: Image.Image, black: float, white: float) -> Image.Image:
    """The grey image with these levels made black and white."""
    return image.point([min(255, max(0, round((level - black) * 255 / (white - black)))) for level in range(256)])


def _lit(image: Image.Image) -> Image.Image:
    """The page with each dot beside the paper round it, where that is uneven."""
    small = image.reduce(_TILE)
    paper = small.filter(ImageFilter.MaxFilter(_ROUND)).filter(ImageFilter.GaussianBlur(_ROUND / 2))
    light = np.asarray(paper)
    if light.max() < 1 or np.percentile(light, 2) > _EVEN * np.percentile(light, 98):
        return image
    beside = np.asarray(paper.resize(image.size, Image.Resampling.BILINEAR)).astype(np.float32)
    dots = np.asarray(image).astype(np.float32) * 255 / np.maximum(beside, 1)
    return Image.fromarray(np.minimum(dots, 255).astype(np.uint8))


def strokes(dark: Dots, side: int) -> Dots:
    """What is dark and far from every dark square of so many dots: print, without a table's edge, a shadow, a picture.

    Such a square's ragged edges lie within its own side of it, and would look like lines of print.
    """
    if min(dark.shape) < side:
        return dark
    squares = _counts(dark, side) == side * side
    if not squares.any():
        return dark
    return dark & (_counts(np.pad(squares, 2 * side - 1), 3 * side) == 0)


def _counts(dots: Dots, side: int) -> NDArray[np.int32]:
    """How many dots are set in each square of `side`, by its upper left corner."""
    sums = np.pad(dots, ((1, 0), (1, 0))).cumsum(0, np.int32).cumsum(1, np.int32)
    return sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]


def softened(image: Image.Image, rows: float) -> Image.Image:
    """A grey page of so many rows to the inch as stored, each dot shared with its neighbours: steps become edges.

    At standard resolution a step is three dots high; shared more widely, one letter in seven less is read wrong (46
    faxes of others: 1170 of 30,114 with 1 2 1, 1004 so). At fine resolution both read alike.
    """
    return image.convert("L").filter(_WIDELY if rows < _COARSE else _SHARED)


def _narrow(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The marked columns that lie in runs of at most three."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    narrow = np.zeros_like(marked)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        narrow[start:end] = end - start <= _WIDE
    return narrow


def _bilevel(black: Dots) -> Image.Image:
    return Image.fromarray(np.where(black, np.uint8(0), np.uint8(255))).convert("1", dither=Image.Dither.NONE)
