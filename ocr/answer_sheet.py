"""Where things stand on the answer sheet that we print and the reader fills in, in millimetres of the page.

Typeset by outbound.sheets, looked for by inbound.report: one file, so that the two cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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

# Where the two symbols stand on every sheet: 21 modules of 0.8 mm, 16 mm and 12 mm from the edges. They are what the
# other places are measured from, since a returned page is cut, shifted and scaled by two machines.
_SIDE: Final = 16.8
TOP_SYMBOL: Final = Area(PAGE_WIDTH - 16 - _SIDE, 12, _SIDE, _SIDE)
FOOT_SYMBOL: Final = Area(16, PAGE_HEIGHT - 12 - _SIDE, _SIDE, _SIDE)


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


def frame(top: Box | None, foot: Box | None, size: tuple[int, int]) -> Frame:
    """The frame told by the symbols' boxes; with one of them its own size gives the scale, with none the page does."""
    if top is not None and foot is not None:
        return _between(top, foot)
    one, area = (top, TOP_SYMBOL) if top is not None else (foot, FOOT_SYMBOL)
    if one is None:
        return Frame(size[0] / PAGE_WIDTH, size[1] / PAGE_HEIGHT, 0.0, 0.0)
    across, down = one.width / area.width, one.height / area.height
    return Frame(across, down, one.left - area.left * across, one.top - area.top * down)


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
