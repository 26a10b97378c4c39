"""Opens a document of any accepted kind. Nothing here parses it: that happens in a jailed child (`opening`)."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from PIL import Image

from ocr import charsets, sandbox
from ocr.pages import scaling
from ocr.text import Box, Unreadable, UnreadableCode, Word

Format = Literal["pdf", "tiff", "png", "jpeg", "text", "unknown"]

DPI: Final = 300
LONGEST: Final = 4200
LARGEST: Final = 20 * 1024**2
# No page that `opening` lets through has more dots.
_MOST: Final = 40_000_000
# RTF and HTML, by how they begin; XML is what systems export.
_MARKUP: Final = re.compile(rb"\s*(?:\{\\rtf|<!doctype\s|<html|<svg)", re.IGNORECASE)
_HEAD: Final = 1024
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it lies in the file, not yet turned. Its pixels are kept packed: unpack once, and keep the result.

    `resolution` is dots to the inch across and down of `native` (a fax has oblong dots). `exact`: these are the file's
    own dots, not a rendering. `words` is the text layer in pixels of `image`, empty for a scan.
    """

    number: int
    size: tuple[int, int]
    mode: Literal["1", "L"]
    resolution: tuple[float, float]
    exact: bool
    words: tuple[Word, ...]
    packed: bytes

    @classmethod
    def of(cls, image: Image.Image, resolution: tuple[float, float] = (DPI, DPI), number: int = 1) -> Page:
        """A page of an image that is at hand already (mode 1 or grey)."""
        kept = image if image.mode == "1" else image.convert("L")
        mode = "1" if kept.mode == "1" else "L"
        return cls(number, kept.size, mode, resolution, True, (), zlib.compress(kept.tobytes(), 1))

    @property
    def native(self) -> Image.Image:
        """The dots as stored: bilevel (mode 1) or grey (L)."""
        size = _bytes(self.mode, self.size)
        pixels = zlib.decompressobj().decompress(self.packed, size)
        return Image.frombytes(self.mode, self.size, pixels)

    @property
    def dpi(self) -> int:
        """Pixels to the inch of `image`, both ways: 300, less for a page longer than 14 inches."""
        inches = max(self.size[0] / self.resolution[0], self.size[1] / self.resolution[1])
        return round(min(DPI, LONGEST / inches))

    @property
    def image(self) -> Image.Image:
        """The page in grey with square pixels, `dpi` to the inch."""
        return self.squared(self.native)

    def squared(self, native: Image.Image) -> Image.Image:
        """`native` (as stored, or cleaned) in grey with square pixels."""
        grey = native.convert("L")
        across, down = (self.dpi / resolution for resolution in self.resolution)
        size = (max(8, round(self.size[0] * across)), max(8, round(self.size[1] * down)))
        if size == grey.size:
            return grey
        return grey.resize(size, Image.Resampling.BICUBIC if across >= 1 else Image.Resampling.LANCZOS)


@dataclass(frozen=True, slots=True)
class Document:
    """An opened document. `metadata` and `hidden` name what the eye doesn't see (attachments, annotations, forms)."""

    format: Format
    pages: tuple[Page, ...]
    metadata: Mapping[str, str]
    hidden: frozenset[str]


def sniff(data: bytes) -> Format:
    """What the bytes are, by their first signs; a name or a MIME type is never believed."""
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    return "text" if _is_text(data) else "unknown"


def open_document(data: bytes, *, seconds: float = 18) -> Document:
    """The pages of a PDF, TIFF, PNG or JPEG. Raises Unreadable, within `seconds`, for whatever can't be opened."""
    if not data:
        raise Unreadable("empty")
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    kind = sniff(data)
    if kind in ("text", "unknown"):
        raise Unreadable("unknown_format")
    try:
        return _document(kind, sandbox.python("opening", data, folder=_HERE, seconds=seconds))
    except sandbox.Overran:
        raise Unreadable("timeout") from None
    except (sandbox.Failed, ValueError, KeyError, TypeError, zlib.error):
        raise Unreadable("damaged") from None


def _is_text(data: bytes) -> bool:
    """Text has no zero bytes and hardly any control signs; HL7's framing and segment ends are allowed.

    What is written in a markup is none: its letters may be spelled in signs that no rule knows ("\\'c5sa" is Åsa).
    """
    head = charsets.narrow(data[:65536])
    if not head.strip() or b"\0" in head or _MARKUP.match(head.lstrip(b"\xef\xbb\xbf")):
        return False
    control = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1c\x1b" for byte in head)
    return control * 200 <= len(head)


def _document(kind: Format, answer: bytes) -> Document:
    """The child's answer: one line of JSON, then the packed pixels of each page. Believed only as far as it fits."""
    line, _, pixels = answer.partition(b"\n")
    head = cast(dict[str, Any], json.loads(line))
    if "unreadable" in head:
        code = head["unreadable"]
        raise Unreadable(cast(UnreadableCode, code) if code in get_args(UnreadableCode) else "damaged")
    metadata = {str(key): str(value) for key, value in head["metadata"].items()}
    return Document(kind, tuple(_pages(head["pages"], pixels)), metadata, frozenset(map(str, head["hidden"])))


def _pages(rows: Sequence[Mapping[str, Any]], pixels: bytes) -> Iterator[Page]:
    at = 0
    for number, row in enumerate(rows, 1):
        packed = pixels[at : at + int(row["length"])]
        at += len(packed)
        yield _page(number, row, packed)


def _page(number: int, row: Mapping[str, Any], packed: bytes) -> Page:
    """One page; raises ValueError or zlib.error if its pixels are not what its size says."""
    width, height = (int(side) for side in row["size"])
    across, down = (float(side) for side in row["resolution"])
    mode: Literal["1", "L"] = "1" if row["mode"] == "1" else "L"
    wanted = _bytes(mode, (width, height))
    if not (0 < width * height <= _MOST and min(across, down) >= 10 and max(across, down) <= 2400):
        raise ValueError("no page")
    if len(zlib.decompressobj().decompress(packed, wanted + 1)) != wanted:
        raise ValueError("no page")
    words = tuple(_word(word) for word in row["words"])
    page = Page(number, (width, height), mode, (across, down), bool(row["exact"]), words, packed)
    if mode == "L" or not page.exact:
        return page
    return replace(page, resolution=(across, scaling.rows(page.native, page.resolution)))


def _bytes(mode: str, size: tuple[int, int]) -> int:
    """How many bytes the unpacked pixels take: rows of eight dots a byte, or a byte a dot."""
    return (size[0] + 7) // 8 * size[1] if mode == "1" else size[0] * size[1]


def _word(row: Sequence[Any]) -> Word:
    text, left, top, width, height, line = row
    return Word(str(text), Box(int(left), int(top), int(width), int(height)), 100.0, int(line))
