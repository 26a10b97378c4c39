"""What a printer, a hand, a scanner and a worn fax machine make of a page. All of it by seed."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ocr import answer_sheet, pages
from ocr.answer_sheet import Area

FONTS: Final = "/usr/share/fonts/truetype/dejavu/"
SANS: Final = FONTS + "DejaVuSans.ttf"
BOLD: Final = FONTS + "DejaVuSans-Bold.ttf"
MONO: Final = FONTS + "DejaVuSansMono.ttf"
_WIDTH, _HEIGHT = pages.FAX_SIZE
_ACROSS, _DOWN = pages.FAX_DPI
# A page is drawn at twice a fax's dots and with square ones, so that its edges are not all on dots.
INCH: Final = 2 * _ACROSS
SIZE: Final = (2 * _WIDTH, round(2 * _HEIGHT * _ACROSS / _DOWN))
_MM: Final = SIZE[0] / answer_sheet.PAGE_WIDTH


@dataclass(frozen=True, slots=True)
class Wear:
    """How worn a fax machine is: degrees askew, softness, specks and rows lost; `rows` to the inch (98, 196)."""

    rows: float = _DOWN
    skew: float = 0.0
    specks: float = 0.002
    lost: int = 0
    soft: float = 2.5


def faxed(page: Image.Image, seed: int, wear: Wear) -> Image.Image:
    """The page (grey, of SIZE or another at that ratio) as the bilevel page that arrives, as wide as a fax."""
    chance = np.random.default_rng(seed)
    height = round(_HEIGHT * wear.rows / _DOWN)
    turned = page.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(wear.soft))
    grey = np.asarray(turned.resize((_WIDTH, height), Image.Resampling.BOX)).astype(np.float64)
    black = grey + chance.normal(0, 18, grey.shape) < 128 + random.Random(seed).uniform(-25, 25)
    flipped = chance.random(black.shape) < wear.specks
    black ^= flipped
    for row in chance.integers(0, height, wear.lost):
        black[row] = black[max(0, row - 1)]
    return Image.fromarray(np.where(black, 0, 255).astype(np.uint8)).convert("1", dither=Image.Dither.NONE)


def copied(page: Image.Image, size: tuple[int, int], *, skew: float, seed: int) -> Image.Image:
    """The page as an office scanner saves it: grey, `size`, `skew` degrees, grain, a shadow at one edge, specks."""
    chance = np.random.default_rng(seed)
    turned = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(1.1))
    grey = np.asarray(turned.resize(size, Image.Resampling.BOX)).astype(np.float64)
    grey = 26 + grey * (244 - 26) / 255 + chance.normal(0, 3.5, grey.shape)
    grey[:, -14:] -= np.linspace(0, 70, 14)
    specks = chance.random(grey.shape) < 0.00004
    grey[specks] = 90
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.4))


def printed(image: Image.Image) -> Image.Image:
    """A bilevel fax page as a laser printer puts it on paper: grey, of SIZE, each dot a soft square."""
    large = image.convert("L").resize(SIZE, Image.Resampling.BICUBIC)
    return large.filter(ImageFilter.GaussianBlur(0.8))


def tiff(images: Sequence[Image.Image], rows: float = _DOWN) -> bytes:
    """Bilevel pages as a fax server stores them: one TIFF, Group 4, with the resolution in its tags."""
    out = io.BytesIO()
    first, *rest = images
    first.save(out, "TIFF", compression="group4", dpi=(_ACROSS, rows), save_all=True, append_images=rest)
    return out.getvalue()


def sheets_of(pdf: bytes) -> tuple[Image.Image, ...]:
    """The pages of an A4 PDF of ours, lying on the scanner's glass: grey, of SIZE."""
    width, height = round(210 * _MM), round(297 * _MM)
    return tuple(_laid(sheet) for sheet in pages.rasterise(pdf, width, height))


