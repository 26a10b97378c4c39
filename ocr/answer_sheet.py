"""Where things stand on the answer sheet that we print and the reader fills in, in millimetres of the page.

Typeset by outbound.sheets, looked for by inbound.report: one file, so that the two cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.text import Box

PAGE_WIDTH: Final = 1728 / 204 * 25.4
PAGE_HEIGHT: Final = 2291 / 196 * 25.4


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in millimetres from the page's upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def wider(self, by: float) -> Area:
        """With so many millimetres more on every side."""
        return Area(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) on an image of the whole page that is `width` x `height` pixels."""
        across, down = width / PAGE_WIDTH, height / PAGE_HEIGHT
        return (
            round(self.left * across),
            round(self.top * down),
            round((self.left + self.width) * across),
            round((self.top + self.height) * down),
        )


# The boxes to tick; the wording stands to the right of each. The names are those of inbound's page kinds.
TICKS: Final[dict[str, Area]] = {
    "acknowledgement": Area(16, 49, 6, 6),
    "cannot_be_read": Area(108, 49, 6, 6),
    "declined": Area(16, 59.5, 6, 6),
    "question": Area(108, 59.5, 6, 6),
    "phoned": Area(16, 70, 6, 6),
}
PHONED_AT: Final = Area(112, 69, 34, 8)

# What the reader writes: the report, "Svarssida __ av __", the word SLUT at the end, signature and time.
ANSWER: Final = Area(16, 100, 183, 126)
ANSWER_PAGE: Final = Area(43, 230, 17, 9)
ANSWER_PAGES: Final = Area(69, 230, 17, 9)
END_MARK: Final = Area(160, 230, 39, 9)
SIGNATURE: Final = Area(40, 243, 68, 10)
SIGNED_AT: Final = Area(152, 243, 47, 10)
# Where our own print and rules stand round these, in either language; the wording of the boxes with them.
PRINTED: Final = (
    Area(15.5, 9.5, 164.5, 5.5), Area(179.5, 11, 20.5, 20), Area(15.5, 15, 85, 7.5), Area(15.5, 22, 164.5, 9),
    Area(15.5, 39, 184, 5.5), Area(15.5, 48, 52.5, 8), Area(107, 48, 71.5, 8), Area(15.5, 58.5, 45.5, 8),
    Area(107, 58.5, 44, 8), Area(15.5, 69, 92, 8), Area(111.5, 76, 35.5, 2), Area(15.5, 80.3, 184, 12),
    Area(15.5, 92.3, 173.5, 6), Area(15, 99, 185, 2.2), Area(15, 225, 185, 2.2), Area(15, 99, 2.2, 128.2),
    Area(198, 99, 2.2, 128.2), Area(15.5, 229, 30, 11), Area(42.5, 237.5, 18.5, 3), Area(60.5, 229, 9, 7),
    Area(68.5, 237.5, 18.5, 3), Area(97.5, 229, 57, 11), Area(158.2, 228.5, 43, 2.7), Area(158.2, 237.5, 43, 3.2),
    Area(158.2, 229, 3, 11), Area(196.7, 229, 4.5, 11), Area(15.5, 243, 22, 10.2), Area(39.5, 252, 69, 2),
    Area(111.8, 243, 35, 10.2), Area(151.5, 252, 48, 2), Area(15, 267, 19, 20), Area(39.5, 267, 160, 20),
)  # fmt: skip

# Where machines write, above and below all that is ours.
EDGES: Final = (Area(-9, -9, PAGE_WIDTH + 18, 17), Area(-9, PAGE_HEIGHT - 8, PAGE_WIDTH + 18, 17))

# How the answer area is ruled: a dotted line every so many millimetres, so far from its sides; a dot every so many.
PITCH: Final = 9.0
DOTS: Final = 2.8 / 72 * 25.4
_INDENT: Final = 3.0
_THICK: Final = 0.3

# Where the two symbols stand on every sheet: 21 modules of 0.8 mm, 16 mm and 12 mm from the edges. They are what the
# other places are measured from, since a returned page is cut, shifted and scaled by two machines.
_SIDE: Final = 16.8
# A frame of one symbol is looked for in so many steps of so many millimetres each way, and so much of the boxes'
# outlines must then lie on print (bad lines break them).
_STEPS: Final = 16
_STEP: Final = 0.25
_OUTLINED: Final = 0.6
_DARK: Final = 160
TOP_SYMBOL: Final = Area(PAGE_WIDTH - 16 - _SIDE, 12, _SIDE, _SIDE)
FOOT_SYMBOL: Final = Area(16, PAGE_HEIGHT - 12 - _SIDE, _SIDE, _SIDE)


