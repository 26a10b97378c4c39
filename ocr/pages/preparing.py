"""A page made ready for reading: upright, deskewed, without specks and dead columns, kept grey at 300 dpi.

Never re-binarised: that was measured to hurt (research: fax and OCR, part 1).
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageFilter

from ocr import codes
from ocr.pages import cleaning, orientation
from ocr.pages.document import DPI, Page
from ocr.text import Box

SOFTENING = 0.8


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is read. `rotation` is how far it was turned clockwise (0, 90, 180, 270), `skew` the small angle
    in degrees taken out after that. `codes` are those found on it, their boxes in pixels of `image` (`dpi`).
    """

    image: Image.Image
    dpi: int
    rotation: int
    skew: float
    codes: tuple[codes.Code, ...]


def prepare(page: Page) -> Sheet:
    """The page upright. A symbol of ours tells which side is up; without one the shapes of the lines do."""
    native = cleaning.despeckled(cleaning.without_dead_columns(page.native))
    grey = page.squared(native)
    found = codes.scan(grey, page.dpi)
    rotation = orientation.rotation(grey, page.dpi, found)
    turned = _turned(grey, rotation)
    skew = orientation.skew(turned, page.dpi)
    straight = turned if abs(skew) < 0.05 else turned.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    moved = tuple(_moved(code, grey.size, rotation, skew) for code in found)
    return Sheet(straight.filter(ImageFilter.GaussianBlur(SOFTENING * page.dpi / DPI)), page.dpi, rotation, skew, moved)
