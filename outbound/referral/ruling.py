"""A form without its ruled lines: Tesseract loses the words that stand close above one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ocr.text import Image

# Longer than any stroke of a letter, thinner than a bar; at 300 dots to the inch.
_RUN: Final = re.compile(rb"\x00{110,}")
_THICK: Final = 9
_DARK: Final = 165
_PROBES: Final = 7


def without_lines(image: Image.Image) -> Image.Image:
    """The grey page with its straight horizontal lines painted white; letters that touch one keep all but its rows."""
    grey = image.convert("L")
    dark = grey.point([0 if tone < _DARK else 255 for tone in range(256)]).tobytes()
    runs = tuple(_lines(dark, grey.width, grey.height))
    for left, right, row in runs:
        grey.paste(255, (left, max(0, row - 1), right, min(grey.height, row + 2)))
    return grey


def _lines(dots: bytes, width: int, height: int) -> Iterator[tuple[int, int, int]]:
    """(left, right, row) of every dark run that is part of a thin line, not of a bar or a picture."""
    for row in range(height):
        line = dots[row * width : (row + 1) * width]
        for run in _RUN.finditer(line):
            if all(_light(dots, width, other, run) for other in (row - _THICK, row + _THICK) if 0 <= other < height):
                yield run.start(), run.end(), row


def _light(dots: bytes, width: int, row: int, run: re.Match[bytes]) -> bool:
    """Whether the row is mostly light over the length of the run."""
    step = max(1, (run.end() - run.start()) // _PROBES)
    seen = dots[row * width + run.start() : row * width + run.end() : step]
    return seen.count(0) * 2 < len(seen)
