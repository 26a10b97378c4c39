"""Documents as files: plain text, a PDF with a text layer, and what an office scanner makes of the paper."""

from __future__ import annotations

import io
import json
from pathlib import Path
from random import Random
from typing import Final, Literal

import typst
from PIL import Image

from corpus.marked import Document
from ocr import pages
from service.demo import paper

Kind = Literal["text", "pdf", "scan"]
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


def _typeset(document: Document) -> bytes:
    """The plain text on paper, sign for sign, so that columns stay columns."""
    made = typst.Compiler(
        _TEMPLATE, font_paths=[str(_FONTS)], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({"text": _broken(document.text)})},
    ).compile()  # fmt: skip
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
