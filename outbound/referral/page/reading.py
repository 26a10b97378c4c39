"""The words of a page, from its text layer or by OCR, with the codes and the rules on it; and its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr import accents, charsets, dictionary, emphasis, missed, pages, ruled, text
from ocr.ruled import Rules
from ocr.text import Image, Word
from outbound import lexicon
from outbound.referral.page import blocks, boxes, faced_labels, labels_below
from outbound.referral.page.choices import ticks
from outbound.referral.page.grid import Row

# Tesseract's page segmentation for one column of lines: by its own it passes over labels at the left of a form.
_FORM: Final = 4


# Signs that dirt is read as; none of them is an answer, as "-" and "?" are.
_SPECK: Final = re.compile(r"[;:.,'\"’”“«»|~^°=_{}\\]{1,2}")
_NEVER_ENDS: Final = re.compile(r"[«»|~^°=_{}\\]{1,2}")
_QUOTES: Final = '"”“«»'
# A sign so many heights of a line away from it belongs to none.
_FAR: Final = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page: its words, the texts of the codes on it, and the rules of its boxes."""

    words: Sequence[Word]
    codes: tuple[str, ...]
    rules: Rules


def rows_of(readings: Sequence[Reading]) -> list[Row]:
    """The rows of all pages, by each page's words: its boxes and blocks one after the other, its paragraphs whole."""
    pages_ = (list(boxes.rows(one.words, one.rules, number)) for number, one in enumerate(readings, 1))
    return [row for page in pages_ for row in labels_below.turned(page)]


def of_page(page: pages.Page) -> Reading:
    """The words of a page, the texts of the codes on it, and its rules."""
    if page.words:
        words = [replace(word, text=charsets.folded(word.text)) for word in page.words]
        image = page.image
        return Reading(_marked(words, image), (), ruled.of(image))
    sheet = pages.prepare(page, state="source")
    # Bare dots are a fax's: they lose rings and dots. What a scanner leaves in grey Debian's net reads as well.
    dots = page.mode == "1"
    rules, unruled = ruled.lifted(sheet.image)
    net = text.FAX if dots else "swe"
    words = missed.read(unruled, mode=_FORM, net=net).words
    # A name that begins like a word must not become that word.
    words = accents.restored(words, capitals=False, known=(_is_listed, _is_known)) if dots else words
    words = _without_specks(_marked(words, sheet.image))
    return Reading(words, tuple(code.text for code in sheet.codes), rules)


def _marked(words: Sequence[Word], image: Image.Image) -> list[Word]:
    """The words without choices that nobody made, and labels with the mark that their face stands for."""
    return faced_labels.coloned(ticks.chosen(words, image), emphasis.tones_of(image))


def _without_specks(words: Sequence[Word]) -> list[Word]:
    """The words without what dirt was read as: signs that stand alone, or far from the line that they end.

    A stain's speck between two lines parted a telephone number that the margin had broken.
    """
    kept = ([one for at, one in enumerate(line) if not _is_speck(line, at)] for line in blocks.lines_of(words))
    return [word for line in kept for word in _unquoted(line)]


def _unquoted(line: Sequence[Word]) -> Sequence[Word]:
    """The words of a line without a mark of quotation that nothing ends: dirt at the edge of a letter."""
    if sum(sign in _QUOTES for word in line for sign in word.text) != 1:
        return line
    return [replace(word, text=word.text.lstrip(_QUOTES) or word.text) for word in line]


def _is_speck(line: Sequence[Word], at: int) -> bool:
    word = line[at]
    if _SPECK.fullmatch(word.text) is None or 0 < at < len(line) - 1:
        return False
    beside = line[1] if at == 0 and len(line) > 1 else line[at - 1]
    gap = max(word.box.left - beside.box.right, beside.box.left - word.box.right)
    return beside is word or _NEVER_ENDS.fullmatch(word.text) is not None or gap > _FAR * beside.box.height


def _is_listed(word: str) -> bool:
    return dictionary.has(word) or lexicon.is_listed_clinical(word)


def _is_known(word: str) -> bool:
    return lexicon.is_inflected(word) or lexicon.is_clinical(word)