def dotted() -> tuple[Area, ...]:
    """The dotted lines of the answer area."""
    lines = range(1, int(ANSWER.height / PITCH))
    left, width = ANSWER.left + _INDENT, ANSWER.width - 2 * _INDENT
    return tuple(Area(left, ANSWER.top + number * PITCH - _THICK / 2, width, _THICK) for number in lines)


@dataclass(frozen=True, slots=True)
class Frame:
    """How millimetres of the sheet became pixels of an image: a scale and a shift each way."""

    across: float
    down: float
    left: float
    top: float

    def box(self, area: Area, inset: float = 0.0) -> Box:
        """The area on the image, its border left out by `inset` millimetres."""
        left, top = self.left + (area.left + inset) * self.across, self.top + (area.top + inset) * self.down
        width, height = (area.width - 2 * inset) * self.across, (area.height - 2 * inset) * self.down
        return Box(round(left), round(top), max(1, round(width)), max(1, round(height)))


def frame(top: Box | None, foot: Box | None, dpi: float) -> Frame:
    """The frame told by the middles of both symbols; with one or none of them, `settled` must have the last word."""
    if top is not None and foot is not None:
        return _between(top, foot)
    one, area = (top, TOP_SYMBOL) if top is not None else (foot, FOOT_SYMBOL)
    scale = dpi / 25.4
    if one is None:
        return Frame(scale, scale, 0.0, 0.0)
    (across, down), (middle, height) = _middle(one), _centre(area)
    return Frame(scale, scale, across - middle * scale, down - height * scale)


def settled(rough: Frame, image: Image.Image) -> Frame | None:
    """The frame moved so that the outlines of the boxes to tick lie on print; None if they lie on none near by.

    One symbol tells a scale of two per cent at best, which is millimetres at the other side of the page.
    """
    dark = np.asarray(image.convert("L")) < _DARK
    near = dark | np.roll(dark, 1, 0) | np.roll(dark, -1, 0) | np.roll(dark, 1, 1) | np.roll(dark, -1, 1)
    sums = np.pad(near, ((1, 0), (1, 0))).cumsum(0, np.int32).cumsum(1, np.int32)
    steps = [number * _STEP for number in range(-_STEPS, _STEPS + 1)]
    moved = [
        replace(rough, left=rough.left + x * rough.across, top=rough.top + y * rough.down) for x in steps for y in steps
    ]
    best = max(moved, key=lambda one: _outlined(one, sums))
    return best if _outlined(best, sums) >= _OUTLINED else None


def _outlined(one: Frame, sums: NDArray[np.int32]) -> float:
    """The share of the boxes' outlines that lies on dark dots."""
    sides = [side for area in TICKS.values() for side in _sides(one.box(area))]
    height, width = sums.shape
    if any(left < 0 or top < 0 or right >= width or bottom >= height for left, top, right, bottom in sides):
        return 0.0
    dots = sum(
        int(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])
        for left, top, right, bottom in sides
    )
    return dots / sum((right - left) * (bottom - top) for left, top, right, bottom in sides)


def _sides(box: Box) -> tuple[tuple[int, int, int, int], ...]:
    """The four sides of a box, each one dot thick."""
    return (
        (box.left, box.top, box.right, box.top + 1), (box.left, box.bottom - 1, box.right, box.bottom),
        (box.left, box.top, box.left + 1, box.bottom), (box.right - 1, box.top, box.right, box.bottom),
    )  # fmt: skip


def _between(top: Box, foot: Box) -> Frame:
    """By the middles of both: they lie far apart, so that a dot more or less at an edge tells nothing."""
    (right, upper), (left, lower) = _middle(top), _middle(foot)
    (far, high), (near, low) = _centre(TOP_SYMBOL), _centre(FOOT_SYMBOL)
    across, down = (right - left) / (far - near), (lower - upper) / (low - high)
    return Frame(across, down, left - near * across, upper - high * down)


def _middle(box: Box) -> tuple[float, float]:
    return box.left + box.width / 2, box.top + box.height / 2


def _centre(area: Area) -> tuple[float, float]:
    return area.left + area.width / 2, area.top + area.height / 2
