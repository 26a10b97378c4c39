"""Pages set in columns are read column by column, and labels before their values line by line."""

from __future__ import annotations

from PIL import Image, ImageDraw

from ocr import columns, text
from ocr.text import Reading
from service.demo import paper

LEFT = (
    "Gallblåsan är spänd med en tjock",
    "skiktad vägg. I infundibulum ses ett",
    "inkilat konkrement som mäter 18 mm.",
    "Gallgångarna är inte vidgade, och",
    "levern har normal storlek och form.",
)
RIGHT = (
    "Sammanfattande bedömning av",
    "bilderna: akut kolecystit med sten.",
    "Inga vida gallvägar. Njurarna har",
    "jämn kontur utan hydronefros.",
    "Ingen fri gas och ingen vätska.",
)
LABELS = ("Undersökning:", "Remitterande enhet:", "Patient:", "Fråga:", "Prioritet:")


def page(left: tuple[str, ...], right: tuple[str, ...], *, across: int = 1300, shift: int = 0) -> Image.Image:
    """An A4 page at 300 dots to the inch with two blocks of lines, level or a little shifted, and lines round them."""
    made = Image.new("L", (2480, 1600), 255)
    pen, face = ImageDraw.Draw(made), paper.font(paper.SANS, 8)
    pen.text((220, 160), "Skärgårdens Bilddiagnostik svarar på er remiss om ultraljud av buken i natt.", 0, face)
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        pen.text((220, 400 + number * 90), one, 0, face)
        pen.text((across, 400 + number * 90 + shift), other, 0, face)
    pen.text((220, 1200), "Svaret är granskat av Torun Prov, specialist, och skickat på fax samma natt.", 0, face)
    return made


def seen(made: Image.Image) -> tuple[Reading, str]:
    """The page as Tesseract sees it, and its text with the columns apart."""
    first = text.read(made)
    return first, " ".join(columns.read(made, first).text.split())


def test_columns_are_read_one_after_the_other() -> None:
    """Level with each other, or half a line apart; what stands above and below keeps its place."""
    for shift in (0, 40):
        first, read = seen(page(LEFT, RIGHT, shift=shift))
        assert columns.found(page(LEFT, RIGHT, shift=shift), first.words) is not None
        places = [read.find(words) for words in ("Skärgårdens", *LEFT, *RIGHT, "Svaret är granskat")]
        assert -1 not in places
        assert places == sorted(places)
        assert columns.read(page(LEFT, RIGHT, shift=shift), first).words[-1].line > first.words[0].line


def test_labels_stay_beside_their_values() -> None:
    """A form's labels are no prose, and each belongs to the value on its line."""
    values = ("DT buk med kontrast", "Akutmottagningen NÄL", "Man 61 år", "Ileus eller abscess?", "Akut inom timmen")
    first, read = seen(page(LABELS, values, across=900))
    assert read == " ".join(first.text.split())
    assert "Patient: Man 61 år" in read


def test_prose_has_no_gutter() -> None:
    """Lines over the whole width, and a page with nothing on it, stay as they were read."""
    wide = tuple(f"{one} {other}" for one, other in zip(LEFT, RIGHT, strict=True))
    first, read = seen(page(wide, ("",) * 5))
    assert read == " ".join(first.text.split())
    assert columns.found(Image.new("L", (2480, 1600), 255), ()) is None


def test_columns_that_take_too_long_stay_as_they_were() -> None:
    """The page was read; what is not read again takes nothing from it."""
    made = page(LEFT, RIGHT)
    first = text.read(made)
    assert columns.read(made, first, seconds=0) == first
