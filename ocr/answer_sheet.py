"""Where things stand on the answer sheet that we print and the reader fills in, in millimetres of the page.

Typeset by outbound.sheets, looked for by inbound.report: one file, so that the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ocr.pages import FAX_DPI, FAX_SIZE
from ocr.text import Box

_INCH: Final = 25.4  # millimetres
PAGE_WIDTH: Final = FAX_SIZE[0] / FAX_DPI[0] * _INCH
PAGE_HEIGHT: Final = FAX_SIZE[1] / FAX_DPI[1] * _INCH


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
# Those with a line to write on at their foot.
UNDERLINED: Final = (PHONED_AT, ANSWER_PAGE, ANSWER_PAGES, SIGNATURE, SIGNED_AT)
# Where our own print and rules stand round these, in either language; the wording of the boxes with them. It is the
# same on every sheet, but for the lines that tell whose the sheet is: there somebody may have written another's name.
WORDED: Final = (
    Area(15.5, 9.5, 164.5, 5.5), Area(179.5, 11, 20.5, 20), Area(15.5, 15, 85, 7.5),
    Area(15.5, 39, 184, 5.5), Area(15.5, 48, 52.5, 8), Area(107, 48, 71.5, 8), Area(15.5, 58.5, 45.5, 8),
    Area(107, 58.5, 44, 8), Area(15.5, 69, 92, 8), Area(111.5, 76, 35.5, 2),
    Area(15.5, 92.3, 173.5, 6), Area(15, 99, 185, 2.2), Area(15, 225, 185, 2.2), Area(15, 99, 2.2, 128.2),
    Area(198, 99, 2.2, 128.2), Area(15.5, 229, 30, 11), Area(42.5, 237.5, 18.5, 3), Area(60.5, 229, 9, 7),
    Area(68.5, 237.5, 18.5, 3), Area(97.5, 229, 57, 11), Area(158.2, 228.5, 43, 2.7), Area(158.2, 237.5, 43, 3.2),
    Area(158.2, 229, 3, 11), Area(196.7, 229, 4.5, 11), Area(15.5, 243, 22, 10.2), Area(39.5, 252, 69, 2),
    Area(111.8, 243, 35, 10.2), Area(151.5, 252, 48, 2), Area(15, 267, 19, 20), Area(39.5, 267, 160, 20),
)  # fmt: skip
TELLING: Final = (Area(15.5, 22, 164.5, 9), Area(15.5, 80.3, 184, 12))
PRINTED: Final = (*WORDED, *TELLING)

# Where machines write, above and below all that is ours, and where the paper ends before a camera.
EDGES: Final = (
    Area(-9, -9, PAGE_WIDTH + 18, 17), Area(-9, PAGE_HEIGHT - 8, PAGE_WIDTH + 18, 17),
    Area(-9, -9, 12, PAGE_HEIGHT + 18), Area(PAGE_WIDTH - 3, -9, 12, PAGE_HEIGHT + 18),
)  # fmt: skip

# How the answer area is ruled: a dotted line every so many millimetres, so far from its sides; a dot every so many.
PITCH: Final = 9.0
DOTS: Final = 2.8 / 72 * _INCH
_INDENT: Final = 3.0
_THICK: Final = 0.3

# Where the two symbols stand on every sheet: 21 modules of 0.8 mm, 16 mm and 12 mm from the edges. They are what the
# other places are measured from, since a returned page is cut, shifted and scaled by two machines.
_SIDE: Final = 16.8
# A frame is looked for in so many steps of so many millimetres each way, and so much of every box's outline must
# then lie on print (bad lines break them).
_STEPS: Final = 16
_STEP: Final = 0.25
_OUTLINED: Final = 0.6
# Millimetres round them where there is paper: a page that is black all over outlines nothing.
_ROUND: Final = 1.2
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
    """The frame told by the middles of both symbols, or by one, or none: `settled` has the last word."""
    if top is not None and foot is not None:
        return _between(top, foot)
    one, area = (top, TOP_SYMBOL) if top is not None else (foot, FOOT_SYMBOL)
    scale = dpi / _INCH
    if one is None:
        return Frame(scale, scale, 0.0, 0.0)
    (across, down), (middle, height) = one.middle, _centre(area)
    return Frame(scale, scale, across - middle * scale, down - height * scale)


def settled(rough: Frame, image: Image.Image) -> Frame | None:
    """The frame moved so that the outlines of the boxes to tick lie on print; None if they lie on none near by.

    One symbol tells a scale of two per cent at best, which is millimetres at the other side of the page; both tell
    nothing of a page that was photographed, or drawn out on the way.
    """
    places = [rough.box(area) for area in TICKS.values()]
    around = Box.around([rough.box(area.wider(_ROUND + (_STEPS + 1) * _STEP)) for area in TICKS.values()])
    near = _near(image, around)
    steps = np.arange(-_STEPS, _STEPS + 1) * _STEP
    across, down = (np.rint(steps * scale).astype(np.intp) for scale in (rough.across, rough.down))
    shares = _outlined(near, [box.moved(-around.left, -around.top) for box in places], across, down)
    # Of places that are as good the nearest.
    row, column = divmod(int(np.argmax(shares - _STEP * 0.001 * np.hypot(steps[:, None], steps))), len(steps))
    best = replace(rough, left=rough.left + int(across[column]), top=rough.top + int(down[row]))
    return best if all(_is_outlined(image, best, area) for area in TICKS.values()) else None


def is_framed(found: Frame, image: Image.Image) -> bool:
    """Whether the answer area's frame lies where it should: then the page is level, and all else lies so too."""
    return _is_outlined(image, found, ANSWER)


