"""Ruled tables are read cell by cell where their cells have several lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw

from ocr import tables, text
from ocr.text import Reading
from service.demo import paper

HEADS = ("Undersökning", "Fynd", "Bedömning")
CELLS = (
    ("DT hjärna", "Akutmottagningen", "NÄL"),
    ("Infiltrat basalt i höger", "lunga som suddar ut", "hjärtkonturen. Vänster"),
    ("Pneumoni höger lob.", "Kontroll efter avslutad", "behandling föreslås."),
)
SIDES = (150, 700, 1400, 2100)
TOPS = (300, 400, 740)


def page(*, dashes: int = 0, ruled: bool = True) -> Image.Image:
    """An A4 page at 300 dots to the inch with the table; `dashes`: white dots after as many and a half black ones."""
    made = Image.new("L", (2480, 1400), 255)
    pen, face = ImageDraw.Draw(made), paper.font(paper.SANS, 8)
    pen.text((220, 120), "Svarslista från nattgranskningen", 0, face)
    for (left, _), head, lines in zip(pairwise(SIDES), HEADS, CELLS, strict=True):
        pen.text((left + 28, TOPS[0] + 25), head, 0, face)
        for number, line in enumerate(lines):
            pen.text((left + 28, TOPS[1] + 30 + number * 95), line, 0, face)
    pen.text((220, 900), "Granskat av Torun Prov, specialist", 0, face)
    for at in SIDES if ruled else ():
        pen.line((at, TOPS[0], at, TOPS[-1]), 0, 5)
    for at in TOPS if ruled else ():
        pen.line((SIDES[0], at, SIDES[-1], at), 0, 5)
    if dashes:
        for at in range(TOPS[0], TOPS[-1], round(2.5 * dashes)):
            for side in SIDES:
                pen.rectangle((side - 4, at, side + 4, at + dashes - 1), 255)
    return made


def read(made: Image.Image) -> str:
    """What stands on the page, in the order of its cells."""
    return " ".join(tables.read(made, text.read(made)).text.split())


def test_the_rules_are_found() -> None:
    """Where they were drawn, within two dots of the small page, the worn ones too; none where there are none."""
    for dashes in (0, 8):
        table = tables.found(page(dashes=dashes))
        assert table is not None
        assert all(abs(4 * found - drawn) <= 12 for found, drawn in zip(table.columns, SIDES, strict=True))
    assert tables.found(page(ruled=False)) is None
    assert tables.found(Image.new("L", (2480, 1400), 255)) is None


def test_cells_are_read_one_after_the_other() -> None:
    """What stands above and below keeps its place."""
    told = read(page())
    places = [told.find(words) for words in ("Svarslista", *(line for cell in CELLS for line in cell), "Granskat av")]
    assert -1 not in places
    assert places == sorted(places)


def test_no_word_that_was_read_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the cells give nothing when they are read alone, what was read of them stays."""
    first = text.read(page())

    def nothing(images: Sequence[Image.Image], **_: object) -> tuple[Reading, ...]:
        return tuple(Reading(()) for _ in images)

    monkeypatch.setattr(text, "read_each", nothing)
    again = tables.read(page(), first)
    assert sorted(word.text for word in again.words) == sorted(word.text for word in first.words)


def test_a_row_that_was_passed_over_is_read() -> None:
    """Tesseract leaves out the heads of this very table."""
    assert " ".join(HEADS) not in text.read(page()).text
    assert " ".join(HEADS) in read(page())


def test_labels_beside_their_values_stay_a_line() -> None:
    """A form's rows have one line each."""
    made = Image.new("L", (2480, 1400), 255)
    pen, face = ImageDraw.Draw(made), paper.font(paper.SANS, 8)
    rows = (("Undersökning", "DT buk med kontrast"), ("Patient", "Man 61 år"), ("Fråga", "Ileus eller abscess?"))
    for number, (label, value) in enumerate(rows):
        pen.text((180, 330 + number * 110), label, 0, face)
        pen.text((930, 330 + number * 110), value, 0, face)
        pen.line((150, 300 + number * 110, 2100, 300 + number * 110), 0, 5)
    pen.line((900, 300, 900, 640), 0, 5)
    assert tables.found(made) is not None
    assert "Patient Man 61 år Fråga" in read(made).replace("| ", "")


def test_letters_above_each_other_are_no_rule() -> None:
    """A face with equally wide letters puts stem above stem, with white between the lines."""
    made = Image.new("L", (2480, 1400), 255)
    pen, face = ImageDraw.Draw(made), paper.font(paper.MONO, 8)
    for number in range(12):
        pen.text((220, 200 + number * 60), "Illa lltllt Illtll lillt BILDER PBPB JJ tlltl", 0, face)
    assert tables.found(made) is None


def test_a_table_that_takes_too_long_stays_as_it_was() -> None:
    """The page was read; what is not read again takes nothing from it."""
    first = text.read(page())
    assert tables.read(page(), first, seconds=0) is first
