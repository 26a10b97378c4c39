"""How a referral was read, for those who look: each page, and which field each part of it was given to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr import accents, charsets, dictionary, missed, pages, ruled, text
from ocr.ruled import Rules
from ocr.text import Image, Word
from outbound import lexicon
from outbound.referral import boxed, delimited, hl7, layout, lines, ticks
from outbound.referral.entries import Entry
from outbound.referral.lines import Row

# Tesseract's page segmentation for one column of lines: by its own it passes over labels at the left of a form.
_FORM: Final = 4


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page: its words, the texts of the codes on it, and the rules of its boxes."""

    words: Sequence[Word]
    codes: tuple[str, ...]
    rules: Rules


def read(data: bytes) -> tuple[Shown, ...]:
    """The pages of a document as they are read. Raises pages.Unreadable; HL7 has no layout, and neither has nothing."""
    kind = pages.sniff(data)
    if kind in ("text", "unknown"):
        text = hl7.text_of(data)
        if kind == "unknown" or not text.strip() or hl7.is_message(text):
            raise pages.Unreadable("unknown_format")
        return (Shown(None, tuple(_parts(layout.read(lines.from_text(delimited.unpacked(text))), 1))),)
    readings = [(reading(page), _picture(page)) for page in pages.open_document(data).pages]
    rows = rows_of([one for one, _ in readings])
    return tuple(_shown(rows, number, picture) for number, (_, picture) in enumerate(readings, 1))


def rows_of(readings: Sequence[Reading]) -> list[Row]:
    """The rows of all pages, by each page's words: its boxes and blocks one after the other, its paragraphs whole."""
    return [row for number, one in enumerate(readings, 1) for row in boxed.rows(one.words, one.rules, number)]


def reading(page: pages.Page) -> Reading:
    """The words of a page, the texts of the codes on it, and its rules."""
    if page.words:
        words = [replace(word, text=charsets.folded(word.text)) for word in page.words]
        image = page.image
        return Reading(ticks.chosen(words, image), (), ruled.of(image))
    sheet = pages.prepare(page, state="source")
    # Bare dots are a fax's: they lose rings and dots. What a scanner leaves in grey Debian's net reads as well.
    dots = page.mode == "1"
    rules, unruled = ruled.lifted(sheet.image)
    net = text.FAX if dots else "swe"
    words = missed.read(unruled, mode=_FORM, net=net).words
    # A name that begins like a word must not become that word.
    words = accents.restored(words, capitals=False, known=(_is_listed, _is_known)) if dots else words
    return Reading(ticks.chosen(words, sheet.image), tuple(code.text for code in sheet.codes), rules)


def _is_listed(word: str) -> bool:
    return dictionary.has(word) or lexicon.is_listed_clinical(word)


def _is_known(word: str) -> bool:
    return lexicon.is_inflected(word) or lexicon.is_clinical(word)


def _picture(page: pages.Page) -> Image.Image:
    return page.image if page.words else pages.prepare(page, state="source").image


def _shown(rows: Sequence[Row], number: int, picture: Image.Image) -> Shown:
    return Shown(picture, tuple(_parts(layout.read(rows), number)))


def _parts(entries: Sequence[Entry], page: int) -> Iterator[Part]:
    for entry in entries:
        given_to = entry.group if entry.field is None else entry.field.value
        for cell in entry.cells if entry.page == page else ():
            yield Part(cell.text, given_to, cell.left, cell.top, cell.right, cell.bottom)
