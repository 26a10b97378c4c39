"""Pages of random lines in many faces, and the files that fax machines and scanners make of them. All of it by seed."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from ocr.text import Box
from service.demo import paper
from service.demo.paper import Wear
from service.training import texts
from service.training.texts import Stock

# Families that offices print in, as far as they are installed: 62 lines of a hundred are in one of them.
COMMON: Final = (
    "Liberation Sans", "Liberation Serif", "DejaVu Sans", "DejaVu Serif", "Liberation Mono", "DejaVu Sans Mono",
    "Nimbus Roman", "Nimbus Sans", "FreeSerif", "TeX Gyre Termes", "TeX Gyre Heros",
)  # fmt: skip
# Parts of the names of families and styles in which no report is written, or that a fax leaves nothing of. The last
# four were left out of what the shipped net was trained on: by them it can be measured on faces that it never saw.
_UNUSED: Final = (
    "Light", "Breip", "Dkg", "D050", "Symbols", "Z003", "Chorus", "Math", "Keyboard", "Initials", "Hairline", "Thin",
    "Black", "Heavy", "Extrabold", "Carlito", "Caladea", "Schola", "C059",
)  # fmt: skip
_REGULAR: Final = ("Regular", "Book", "Roman")
# Points of a page's lines, and of single lines among them.
_SIZES: Final = (8.5, 9, 9.5, 10, 10, 10, 10.5, 10.5, 11, 11, 11, 11.5, 12, 12, 13, 14)
_OTHERS: Final = (9, 10, 11, 12, 14)
_NEXT: Final = (9, 10, 11, 12)
_POINT: Final = paper.INCH / 72
# A fax page is so many inches wide.
_WIDE: Final = 8.47


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and its style."""

    file: str
    style: str


Faces = Mapping[str, Sequence[Face]]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of print and where it lies, in pixels of its page: from ascenders to descenders, as Tesseract takes it."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page (grey, of paper.SIZE) and its lines from top to bottom."""

    image: Image.Image
    rows: tuple[Row, ...]


def faces() -> Faces:
    """The installed families that reports may be written in. Raises ValueError if there are none."""
    form = "%{file}\t%{family}\t%{style}\n"
    listed = subprocess.run(["fc-list", "--format", form], capture_output=True, text=True, check=True).stdout
    found = dict[str, list[Face]]()
    # In order, so that one seed draws the same page wherever the same fonts are.
    for file, family, style in sorted(line.split("\t") for line in listed.splitlines()):
        if file.endswith(("ttf", "otf")) and not any(unused in family + style for unused in _UNUSED):
            found.setdefault(family.split(",")[0], []).append(Face(file, style.split(",")[0]))
    if not found:
        raise ValueError("no fonts are installed")
    return found


def drawn(stock: Stock, faces: Faces, chance: Random) -> Drawn:
    """A page full of lines, most of them in one face and size."""
    image = Image.new("L", paper.SIZE, 255)
    face, points = chosen(faces, chance), chance.choice(_SIZES)
    top, left, rows = chance.uniform(20, 60) * _POINT, chance.uniform(30, 110) * _POINT, list[Row]()
    while top < image.height - 70 * _POINT:
        usual = chance.random() < 0.8
        font = paper.font(face, points) if usual else paper.font(chosen(faces, chance), chance.choice(_OTHERS))
        if chance.random() < 0.1:
            face, points = chosen(faces, chance), chance.choice(_NEXT)
        text = _fitting(texts.line(stock, chance), font, image.width - left - 30 * _POINT)
        if len(text) > 1:
            rows.append(_put(image, (left, top), text, font))
        top += sum(font.getmetrics()) * chance.uniform(1.0, 1.35)
    return Drawn(image, tuple(rows))


def worn(page: Image.Image, chance: Random) -> bytes:
    """The file that arrives of a page of paper.SIZE: of a hundred, 88 by fax, six from a scanner, six as clean dots."""
    (machine,) = chance.choices((_faxed, _scanned, _dotted), (0.88, 0.06, 0.06))
    inked = page
    if chance.random() < 0.08:  # print that has run, or has broken up
        inked = inked.filter(ImageFilter.MaxFilter(3) if chance.random() < 0.35 else ImageFilter.MinFilter(3))
    if chance.random() < 0.04:
        inked = _paled(inked, chance)
    return machine(inked, chance)


def chosen(faces: Faces, chance: Random) -> str:
    """A font file: three of four are upright and of usual weight."""
    common = [family for family in COMMON if family in faces]
    family = chance.choice(common) if common and chance.random() < 0.62 else chance.choice(list(faces))
    every = faces[family]
    regular = [face for face in every if face.style in _REGULAR] or every
    return chance.choice(regular if chance.random() < 0.75 else every).file


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """As many of the words as have room."""
    words = text.split()
    while words and font.getlength(" ".join(words)) > width:
        words.pop()
    return " ".join(words)


def _put(image: Image.Image, at: tuple[float, float], text: str, font: ImageFont.FreeTypeFont) -> Row:
    """Draws the line with its upper left corner there."""
    draw = ImageDraw.Draw(image)
    draw.text(at, text, font=font, fill=0)
    left, top, right, bottom = draw.textbbox(at, text, font=font)
    _, high, _, low = draw.textbbox(at, "Hdglp", font=font)
    left, top, right, bottom = floor(left), floor(min(top, high)), ceil(right), ceil(max(bottom, low))
    return Row(text, Box(left, top, right - left, bottom - top))


def _paled(page: Image.Image, chance: Random) -> Image.Image:
    """The page with too little toner here and there."""
    patches = Image.frombytes("L", (9, 12), bytes(int(255 * chance.uniform(0.35, 1)) for _ in range(9 * 12)))
    toner = patches.resize(page.size, Image.Resampling.BICUBIC)
    return ImageChops.invert(ImageChops.multiply(ImageChops.invert(page), toner))


def _faxed(page: Image.Image, chance: Random) -> bytes:
    rows = 196.0 if chance.random() < 0.78 else 98.0
    soft = chance.uniform(*chance.choice(((0.6, 1.9), (1.8, 2.4), (1.9, 2.4), (2.0, 2.6))))
    specks, lost = chance.choice((0, 0.0006, 0.0012, 0.0012, 0.002)), chance.choice((0, 2, 2, 8))
    wear = Wear(rows, _skew(chance), specks, lost, soft)
    return paper.tiff([paper.faxed(page, chance.getrandbits(32), wear)], rows)


def _scanned(page: Image.Image, chance: Random) -> bytes:
    dpi = chance.choice((150, 200, 300))
    grey = paper.copied(page, _size(page, dpi), skew=_skew(chance), seed=chance.getrandbits(32))
    return _saved(grey, "PNG", dpi)


def _dotted(page: Image.Image, chance: Random) -> bytes:
    """As a computer makes dots of a page that never was on paper."""
    dpi = chance.choice((200, 204, 300))
    grey = page.resize(_size(page, dpi), Image.Resampling.BOX)
    return _saved(grey.point([0] * 151 + [255] * 105).convert("1"), "TIFF", dpi, compression="group4")


def _skew(chance: Random) -> float:
    """Degrees askew; four of ten pages lie straight."""
    return chance.uniform(-0.8, 0.8) if chance.random() < 0.6 else 0.0


def _size(page: Image.Image, dpi: int) -> tuple[int, int]:
    return round(_WIDE * dpi), round(_WIDE * dpi * page.height / page.width)


def _saved(image: Image.Image, form: str, dpi: int, **options: str) -> bytes:
    made = io.BytesIO()
    image.save(made, form, dpi=(dpi, dpi), **options)
    return made.getvalue()