def headed(page: Image.Image, line: str) -> Image.Image:
    """The page with the sending machine's own line at its upper edge."""
    marked = page.copy()
    ImageDraw.Draw(marked).text((12 * _MM, 1.2 * _MM), line, font=font(MONO, 8), fill=0)
    return marked


def _laid(sheet: Image.Image) -> Image.Image:
    glass = Image.new("L", SIZE, 255)
    glass.paste(sheet, ((SIZE[0] - sheet.width) // 2, 0))
    return glass


def font(file: str, points: float) -> ImageFont.FreeTypeFont:
    """A face at a size on paper."""
    return ImageFont.truetype(file, round(points * INCH / 72))


def cross(page: Image.Image, area: Area, chance: random.Random) -> None:
    """A cross made by pen in a box: two strokes that tremble and overshoot a little."""
    left, top, right, bottom = _edges(area)
    wide, high = right - left, bottom - top
    for start, end in (((left, top), (right, bottom)), ((right, top), (left, bottom))):
        ends = [
            (x + chance.uniform(-0.12, 0.12) * wide, y + chance.uniform(-0.12, 0.12) * high) for x, y in (start, end)
        ]
        _stroke(page, ends[0], ends[1], chance, bend=0.05)


def written(page: Image.Image, area: Area, words: str, *, points: float = 13, face: str = SANS) -> None:
    """Words at the foot of an area, as if put there by a printer."""
    left, _, _, bottom = _edges(area)
    ImageDraw.Draw(page).text((left + _MM, bottom - 1.2 * _MM), words, font=font(face, points), fill=0, anchor="ls")


def typed(page: Image.Image, area: Area, lines: Sequence[str], *, pitch: float, points: float) -> None:
    """Lines in an area, one every `pitch` millimetres, between the sheet's dotted lines. Raises ValueError if full."""
    if len(lines) * pitch >= area.height:
        raise ValueError("more lines than the area has")
    left, top, _, _ = _edges(area)
    draw, face = ImageDraw.Draw(page), font(SANS, points)
    for number, line in enumerate(lines, 1):
        draw.text((left + 4 * _MM, top + (number * pitch - 2.4) * _MM), line, font=face, fill=0, anchor="ls")


def wrapped(words: str, width: float, points: float) -> list[str]:
    """The words broken into lines of `width` millimetres in the face that `typed` uses."""
    face, lines = font(SANS, points), [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) > width * _MM:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def signed(page: Image.Image, area: Area, chance: random.Random) -> None:
    """A signature: one long scrawl along the line."""
    left, top, right, bottom = _edges(area)
    count, base = 90, bottom - 3.2 * _MM
    width = (right - left) * chance.uniform(0.5, 0.75)
    loops, tall = chance.uniform(6, 9), (bottom - top) * chance.uniform(0.28, 0.4)
    points = list[tuple[float, float]]()
    for step in range(count):
        along = step / count
        turn = 2 * math.pi * loops * along
        high = tall * (1.5 if along < 0.12 or 0.42 < along < 0.5 else 0.55) * math.sin(turn)
        points.append((left + 2 * _MM + width * along + 1.6 * _MM * math.cos(turn), base - high + chance.gauss(0, 1.5)))
    ImageDraw.Draw(page).line(points, fill=15, width=round(0.45 * _MM), joint="curve")


def _stroke(
    page: Image.Image, start: tuple[float, float], end: tuple[float, float], chance: random.Random, bend: float
) -> None:
    """A stroke of a pen from one place to another, slightly bent."""
    (x0, y0), (x1, y1) = start, end
    away = chance.uniform(-bend, bend)
    middle = ((x0 + x1) / 2 + away * (y1 - y0), (y0 + y1) / 2 - away * (x1 - x0))
    points = [start, middle, end]
    ImageDraw.Draw(page).line(points, fill=10, width=round(0.6 * _MM), joint="curve")


def _edges(area: Area) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of an area of the sheet on a page of SIZE."""
    return area.pixels(*SIZE)
