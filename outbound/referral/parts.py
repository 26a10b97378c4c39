"""How a referral was read, for those who look: each page, and which field each part of it was given to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr import pages
from ocr.text import Image
from outbound.referral import hl7
from outbound.referral.form import layout
from outbound.referral.form.entries import Entry
from outbound.referral.page import exports, grid, reading
from outbound.referral.page.grid import Row


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text: what it was given to (a field's name, or a group), and its edges."""

    text: str
    given_to: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its picture (None for plain text, whose edges are signs and lines) and its parts."""

    picture: Image.Image | None
    parts: tuple[Part, ...]


def read(data: bytes) -> tuple[Shown, ...]:
    """The pages of a document as they are read. Raises pages.Unreadable; HL7 has no layout, and neither has nothing."""
    kind = pages.sniff(data)
    if kind in ("text", "unknown"):
        text = hl7.text_of(data)
        if kind == "unknown" or not text.strip() or hl7.is_message(text):
            raise pages.Unreadable("unknown_format")
        return (Shown(None, tuple(_parts(layout.read(grid.from_text(exports.unpacked(text))), 1))),)
    readings = [(reading.of_page(page), _picture(page)) for page in pages.open_document(data).pages]
    rows = reading.rows_of([one for one, _ in readings])
    return tuple(_shown(rows, number, picture) for number, (_, picture) in enumerate(readings, 1))


def _picture(page: pages.Page) -> Image.Image:
    return page.image if page.words else pages.prepare(page, state="source").image


def _shown(rows: Sequence[Row], number: int, picture: Image.Image) -> Shown:
    return Shown(picture, tuple(_parts(layout.read(rows), number)))


def _parts(entries: Sequence[Entry], page: int) -> Iterator[Part]:
    for entry in entries:
        given_to = entry.group if entry.field is None else entry.field.value
        for cell in entry.cells if entry.page == page else ():
            yield Part(cell.text, given_to, cell.left, cell.top, cell.right, cell.bottom)
