"""A page made ready for reading: upright, deskewed, without specks and dead columns, kept grey at 300 dpi.

Never re-binarised: that was measured to hurt (research: fax and OCR, part 1). Turned and softened the quick way: finer
filters cost three times as much and read nothing better (measured on 36 faxes of every wear).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from ocr import codes
from ocr.pages import cleaning, orientation
from ocr.pages.document import Page
from ocr.text import Box, Word

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is read. `rotation` is how far it was turned clockwise (0, 90, 180, 270), `skew` the small angle
    in degrees taken out after that. `codes` are those found on it, their boxes in pixels of `image` (`dpi`).
    `sure`: that it stands upright; if not, its words must tell.
    """

    image: Image.Image
    dpi: int
    rotation: int
    skew: float
    codes: tuple[codes.Code, ...]
    sure: bool = True


def prepare(page: Page, *, state: codes.PageState = "returned") -> Sheet:
    """The page upright. A symbol of ours tells which side is up; without one the shapes of the lines do, or words.

    `state` tells which codes may stand on it.
    """
    grey = _cleaned(page)
    found = codes.scan(grey, page.dpi, state=state)
    return _laid(page, grey, found, orientation.rotation(grey, page.dpi, found))


def guess(page: Page) -> Sheet:
    """The same of a returned page whose words are about to be read: where only they can tell which side is up, that is
    left to them (`settled`), since to read parts of it first takes as long as to read it.
    """
    grey = _cleaned(page)
    found = codes.scan(grey, page.dpi, state="returned")
    rotation, sure = orientation.guess(grey, page.dpi, found)
    return replace(_laid(page, grey, found, rotation), sure=sure)


def settled(page: Page, guessed: Sheet, words: Sequence[Word]) -> Sheet:
    """The page upright where its shapes did not tell, by the words read of `guessed`: itself if it stands as it should.

    Where they are few, its densest part is read upside down; where they tell nothing, such parts are read all ways.
    """
    if guessed.sure or orientation.is_upright(words) or orientation.is_likelier(guessed.image, guessed.dpi, words):
        return guessed
    grey = _cleaned(page)
    rotation = orientation.rotation(grey, page.dpi, ())
    if rotation == guessed.rotation:
        return guessed
    return _laid(page, grey, codes.scan(grey, page.dpi, state="returned"), rotation)


def _cleaned(page: Page) -> Image.Image:
    speckless = cleaning.despeckled(cleaning.without_dead_columns(page.native))
    return page.squared(cleaning.evened(cleaning.without_screen(speckless)))


def _laid(page: Page, grey: Image.Image, found: Sequence[codes.Code], rotation: int) -> Sheet:
    turned = _turned(grey, rotation)
    skew = orientation.skew(turned, page.dpi)
    straight = _straight(turned, skew)
    moved = tuple(_moved(code, grey.size, rotation, skew) for code in found)
    return Sheet(cleaning.softened(straight, min(page.resolution)), page.dpi, rotation, skew, moved)


def upright(page: Page, rotation: int, skew: float) -> Image.Image:
    """The page as it was stored, turned as `prepare` found it must be: for the eye, so nothing is cleaned away."""
    return _straight(_turned(page.image, rotation), skew)


def lain(sheet: Sheet, box: Box) -> Box:
    """Where a box of the sheet lay on the page as it came, in dots of the same size."""
    turned = sheet.image.size
    straight = [levelled(corner, turned, -sheet.skew) for corner in _corners(box)]
    return _around([_quartered(corner, turned, -sheet.rotation % 360) for corner in straight])


def _straight(turned: Image.Image, skew: float) -> Image.Image:
    return turned if abs(skew) < 0.05 else turned.rotate(skew, Image.Resampling.BILINEAR, fillcolor=255)


def _turned(image: Image.Image, clockwise: int) -> Image.Image:
    """The image turned by quarters."""
    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return image.transpose(turns[clockwise]) if clockwise else image


def _moved(code: codes.Code, size: tuple[int, int], rotation: int, skew: float) -> codes.Code:
    """The code where it stands after the page was turned and levelled; the box is the one round its corners."""
    turned = size if rotation in (0, 180) else (size[1], size[0])

    def placed(corners: Sequence[Point]) -> tuple[Point, ...]:
        return tuple(levelled(_quartered(corner, size, rotation), turned, skew) for corner in corners)

    box, corners = _around(placed(_corners(code.box))), placed(code.corners)
    return replace(code, box=box, turned=(code.turned + rotation) % 360, corners=corners)


def _corners(box: Box) -> list[Point]:
    return [(float(x), float(y)) for x in (box.left, box.right) for y in (box.top, box.bottom)]


def _around(points: Sequence[Point]) -> Box:
    left, top = (max(0, round(min(point[axis] for point in points))) for axis in (0, 1))
    right, bottom = (round(max(point[axis] for point in points)) for axis in (0, 1))
    return Box(left, top, right - left, bottom - top)


def _quartered(point: Point, size: tuple[int, int], clockwise: int) -> Point:
    x, y = point
    width, height = size
    return {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[clockwise]


def levelled(point: Point, size: tuple[int, int], degrees: float) -> Point:
    """Where a point comes to lie when the image is turned counter-clockwise about its middle."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    across, down = point[0] - size[0] / 2, point[1] - size[1] / 2
    return across * cosine + down * sine + size[0] / 2, down * cosine - across * sine + size[1] / 2
