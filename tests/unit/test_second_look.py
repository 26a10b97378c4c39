"""The second reader's look at a number by itself, and what the matcher takes from it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import pytest
from matches import CASES, REPORT, matched, page
from PIL import Image, ImageDraw

from inbound.report import second_look
from ocr import pages, second_reader
from ocr.text import Box, Word
from service.demo import paper
from service.demo.paper import Wear

NUMBER = "SENAL0006856483"
NEAR = "SENAL0006836483"


@pytest.fixture(autouse=True)
def released() -> Generator[None]:
    """No process from before, and none left behind."""
    second_reader.release()
    yield
    second_reader.release()


def a_page() -> tuple[pages.Sheet, Word]:
    """A worn page with a number among its lines, and the word that it is."""
    drawn, at, font = Image.new("L", paper.SIZE, 255), (1200, 1500), paper.font(paper.SANS, 11)
    draw = ImageDraw.Draw(drawn)
    draw.text((300, 1500), "Undersökningens nummer:", font=font, fill=0)
    draw.text(at, NUMBER, font=font, fill=0)
    left, top, right, bottom = draw.textbbox(at, NUMBER, font=font)
    dots = paper.faxed(drawn, 3, Wear(specks=0.0012, soft=2.2))
    sheet = pages.prepare(pages.open_document(paper.tiff([dots])).pages[0])
    across, down = sheet.image.width / drawn.width, sheet.image.height / drawn.height
    edges = (left * across, top * down, (right - left) * across, (bottom - top) * down)
    return sheet, Word(NUMBER, Box(*map(round, edges)), 80.0, 0)


def test_it_looks_at_a_number_that_it_did_not_see_as_the_first_did() -> None:
    """At nothing else: neither what both saw, nor a word or date."""
    sheet, word = a_page()
    others = [replace(word, text=text, line=at) for at, text in enumerate(("Utlåtande", "2026-11-28", "12345"), 1)]
    assert second_look.looks(sheet, [*others, word], f"Us-nr {NUMBER}") == ""
    assert second_look.looks(sheet, others, "") == ""
    assert second_reader.process() is None
    assert NUMBER in second_look.looks(sheet, [*others, word], f"Us-nr {NEAR}").split("\n")


@pytest.mark.parametrize(
    ("first", "second", "near", "status"),
    [
        (NUMBER, "SENAL00068", "", "unsure"),
        (NUMBER, "SENAL00068", NUMBER, "matched"),
        (NUMBER, "SENAL00068", NEAR, "unsure"),
        (NEAR, "SENAL00068", NUMBER, "unsure"),
        (f"{NUMBER}\nJämfört med SENAL0001857460", "SENAL00068", NUMBER, "unsure"),
        (f"{NUMBER}\nJämfört med undersökning 2025-02-03", "SENAL00068", NUMBER, "matched"),
        (f"jämförs med {NUMBER}.", "SENAL00068", NUMBER, "unsure"),
    ],
)
def test_what_it_saw_so_counts_as_what_it_saw_in_the_line(first: str, second: str, near: str, status: str) -> None:
    """Unless another examination's number may stand on the page: by itself a number tells not whose it is."""
    case = replace(CASES[0], accessions=(NUMBER,))
    seen = replace(page(f"{first}\n{REPORT}", second=second), closer=near)
    (found,) = matched(seen, cases=[case])
    assert found.status == status
