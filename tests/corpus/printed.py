"""Documents as files: plain text, a PDF with a text layer, and what an office scanner makes of the paper."""

from __future__ import annotations

import io
import json
from pathlib import Path
from random import Random
from typing import Any, Final, Literal

import typst
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from corpus.marked import Document
from ocr import pages
from service.demo import paper

Kind = Literal["text", "pdf", "scan"]
Wear = Literal["coarse", "skewed", "upside_down", "stained", "photo", "fax"]
_FONTS: Final = Path("/usr/share/fonts/truetype/dejavu")
_TEMPLATE: Final = b"""#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 16mm)
#set text(font: "DejaVu Sans Mono", size: 8.4pt, lang: "sv")
#set par(leading: 0.62em)
#raw(data.text)
"""
_DPI: Final = (150, 200, 200, 300)
_A4: Final = (210 / 25.4, 297 / 25.4)


def file(document: Document, kind: Kind, seed: int) -> tuple[str, bytes]:
    """The document as a file of that kind: its name and its bytes."""
    stem = document.file_name.removesuffix(".txt")
    if kind == "text":
        return document.file_name, document.text.encode()
    pdf = _typeset(document)
    return (f"{stem}.pdf", pdf) if kind == "pdf" else (f"skanning_{seed}.pdf", _scanned(pdf, Random(seed)))


def worn(document: Document, how: Wear, seed: int) -> tuple[str, bytes]:
    """The document as paper that somebody scanned, photographed or faxed carelessly: its name and its bytes."""
    chance = Random(seed)
    dpi = 150 if how == "coarse" else 200
    size = (round(_A4[0] * dpi), round(_A4[1] * dpi))
    (sheet, *_) = pages.rasterise(_typeset(document), 2 * size[0], 2 * size[1])
    skew = chance.choice((-3.0, 3.0)) if how == "skewed" else chance.uniform(-1, 1)
    image = paper.copied(sheet, size, skew=skew, seed=chance.getrandbits(32)).convert("L")
    if how == "upside_down":
        image = image.rotate(180)
    if how == "stained":
        image = _stained(image, chance)
    if how == "photo":
        return f"IMG_{seed}.jpg", _encoded(_photographed(image, chance), "JPEG", quality=70)
    if how == "fax":
        dots = image.point([255 * (level > 150) for level in range(256)]).convert("1")
        return f"fax_{seed}.tif", _encoded(dots, "TIFF", compression="group4", dpi=(dpi, dpi))
    return f"skanning_{seed}.png", _encoded(image, "PNG", dpi=(dpi, dpi))


def _stained(image: Image.Image, chance: Random) -> Image.Image:
    """A ring of coffee: brown paper, not black."""
    ring = Image.new("L", image.size, 0)
    left, top = (chance.randrange(side // 4, side // 2) for side in image.size)
    across = image.size[0] // 3
    ImageDraw.Draw(ring).ellipse((left, top, left + across, top + across), outline=90, width=across // 12)
    return ImageChops.subtract(image, ring.filter(ImageFilter.GaussianBlur(3)))


def _photographed(image: Image.Image, chance: Random) -> Image.Image:
    """A shadow from one side, and a sheet that lies a little aslant before the lens."""
    width, height = image.size
    slant = chance.uniform(0.005, 0.015) * width
    corners = (-slant, 0, 0, height, width, height, width + slant, 0)
    aslant = image.transform(image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=235)
    shadow = Image.linear_gradient("L").rotate(90).resize(image.size)
    return ImageChops.multiply(aslant, shadow.point([150 + level * 105 // 255 for level in range(256)]))


def _encoded(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def _typeset(document: Document) -> bytes:
    """The plain text on paper, sign for sign, so that columns stay columns."""
    made = typst.Compiler(
        font_paths=[str(_FONTS)], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({"text": _broken(document.text)})},
    ).compile(_TEMPLATE)  # fmt: skip
    if not isinstance(made, bytes):
        raise ValueError("the corpus gave no single file")
    return made


def _broken(text: str) -> str:
    """Lines that fit the paper, as a printer breaks them."""
    out = list[str]()
    for line in text.splitlines():
        while len(line) > 98:
            cut = line.rfind(" ", 0, 98)
            out.append(line[:cut])
            line = line[cut + 1 :]
        out.append(line)
    return "\n".join(out)


def _scanned(pdf: bytes, chance: Random) -> bytes:
    """Askew up to two degrees, grain, grey: one picture a page."""
    dpi = chance.choice(_DPI)
    width, height = (round(side * dpi) for side in _A4)
    sheets = pages.rasterise(pdf, 2 * width, 2 * height)
    copies = [
        paper.copied(sheet, (width, height), skew=chance.uniform(-2, 2), seed=chance.getrandbits(32))
        for sheet in sheets
    ]
    out, (first, *rest) = io.BytesIO(), copies
    first.save(out, "PDF", resolution=dpi, quality=72, save_all=True, append_images=list[Image.Image](rest))
    return out.getvalue()