def _is_outlined(image: Image.Image, found: Frame, area: Area) -> bool:
    """Whether the outline of a place lies on print, with paper round it."""
    inner, outer = (_share(image, found.box(one)) for one in (area, area.wider(_ROUND)))
    return inner >= _OUTLINED > outer


def _share(image: Image.Image, box: Box) -> float:
    """How much of a box's outline lies on print."""
    sides = (Box(left, top, right - left, bottom - top) for left, top, right, bottom in _sides(box))
    return float(np.concatenate([_near(image, side).ravel() for side in sides]).mean())


def _near(image: Image.Image, around: Box) -> NDArray[np.bool_]:
    """Which dots of a part of the page are dark or beside such a one; none is off the page."""
    page = Image.new("L", (around.width + 2, around.height + 2), 255)
    page.paste(image, (1 - around.left, 1 - around.top))
    dark = np.asarray(page) < _DARK
    beside = dark[:-2, 1:-1] | dark[2:, 1:-1] | dark[1:-1, :-2] | dark[1:-1, 2:]
    return dark[1:-1, 1:-1] | beside


def _outlined(
    near: NDArray[np.bool_], boxes: Sequence[Box], across: NDArray[np.intp], down: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The share of the boxes' outlines that lies on dark dots, for every move down (rows) and across (columns)."""
    sums = np.pad(near, ((1, 0), (1, 0))).cumsum(0, np.int32).cumsum(1, np.int32)
    dots, whole = np.zeros((len(down), len(across))), 0
    for left, top, right, bottom in (side for box in boxes for side in _sides(box)):
        ends = ((bottom, right, 1), (top, right, -1), (bottom, left, -1), (top, left, 1))
        dots += sum(sign * sums[np.ix_(row + down, column + across)] for row, column, sign in ends)
        whole += (right - left) * (bottom - top)
    return dots / whole


def _sides(box: Box) -> tuple[tuple[int, int, int, int], ...]:
    """The four sides of a box, each one dot thick."""
    return (
        (box.left, box.top, box.right, box.top + 1), (box.left, box.bottom - 1, box.right, box.bottom),
        (box.left, box.top, box.left + 1, box.bottom), (box.right - 1, box.top, box.right, box.bottom),
    )  # fmt: skip


def _between(top: Box, foot: Box) -> Frame:
    """By the middles of both: they lie far apart, so that a dot more or less at an edge tells nothing."""
    (right, upper), (left, lower) = top.middle, foot.middle
    (far, high), (near, low) = _centre(TOP_SYMBOL), _centre(FOOT_SYMBOL)
    across, down = (right - left) / (far - near), (lower - upper) / (low - high)
    return Frame(across, down, left - near * across, upper - high * down)


def _centre(area: Area) -> tuple[float, float]:
    return area.left + area.width / 2, area.top + area.height / 2
