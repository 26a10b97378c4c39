"""The words that Tesseract sees on an image, with their places. The one home of pytesseract."""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

import pytesseract
from PIL import Image

from ocr import sandbox

UnreadableCode = Literal[
    "no_file", "empty", "unknown_format", "encrypted", "damaged", "too_large", "too_many_pages", "timeout", "no_text"
]
# The nets that read: Debian's Swedish one, and the same trained on worn fax pages (ocr/nets/README.md).
Net = Literal["swe", "swe_fax"]
FAX: Final = "swe_fax"
_Table = Mapping[str, Sequence[Any]]
_NETS: Final = Path(__file__).parent / "nets"

_LEAST: Final = 8
# Of two boxes that overlap, the share of the lower one's rows that lies in both.
_SHARED: Final = 0.3


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

    @classmethod
    def around(cls, boxes: Sequence[Box]) -> Box:
        """The smallest box that holds all of at least one."""
        left, top = min(box.left for box in boxes), min(box.top for box in boxes)
        return cls(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """How far across and down its middle lies."""
        return self.left + self.width / 2, self.top + self.height / 2

    @property
    def edges(self) -> list[int]:
        """Left, top, width, height: as JSON and the ledger give it."""
        return [self.left, self.top, self.width, self.height]

    def moved(self, across: int, down: int) -> Box:
        """The same box so many pixels further on."""
        return Box(self.left + across, self.top + down, self.width, self.height)

    def holds(self, other: Box) -> bool:
        """Whether the middle of the other lies in it."""
        across, down = other.middle
        return self.left <= across < self.right and self.top <= down < self.bottom

    def overlaps(self, other: Box) -> bool:
        """Whether they share columns and a good part of the lower one's rows: words of two lines touch, no more."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0 and down > _SHARED * min(self.height, other.height)


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


def read(image: Image.Image, *, mode: int = 3, net: Net = "swe", whitelist: str = "", seconds: float = 30) -> Reading:
    """Reads an upright image; `mode` is Tesseract's page segmentation (3 whole page, 6 one block, 7 one line).

    psm 3 and no second language were measured best (research: fax and OCR, part 1). Raises Unreadable on a time-out.
    """
    return read_each((image,), mode=mode, net=net, whitelist=whitelist, seconds=seconds)[0]


def read_each(
    images: Sequence[Image.Image], *, mode: int, net: Net = "swe", whitelist: str = "", seconds: float = 30
) -> tuple[Reading, ...]:
    """`read` for each image, all in so many seconds: to start Tesseract takes longer than to read a small one."""
    large = [image.convert("L") for image in images if min(image.size) >= _LEAST]
    if large and seconds <= 0:
        raise Unreadable("timeout")
    options = f"--psm {mode} --oem 1 -c tessedit_create_tsv=1"
    options += f" -c tessedit_char_whitelist={whitelist}" if whitelist else ""
    options += f" --tessdata-dir {shlex.quote(str(_NETS))}" if net == FAX else ""
    table: _Table = _table(large, net, options, seconds) if large else {}
    pages = (Reading(tuple(_words(table, number))) for number in range(1, len(large) + 1))
    return tuple(next(pages) if min(image.size) >= _LEAST else Reading(()) for image in images)


def languages() -> frozenset[str]:
    """The languages that Tesseract has installed."""
    tesseract: Any = pytesseract
    tesseract.pytesseract.tesseract_cmd = sandbox.wrapper("tesseract")
    return frozenset(map(str, tesseract.get_languages(config="")))


def _table(greys: Sequence[Image.Image], net: Net, options: str, seconds: float) -> _Table:
    """Tesseract's table by columns, a page for each image. pytesseract runs it, between two nameless files in memory:
    the ones that it makes itself hold a patient's page for everybody to read, and outlive a process that is killed.
    """
    tesseract: Any = pytesseract.pytesseract
    tesseract.tesseract_cmd = sandbox.wrapper("tesseract")
    with sandbox.memory(*_pages(greys)) as (_, picture), sandbox.memory() as (table, output):
        try:
            tesseract.run_tesseract(picture, output, "tsv", net, options, timeout=seconds)
        except RuntimeError as fault:
            raise Unreadable("timeout" if "timeout" in str(fault) else "damaged") from None
        table.seek(0)
        return tesseract.file_to_dict(table.read().decode("utf-8", "replace"), "\t", -1)


def _pages(greys: Sequence[Image.Image]) -> tuple[bytes, ...]:
    """A file of one page as plain as can be; of several as TIFF, which Tesseract reads page by page."""
    if len(greys) == 1:
        return b"P5 %d %d 255\n" % greys[0].size, greys[0].tobytes()
    made = io.BytesIO()
    greys[0].save(made, "TIFF", save_all=True, append_images=greys[1:])
    return (made.getvalue(),)


def _words(table: _Table, page: int) -> Iterator[Word]:
    """A page of Tesseract's table as words; its (block, paragraph, line) becomes one running number."""
    line, last = -1, None
    for index, text in enumerate(table.get("text", ())):
        place = (table["block_num"][index], table["par_num"][index], table["line_num"][index])
        if table["page_num"][index] != page or not str(text).strip():
            continue
        line, last = (line, last) if place == last else (line + 1, place)
        box = Box(*(int(table[side][index]) for side in ("left", "top", "width", "height")))
        yield Word(str(text), box, max(0.0, float(table["conf"][index])), line)
