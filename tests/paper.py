"""Paper for tests: a printed page with our symbols, and what a worn fax machine makes of it (service.demo.paper)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypedDict

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ocr import codes, pages
from service.demo import paper
from service.demo.paper import BOLD, INCH, SANS, SIZE, Wear

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
        draw.text((300, 260), f"Referens {mark.reference}", font=paper.font(BOLD, 22), fill=0)
    for number, line in enumerate(lines or PROSE.splitlines()):
        text = line.upper() if capitals else line
        draw.text((300, 900 + 105 * number), text, font=paper.font(SANS, 10 if capitals else 12), fill=0)
    return page


def _symbol(mark: codes.Mark) -> Image.Image:
    rows = codes.symbol(mark)
    small = Image.new("L", (len(rows), len(rows)))
    small.putdata([0 if dark else 255 for row in rows for dark in row])
    side = round(len(rows) * codes.MODULE_MM / 25.4 * INCH)
    return small.resize((side, side), Image.Resampling.NEAREST)


class Worn(TypedDict, total=False):
    """What `worn` may be told."""

    rows: float
    skew: float
    specks: float
    lost: int
    soft: float


def worn(
    page: Image.Image, seed: int, *, rows: float = 196, skew: float = 0.0, specks: float = 0.002, lost: int = 0,
    soft: float = 2.5,
) -> pages.Page:  # fmt: skip
    """The page after a scanner and a line: askew, soft, cut at a threshold, specks, lost rows."""
    return pages.Page.of(paper.faxed(page, seed, Wear(rows, skew, specks, lost, soft)), (204, rows))


def photographed(page: Image.Image, seed: int, *, lean: float = 0.06, bent: float = 0.004) -> Image.Image:
    """The page before a camera that leans over it, bent across, on a dark table in uneven light; grey, 2250 x 3000."""
    chance, size = Random(seed), (2250, 3000)
    paper_ = _bent(page, round(bent * page.height))
    near = [(chance.uniform(0.03, 0.03 + lean) * size[0], chance.uniform(0.03, 0.03 + lean) * size[1]) for _ in "four"]
    signs = ((0, 0), (1, 0), (1, 1), (0, 1))
    there = [(abs(x * size[0] - a), abs(y * size[1] - b)) for (x, y), (a, b) in zip(signs, near, strict=True)]
    here = [(x * paper_.width, y * paper_.height) for x, y in signs]
    lying = paper_.transform(
        size, Image.Transform.PERSPECTIVE, _seen(there, here), Image.Resampling.BICUBIC, fillcolor=90
    )
    light = np.linspace(1.0, 0.62, size[0])[None, :] * np.linspace(0.9, 0.8, size[1])[:, None]
    grain = np.random.default_rng(seed).normal(0, 4, size[::-1])
    dots = (np.asarray(lying) * light + grain).clip(0, 255).astype(np.uint8)
    return Image.fromarray(dots).filter(ImageFilter.GaussianBlur(1))


def _bent(page: Image.Image, high: int) -> Image.Image:
    """The page with its middle columns so many dots lower than its sides."""
    dots = np.asarray(page.convert("L"))
    drop = (high * np.sin(np.linspace(0, np.pi, dots.shape[1]))).round().astype(int)
    rows = np.clip(np.arange(dots.shape[0])[:, None] - drop[None, :], 0, dots.shape[0] - 1)
    return Image.fromarray(dots[rows, np.arange(dots.shape[1])[None, :]])


def _seen(there: Sequence[tuple[float, float]], here: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers of the perspective that shows the four points `here` of a page at `there`."""
    rows = [row for (x, y), (u, v) in zip(there, here, strict=True) for row in (
        [x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y],
    )]  # fmt: skip
    return list(np.linalg.solve(np.array(rows), np.array([side for point in here for side in point])))
