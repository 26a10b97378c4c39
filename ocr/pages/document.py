"""Opens a document of any accepted kind. Nothing here parses it: that happens in a jailed child (`opening`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

from PIL import Image

from ocr import sandbox
from ocr.text import Box, Unreadable, UnreadableCode, Word

Format = Literal["pdf", "tiff", "png", "jpeg", "text", "unknown"]

LARGEST: Final = 20 * 1024**2
_HEAD: Final = 1024


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it lies in the file, not yet turned.

    `image` is grey with square pixels, about 300 to the inch (`dpi`); `native` the same page as stored, with
    `resolution` dots to the inch across and down (a fax has oblong dots). `words` is the text layer in pixels of
    `image`, empty for a scan.
    """

    number: int
    image: Image.Image
    dpi: int
    native: Image.Image
    resolution: tuple[float, float]
    words: tuple[Word, ...]


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
        return _document(kind, sandbox.python("ocr.pages.opening", data, seconds=seconds))
    except sandbox.Overran:
        raise Unreadable("timeout") from None
    except (sandbox.Failed, ValueError, KeyError, TypeError):
        raise Unreadable("damaged") from None


def _is_text(data: bytes) -> bool:
    """Text has no zero bytes and hardly any control signs; HL7's framing and segment ends are allowed."""
    head = data[:65536]
    if not head.strip() or b"\0" in head:
        return False
    control = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1c\x1b" for byte in head)
    return control * 200 <= len(head)


def _document(kind: Format, answer: bytes) -> Document:
    """The child's answer: one line of JSON, then the pixels of each page. Believed only as far as it fits."""
    line, _, pixels = answer.partition(b"\n")
    head = cast(dict[str, Any], json.loads(line))
    if "unreadable" in head:
        code = head["unreadable"]
        raise Unreadable(cast(UnreadableCode, code) if code in get_args(UnreadableCode) else "damaged")
    metadata = {str(key): str(value) for key, value in head["metadata"].items()}
    return Document(kind, tuple(_pages(head["pages"], pixels)), metadata, frozenset(map(str, head["hidden"])))


def _pages(heads: Sequence[Mapping[str, Any]], pixels: bytes) -> Iterator[Page]:
    at = 0
    for number, head in enumerate(heads, 1):
        image, at = _image(head["size"], pixels, at)
        native, at = _image(head["native"], pixels, at) if head["native"] else (image, at)
        across, down = head["resolution"]
        words = tuple(_word(row) for row in head["words"])
        yield Page(number, image, int(head["dpi"]), native, (float(across), float(down)), words)


def _image(size: Sequence[int], pixels: bytes, at: int) -> tuple[Image.Image, int]:
    width, height = int(size[0]), int(size[1])
    end = at + width * height
    return Image.frombytes("L", (width, height), pixels[at:end]), end


def _word(row: Sequence[Any]) -> Word:
    text, left, top, width, height, line = row
    return Word(str(text), Box(int(left), int(top), int(width), int(height)), 100.0, int(line))
