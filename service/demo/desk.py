"""The reader's desk: a fax looked at as a person would, and answers written on paper.

Knows nothing but what stands on the fax: the reference by its symbols, examination and accession number in print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

from PIL import Image

from ocr import answer_sheet, codes, pages, text
from ocr.answer_sheet import Area
from ocr.codes import Mark, SheetKind
from service.demo import paper, printing, scenes
from service.demo.scenes import Scene

# Where the answer sheet says what the case is about, and how its answer area is ruled (outbound.sheets' template).
_ABOUT: Final = Area(15, 80, 185, 12)
_PITCH: Final = 9.0
_POINTS: Final = 12.0
_READERS: Final = ("Anders Ahlgren", "Ingrid Falk", "Tomas Lindell")
SENDER: Final = "Teleconsult"


class Illegible(Exception):
    """No answer sheet with our symbol is among the pages."""


@dataclass(frozen=True, slots=True)
class Fax:
    """A fax as it lies on the desk: its reference, the answer sheet on paper, and what it says it is about."""

    reference: str
    sheet: Image.Image
    accession: str
    scene: Scene


def look(images: Sequence[Image.Image]) -> Fax:
    """The fax in these pages (bilevel). Raises Illegible."""
    for image in reversed(images):
        page = pages.Page.of(image, pages.FAX_DPI)
        mark = _mark(page)
        if mark is not None and mark.kind is SheetKind.ANSWER:
            about = text.read(page.image.crop(_ABOUT.pixels(*page.image.size)), mode=6).text
            return Fax(str(mark.reference), paper.printed(image), _accession(about), scenes.about(about))
    raise Illegible


def acknowledged(fax: Fax, chance: Random) -> tuple[Image.Image, ...]:
    """The answer sheet with "mottaget" ticked by pen."""
    page = fax.sheet.copy()
    paper.cross(page, answer_sheet.TICKS["acknowledgement"], chance)
    return (page,)


def answered(fax: Fax, chance: Random, at: datetime) -> tuple[Image.Image, ...]:
    """A report on the answer sheet, with page numbers, end mark and signature."""
    page = fax.sheet.copy()
    report = chance.choice(fax.scene.reports)
    width = answer_sheet.ANSWER.width - 10
    lines = [line for paragraph in report for line in paper.wrapped(paragraph, width, _POINTS)]
    paper.typed(page, answer_sheet.ANSWER, lines, pitch=_PITCH, points=_POINTS)
    paper.written(page, answer_sheet.ANSWER_PAGE, "1", points=16)
    paper.written(page, answer_sheet.ANSWER_PAGES, "1", points=16)
    paper.written(page, answer_sheet.END_MARK, "SLUT", points=16, face=paper.BOLD)
    paper.written(page, answer_sheet.SIGNED_AT, f"{at:%Y-%m-%d %H:%M}")
    paper.signed(page, answer_sheet.SIGNATURE, chance)
    return (page,)


def own_paper(fax: Fax, chance: Random, at: datetime) -> tuple[Image.Image, ...]:
    """A report on the reader's own letterhead: reference and accession number typed, no symbol."""
    about = [("Referens", fax.reference), ("Accessionsnummer", fax.accession), ("Undersökning", fax.scene.examination)]
    values = {
        "sender": SENDER,
        "place": "Radiologisk granskning, natt",
        "at": f"{at:%Y-%m-%d %H:%M}",
        "about": [row for row in about if row[1]],
        "text": list(chance.choice(fax.scene.reports)),
        "signed": f"Signerat av {chance.choice(_READERS)}, specialist i radiologi",
    }
    return paper.sheets_of(printing.pdf("letter", values))


def _mark(page: pages.Page) -> Mark | None:
    """Our symbol on a page."""
    return next((code.mark for code in codes.scan(page.image, page.dpi) if code.mark is not None), None)


def _accession(about: str) -> str:
    """The accession number in the line that says what the case is about; letters read for its digits turned back."""
    found = re.search(r"\b([A-Z]{2,6})([0-9OIl]{6,14})\b", about)
    if found is None:
        return ""
    # The letters end where the digits begin, and an O before digits is a nought.
    letters = found[1].rstrip("O")
    return letters + "0" * (len(found[1]) - len(letters)) + found[2].translate(str.maketrans("OIl", "011"))
