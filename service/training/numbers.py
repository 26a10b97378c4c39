"""Pages of numbers in many faces, faxed, and the windows of their digits as the third reader sees them. All by seed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ocr import digits, pages
from ocr.cells import Array, Cells, inked
from service.demo import line, paper
from service.demo.paper import Wear
from service.training import sheets, texts
from service.training.sheets import Faces

# Digits are of one height and width in the faces that are taken; old-style ones are none of those.
_HIGHER: Final = 1.12
_WIDER: Final = 1.02
_SIZES: Final = (8.5, 9, 9.5, 10, 10, 10.5, 11, 11, 12, 12, 13)
_COUNTS: Final = (7, 8, 9, 10, 10, 10, 10, 10, 10)
_LABELS: Final = ("", "", "Ref: ", "Accessionsnr: ")
_PREFIXES: Final = ("SENAL", "SENAL", *texts.ACCESSIONS, "")
_POINT: Final = paper.INCH / 72
_COLUMNS: Final = 3
_COLUMN: Final = 190 * _POINT
# Letters that look like no digit stand for what is none, and so does what lies between two digits.
_LETTERS: Final = "ENALTUKRX"
_NEITHER: Final = 0.12
# How far off the cells may lie: of a cell's width and height across and down, and in their size.
_ACROSS: Final = 0.05
_DOWN: Final = 0.03
_STRETCH: Final = (0.025, 0.035)
_LOOKS: Final = 2
# A bad line loses rows: a number may stand so many dots higher or lower than it was drawn.
_SLIPPED: Final = 9
_MARGIN: Final = 14


@dataclass(frozen=True, slots=True)
class Number:
    """A number on a page as it was drawn: the signs, the edges of each, the digits' upper and lower edge."""

    signs: str
    edges: tuple[float, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A number on a page as it is read: the signs, the middle of each, and its digits' cells."""

    signs: str
    middles: tuple[float, ...]
    cells: Cells


def faces() -> Faces:
    """The installed families whose digits are of one height and width. Raises ValueError if there are none."""
    every = sheets.faces()
    return {name: kept for name, rows in every.items() if (kept := [row for row in rows if _is_even(row.file)])}


def windows(faces: Faces, chance: Random) -> Iterator[tuple[Array, int]]:
    """The windows of a page's digits with what each is (10: none), through the paper model and the line."""
    ink, found = page(faces, chance)
    for number in found:
        for place, sign in enumerate(number.signs):
            for middle, answer in _shown(number, place, sign, chance):
                yield digits.windows(ink, np.array([middle]), _jogged(number.cells, chance))[0], answer


def page(faces: Faces, chance: Random) -> tuple[Array, list[Placed]]:
    """A page of numbers as the service would read it, and where they stand; none if it can't be read."""
    found = _read(*_drawn(faces, chance), chance)
    return (inked(found[0]), found[1]) if found else (np.zeros((1, 1), np.float32), [])


def _is_even(file: str) -> bool:
    font = ImageFont.truetype(file, 40)
    boxes = [font.getbbox(digit) for digit in "0123456789"]
    heights, widths = [box[3] - box[1] for box in boxes], [font.getlength(digit) for digit in "0123456789"]
    return max(heights) <= _HIGHER * min(heights) and max(widths) <= _WIDER * min(widths)


def _drawn(faces: Faces, chance: Random) -> tuple[Image.Image, list[Number]]:
    """A page of numbers in columns, each in a face and size of its own."""
    image, rows, top = Image.new("L", paper.SIZE, 255), list[Number](), chance.uniform(20, 60) * _POINT
    while top < image.height - 70 * _POINT:
        tall = 0.0
        for column in range(_COLUMNS):
            font = paper.font(sheets.chosen(faces, chance), chance.choice(_SIZES))
            left = 30 * _POINT + column * _COLUMN * chance.uniform(0.975, 1.025)
            rows.append(_put(image, (left, top), font, chance))
            tall = max(tall, float(sum(font.getmetrics())))
        top += tall * chance.uniform(1.0, 1.35)
    return image, rows


def _put(image: Image.Image, at: tuple[float, float], font: ImageFont.FreeTypeFont, chance: Random) -> Number:
    signs = chance.choice(_PREFIXES) + "".join(chance.choices("0123456789", k=chance.choice(_COUNTS)))
    label = chance.choice(_LABELS)
    label = label if font.getlength(label + signs) < 0.95 * _COLUMN else ""
    draw, left = ImageDraw.Draw(image), at[0] + font.getlength(label)
    draw.text(at, label + signs, font=font, fill=0)
    _, top, _, bottom = draw.textbbox((left, at[1]), "0368", font=font)
    edges = tuple(left + font.getlength(signs[:place]) for place in range(len(signs) + 1))
    return Number(signs, edges, top, bottom)


def _read(image: Image.Image, rows: Sequence[Number], chance: Random) -> tuple[Image.Image, list[Placed]] | None:
    """The page as the service would read it; None if it was taken to lie on another side, or the call failed."""
    wear, quality = _wear(chance)
    if chance.random() < 0.15:  # print that has run, or has broken up
        image = image.filter(ImageFilter.MaxFilter(3) if chance.random() < 0.5 else ImageFilter.MinFilter(3))
    sent = paper.tiff([paper.faxed(image, chance.getrandbits(32), wear)], wear.rows)
    try:
        arrived = line.call(sent, chance.getrandbits(32), quality) if line.available() else sent
        sheet = pages.prepare(pages.open_document(arrived).pages[0])
    except (line.Failed, pages.Unreadable):
        return None
    if sheet.rotation:
        return None
    grey = sheet.image.convert("L")
    placed = (_placed(row, image.size, grey, wear.skew + sheet.skew) for row in rows)
    return grey, [one for one in placed if one is not None]


def _wear(chance: Random) -> tuple[Wear, line.Quality]:
    """A machine and a line, from good ones to worse than any that is measured on."""
    rows = 196.0 if chance.random() < 0.62 else 98.0
    soft = chance.uniform(1.2, 2.6) if chance.random() < 0.6 else chance.uniform(2.2, 3.8)
    skew = chance.uniform(-1.2, 1.2) if chance.random() < 0.6 else 0.0
    specks = chance.choice((0, 0.0006, 0.0012, 0.0012, 0.002, 0.004, 0.006))
    wear = Wear(rows, skew, specks, chance.choice((0, 2, 2, 8, 12)), soft)
    return wear, line.BAD if chance.random() < 0.25 else line.GOOD


def _placed(row: Number, drawn: tuple[int, int], grey: Image.Image, turned: float) -> Placed | None:
    """Where a number stands on the page as read, its row by its own ink; None if that is at an edge."""
    across, down = grey.width / drawn[0], grey.height / drawn[1]
    points = [
        pages.levelled((edge * across, (row.top + row.bottom) / 2 * down), grey.size, turned) for edge in row.edges
    ]
    high, middle = (row.bottom - row.top) * down, float(np.mean([point[1] for point in points]))
    edges = [point[0] for point in points]
    top, bottom = round(middle - high / 2) - _MARGIN, round(middle + high / 2) + _MARGIN
    if top < 0 or bottom > grey.height or edges[0] < 0 or edges[-1] > grey.width - _MARGIN:
        return None
    middle += _slip(inked(grey.crop((round(edges[0]), top, round(edges[-1]), bottom))).sum(1), high)
    count = sum(map(str.isdigit, row.signs))
    cells = Cells(edges[-1], (edges[-1] - edges[-1 - count]) / count, middle, high)
    middles = tuple((left + right) / 2 for left, right in itertools.pairwise(edges))
    return Placed(row.signs, middles, cells)


def _slip(rows: Array, high: float) -> int:
    """How many dots lower the band with the most ink lies; a dot's way costs a little."""
    tried = range(-_SLIPPED, _SLIPPED + 1)
    ink = {by: float(rows[_MARGIN + by : _MARGIN + by + round(high)].sum()) for by in tried}
    return max(tried, key=lambda by: ink[by] - 0.02 * abs(by) * float(rows.max()))


def _shown(number: Placed, place: int, sign: str, chance: Random) -> Iterator[tuple[float, int]]:
    """Columns to look at about a sign, and what is seen there."""
    middle, width = number.middles[place], number.cells.width
    if not sign.isdigit():
        if sign in _LETTERS and chance.random() < _NEITHER:
            yield middle, digits.NONE
        return
    for _ in range(_LOOKS):
        yield middle + chance.gauss(0, _ACROSS) * width, int(sign)
    if chance.random() < _NEITHER:
        yield middle + chance.uniform(0.36, 0.64) * chance.choice((-1, 1)) * width, digits.NONE


def _jogged(cells: Cells, chance: Random) -> Cells:
    """The cells a little off in place and size, as they may be laid."""
    wide, high = (1 + chance.gauss(0, most) for most in _STRETCH)
    middle = cells.middle + chance.gauss(0, _DOWN) * cells.height
    return replace(cells, width=cells.width * wide, height=cells.height * high, middle=middle)
