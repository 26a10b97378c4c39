"""Where on a page number and reference stand, laid together for the second reader, which is slow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from PIL import Image

from ocr import pages, second_reader
from ocr.text import Word

_LABEL: Final = re.compile(r"acc?ess?ion|referen[sc]|remiss|us\W?nr|undersöknings?nummer|\bref\b|\bnr\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[^\W_]*\d[^\W_]*")
_DIGITS: Final = 5
_MOST: Final = 10
_TOP: Final = 0.35
# Air above and below a line, in inches: letters that Tesseract's boxes cut keep their heads.
_AIR: Final = 0.06


def second(upright: pages.Sheet, words: Sequence[Word]) -> str:
    """What the second reader sees in those lines, or at the top of a page on which the first saw none."""
    bands = list(_bands(upright, words))[:_MOST]
    if not bands:
        bands = [(0, round(_TOP * upright.image.height))]
    return "\n".join(second_reader.read(_stacked(upright.image, bands)))


def _bands(upright: pages.Sheet, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """(top, bottom) of each line that holds a label or a long number; lines that touch are one."""
    air, last = round(_AIR * upright.dpi), None
    rows = [list(line) for _, line in groupby(words, lambda word: word.line)]
    wanted = sorted((min(w.box.top for w in row), max(w.box.bottom for w in row)) for row in rows if _is_wanted(row))
    for top, bottom in wanted:
        band = (max(0, top - air), min(upright.image.height, bottom + air))
        if last is not None and band[0] <= last[1]:
            last = (last[0], max(last[1], band[1]))
            continue
        if last is not None:
            yield last
        last = band
    if last is not None:
        yield last


def _is_wanted(row: Sequence[Word]) -> bool:
    line = " ".join(word.text for word in row)
    longest = max((sum(map(str.isdigit, found)) for found in _NUMBER.findall(line)), default=0)
    return longest >= _DIGITS or _LABEL.search(line) is not None


def _stacked(image: Image.Image, bands: Sequence[tuple[int, int]]) -> Image.Image:
    """The bands under each other, as wide as the page."""
    made = Image.new("L", (image.width, sum(bottom - top for top, bottom in bands)), 255)
    at = 0
    for top, bottom in bands:
        made.paste(image.crop((0, top, image.width, bottom)), (0, at))
        at += bottom - top
    return made
