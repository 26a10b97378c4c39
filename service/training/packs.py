"""Packs: worn pages as they are read, with the truth of their lines, in the files that Tesseract's trainer takes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image

from ocr import pages
from ocr.text import Box
from service.training import sheets
from service.training.sheets import Drawn, Row

# A line's box is moved by pixels between these, outwards if above zero: layout analysis is no more exact.
_SLACK: Final = (-1.5, 2.5)
# A line that is lower than that, or that begins so near the lower edge, is no line any more (pixels).
_LOWEST: Final = 8
_EDGE: Final = 5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page as the service would read it, grey at 300 dpi, and its lines' places on it."""

    image: Image.Image
    rows: tuple[Row, ...]


def prepared(page: Drawn, chance: Random) -> Prepared | None:
    """The page worn and made ready for reading; None if it can't be opened, or was taken to lie on another side."""
    try:
        sheet = pages.prepare(pages.open_document(sheets.worn(page.image, chance)).pages[0])
    except pages.Unreadable:
        return None
    if sheet.rotation:
        return None
    image = sheet.image.convert("L")
    placed = (Row(row.text, _moved(row.box, page.image.size, image.size, chance)) for row in page.rows)
    kept = (row for row in placed if row.box.top < image.height - _EDGE and row.box.height >= _LOWEST)
    return Prepared(image, tuple(kept))


def packed(group: Sequence[Prepared], base: Path) -> Path:
    """Writes the pages (at least one) as BASE.lstmf, and gives its path. Raises CalledProcessError."""
    picture, boxes = (base.with_name(f"{base.name}.{ending}") for ending in ("tif", "box"))
    first, *rest = (page.image for page in group)
    first.save(picture, "TIFF", save_all=True, append_images=rest, compression="tiff_lzw")
    boxes.write_text("".join(_described(group)), "utf-8")
    # One block of text: the page's layout is known, only its lines are to be cut out.
    subprocess.run(
        ["tesseract", str(picture), str(base), "--psm", "6", "-l", "swe", "lstm.train"],
        env={**os.environ, "OMP_THREAD_LIMIT": "1"}, capture_output=True, check=True,
    )  # fmt: skip
    picture.unlink()
    boxes.unlink()
    return base.with_name(f"{base.name}.lstmf")


def _moved(box: Box, drawn: tuple[int, int], read: tuple[int, int], chance: Random) -> Box:
    """The box on the page as read, within its edges and a little off."""
    across, down = read[0] / drawn[0], read[1] / drawn[1]
    left = max(0, round(box.left * across - chance.uniform(*_SLACK)))
    top = max(0, round(box.top * down - chance.uniform(*_SLACK)))
    right = min(read[0], round(box.right * across + chance.uniform(*_SLACK)))
    bottom = min(read[1], round(box.bottom * down + chance.uniform(*_SLACK)))
    return Box(left, top, right - left, bottom - top)


def _described(group: Sequence[Prepared]) -> Iterator[str]:
    """Tesseract's box file: a whole line in each box, then its end (a tab); heights are counted from the lower edge."""
    for number, page in enumerate(group):
        for row in page.rows:
            left, right = row.box.left, row.box.right
            low, high = page.image.height - row.box.bottom, page.image.height - row.box.top
            yield f"WordStr {left} {low} {right} {high} {number} #{row.text}\n"
            yield f"\t {right + 1} {low} {right + 5} {high} {number}\n"
