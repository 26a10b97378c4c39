"""The words that Tesseract sees on an image, with their places. The one home of pytesseract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Literal

import pytesseract
from PIL import Image

from ocr import sandbox

UnreadableCode = Literal[
    "empty", "unknown_format", "encrypted", "damaged", "too_large", "too_many_pages", "timeout", "no_text"
]
_LEAST: Final = 8


class Unreadable(Exception):
    """The document can't be read; `code` is the closed word for why. Carries nothing of the document."""

    def __init__(self, code: UnreadableCode) -> None:
        super().__init__(code)
        self.code: UnreadableCode = code


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels from the image's upper left corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its place, how sure the reader is (0-100; 100 for a text layer) and the number of its line."""

    text: str
    box: Box
    confidence: float
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one page in reading order."""

    words: tuple[Word, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """One string a line, words parted by a space."""
        return tuple(" ".join(word.text for word in line) for _, line in groupby(self.words, lambda word: word.line))

    @property
    def text(self) -> str:
        """The lines, parted by line ends."""
        return "\n".join(self.lines)

    @property
    def confidence(self) -> float:
        """The mean over the words' letters; 0 when there are none."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


def read(
    image: Image.Image, *, mode: int = 3, language: str = "swe", whitelist: str = "", seconds: float = 30
) -> Reading:
    """Reads an upright image; `mode` is Tesseract's page segmentation (3 whole page, 6 one block, 7 one line).

    `swe` alone and psm 3 were measured best (research: fax and OCR, part 1). Raises Unreadable on a time-out.
    """
    if min(image.size) < _LEAST:
        return Reading(())
    tesseract: Any = pytesseract
    tesseract.pytesseract.tesseract_cmd = sandbox.wrapper("tesseract")
    options = f"--psm {mode} --oem 1" + (f" -c tessedit_char_whitelist={whitelist}" if whitelist else "")
    try:
        table: dict[str, list[Any]] = tesseract.image_to_data(
            _raw(image), lang=language, config=options, timeout=seconds, output_type=pytesseract.Output.DICT
        )
    except RuntimeError as fault:
        raise Unreadable("timeout" if "timeout" in str(fault) else "damaged") from None
    return Reading(tuple(_words(table)))


def languages() -> frozenset[str]:
    """The languages that Tesseract has installed."""
    tesseract: Any = pytesseract
    tesseract.pytesseract.tesseract_cmd = sandbox.wrapper("tesseract")
    return frozenset(map(str, tesseract.get_languages(config="")))


def _raw(image: Image.Image) -> Image.Image:
    """A copy that pytesseract hands over uncompressed: packing a page as PNG takes a third of a second."""
    handed = image.convert("L")
    handed.format = "PPM"
    return handed


def _words(table: dict[str, list[Any]]) -> Iterator[Word]:
    """Tesseract's table as words; its (block, paragraph, line) becomes one running number."""
    line, last = -1, None
    for index, text in enumerate(table["text"]):
        place = (table["block_num"][index], table["par_num"][index], table["line_num"][index])
        if not str(text).strip():
            continue
        line, last = (line, last) if place == last else (line + 1, place)
        box = Box(*(int(table[side][index]) for side in ("left", "top", "width", "height")))
        yield Word(str(text), box, max(0.0, float(table["conf"][index])), line)
