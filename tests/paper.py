"""Paper for tests: a printed page, and what a scanner, a line and a hand make of it. All of it by seed."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ocr import codes, pages

SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
# A page is drawn at 408 x 392 dots to the inch and scanned at half of that, so that its edges are not all on dots.
INCH = 408
SIZE = (2 * pages.WIDTH, round(2 * pages.HEIGHT * 204 / 196))

PROSE = """Datortomografi av hjärnan utan intravenös kontrast. Jämförelse saknas.
Inga tecken till blödning, färsk infarkt eller expansiv process. Normalvida
ventriklar och fåror för åldern. Medellinjen är inte förskjuten. Vanlig grå och
vit substans. Skelettet utan säker fraktur. Lätt slemhinnesvullnad i höger
maxillarsinus. Hjärtat är lätt förstorat med lite vätska i båda pleurasäckarna.
Lungorna är luftförande utan förtätningar. Ingen pneumotorax. Levern har jämn
yta och normal storlek; gallvägarna är inte vidgade. Njurarna utsöndrar kontrast
på båda sidor. Ingen fri gas i buken. Appendix mäter 6 mm och är reaktionslös.
Sammanfattning: ingen akut intrakraniell blödning påvisas. Kontakta jour vid
ändrad klinik. Svaret är givet per telefon klockan tre på natten."""


def drawn(mark: codes.Mark | None, lines: Sequence[str] = (), *, capitals: bool = False) -> Image.Image:
    """A page in grey with the symbol in two corners, the reference as text and lines of print, at 408 to the inch."""
    page = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(page)
    if mark:
        for corner in ((SIZE[0] - 700, 200), (260, SIZE[1] - 640)):
            page.paste(_symbol(mark), corner)
        draw.text((300, 260), f"Referens {mark.reference}", font=_font(BOLD, 22), fill=0)
    for number, line in enumerate(lines or PROSE.splitlines()):
        text = line.upper() if capitals else line
        draw.text((300, 900 + 105 * number), text, font=_font(SANS, 10 if capitals else 12), fill=0)
    return page


def _font(file: str, points: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, round(points * INCH / 72))


def _symbol(mark: codes.Mark) -> Image.Image:
    rows = codes.symbol(mark)
    small = Image.new("L", (len(rows), len(rows)))
    small.putdata([0 if dark else 255 for row in rows for dark in row])
    side = round(len(rows) * codes.MODULE_MM / 25.4 * INCH)
    return small.resize((side, side), Image.Resampling.NEAREST)


def worn(
    page: Image.Image, seed: int, *, rows: float = 196, skew: float = 0.0, specks: float = 0.002, lost: int = 0,
    soft: float = 2.5,
) -> pages.Page:  # fmt: skip
    """The page after a scanner and a line: askew, soft, cut at a trembling threshold, specks, lost rows."""
    chance = np.random.default_rng(seed)
    height = round(pages.HEIGHT * rows / 196)
    turned = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(soft))
    grey = np.asarray(turned.resize((pages.WIDTH, height), Image.Resampling.BOX)).astype(np.float64)
    black = grey + chance.normal(0, 18, grey.shape) < 128 + random.Random(seed).uniform(-25, 25)
    flipped = chance.random(black.shape) < specks
    black ^= flipped
    for row in chance.integers(0, height, lost):
        black[row] = black[max(0, row - 1)]
    image = Image.fromarray(np.where(black, 0, 255).astype(np.uint8)).convert("1", dither=Image.Dither.NONE)
    return pages.Page.of(image, (204, rows))
