"""A form's own questions: each answer goes to the field that its question is about, whatever its wording."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.text import Box, Word
from outbound.referral.form import layout
from outbound.referral.page.choices import ticks
from outbound.referral.page.grid import Cell, Row
from outbound.referral.values import FieldName

FONT, LINE = ImageFont.load_default(size=22), 40


def row(top: int, *cells: tuple[int, str]) -> Row:
    """A row of a page: where each cell begins, and what stands in it."""
    return Row(tuple(Cell(text, left, left + 12 * len(text), top, top + 24) for left, text in cells), 1)


def told(*rows: Row) -> list[tuple[str, str]]:
    """The fields that the rows were given to, and their text."""
    return [(one.group if one.field is None else one.field.value, one.text) for one in layout.read(rows)]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("Känd överkänslighet mot kontrastmedel?", FieldName.ALLERGY),
        ("Har patienten reagerat på jodkontrast tidigare?", FieldName.ALLERGY),
        ("Är patienten gravid?", FieldName.PREGNANCY),
        ("Har patienten pacemaker eller annat metallimplantat?", FieldName.IMPLANT),
        ("Klaustrofobi?", FieldName.IMPLANT),
        ("Känd smitta?", FieldName.INFECTION),
        ("Behandlas med metformin?", FieldName.METFORMIN),
        ("Nedsatt njurfunktion?", FieldName.KIDNEY),
    ],
)
def test_a_question_of_a_form_is_a_label_by_its_words(asked: str, field: FieldName) -> None:
    """Answered beside it, behind it, and below it; what is told besides goes with the answer."""
    head = row(0, (0, "Anamnes: Ont i magen sedan i går"))
    for rows in (
        (row(40, (0, asked), (900, "Nej vet patienten")),),
        (row(40, (0, asked), (900, "Nej"), (1000, "vet patienten")),),
        (row(40, (0, f"{asked} Nej vet patienten")),),
        (row(40, (0, asked)), row(80, (0, "Nej vet patienten"))),
    ):
        assert told(head, *rows)[-1] == (field.value, "Nej vet patienten")


def test_what_no_field_is_for_is_carried_with_its_question() -> None:
    """In a checklist alone."""
    rows = [
        row(0, (0, "Är patienten gravid?"), (900, "Nej")),
        row(40, (0, "Känd smitta?"), (900, "Nej")),
        row(80, (0, "Kan ligga plant i 20 minuter?"), (900, "Nej")),
    ]
    assert told(*rows)[-1] == ("other", "Kan ligga plant i 20 minuter? Nej")


@pytest.mark.parametrize("asked", ["Pacemakerelektrod i läge?", "Fraktur? Luxation?", "Njursten? Hydronefros?"])
def test_what_a_radiologist_is_asked_is_no_label(asked: str) -> None:
    """Nobody answers it."""
    rows = (row(0, (0, "Frågeställning:")), row(40, (0, asked)), row(80, (0, "Vikt: 80 kg")))
    assert told(*rows) == [("question", asked), ("weight", "80 kg")]


def page(*words: tuple[int, str]) -> tuple[list[Word], Image.Image]:
    """A line of words, as printed."""
    image = Image.new("L", (1400, 120), 255)
    found = list[Word]()
    for left, text in words:
        box = ImageDraw.Draw(image).textbbox((left, LINE), text, font=FONT)
        ImageDraw.Draw(image).text((left, LINE), text, fill=0, font=FONT)
        found.append(Word(text, Box(int(box[0]), LINE, int(box[2] - box[0]), 30), 100.0, 0))
    return found, image


def test_an_answer_in_bold_is_meant() -> None:
    """Printed twice, a dot apart, its strokes are thicker."""
    words, image = page((20, "Gravid?"), (200, "Ja"), (260, "Nej"))
    ImageDraw.Draw(image).text((262, LINE), "Nej", fill=0, font=FONT)
    assert [word.text for word in ticks.chosen(words, image)] == ["Gravid?", "Nej"]


def test_of_answers_struck_through_the_other_is_meant() -> None:
    """A line through the middle of the letters."""
    words, image = page((20, "Gravid?"), (200, "Ja"), (260, "Nej"))
    box = words[1].box
    ImageDraw.Draw(image).line((box.left - 2, LINE + 16, box.right + 2, LINE + 16), fill=0, width=2)
    assert [word.text for word in ticks.chosen(words, image)] == ["Gravid?", "Nej"]


@pytest.mark.parametrize(("full", "meant"), [(0, "Ja"), (1, "Nej"), (None, "ej besvarat")])
def test_a_drawn_box_is_crossed_or_empty(full: int | None, meant: str) -> None:
    """Before each answer."""
    words, image = page((20, "Gravid?"), (230, "Ja"), (330, "Nej"))
    for number, left in enumerate((200, 300)):
        ImageDraw.Draw(image).rectangle((left, LINE + 4, left + 20, LINE + 24), outline=0, width=2)
        if number == full:
            ImageDraw.Draw(image).line((left, LINE + 4, left + 20, LINE + 24), fill=0, width=3)
    assert [word.text for word in ticks.chosen(words, image)] == ["Gravid?", meant]


def test_an_answer_on_a_dark_ground_is_meant() -> None:
    """A button that is pressed."""
    words, image = page((20, "Gravid?"), (200, "Ja"), (260, "Nej"))
    box = words[1].box
    ImageDraw.Draw(image).rectangle((box.left - 6, LINE - 4, box.right + 6, LINE + 34), fill=40)
    ImageDraw.Draw(image).text((200, LINE), "Ja", fill=255, font=FONT)
    assert [word.text for word in ticks.chosen(words, image)] == ["Gravid?", "Ja"]


@pytest.mark.parametrize(
    ("marked", "carried"), [(1, ["Inom", "24", "h"]), (None, ["Akut", "Inom", "24", "h", "Planerad"])]
)
def test_of_alternatives_in_a_row_the_marked_one_is_carried(marked: int | None, carried: list[str]) -> None:
    """Where none is, all of them stay."""
    carried = ["Inom", "24", "h"] if marked else ["Akut", "Inom", "24", "h", "Planerad"]
    words, image = page((20, "Prioritet:"), (180, "Akut"), (300, "Inom"), (360, "24"), (394, "h"), (480, "Planerad"))
    if marked:
        ImageDraw.Draw(image).line((300, LINE + 30, 406, LINE + 30), fill=0, width=2)
    assert [word.text for word in ticks.chosen(words, image)] == ["Prioritet:", *carried]


def test_an_answer_that_was_not_read_leaves_the_other_open() -> None:
    """Of a scan: something stands beside "Ja" that is no word."""
    words, image = page((20, "Gravid?"), (200, "Ja"), (260, "Nej"))
    read = [Word(word.text, word.box, 90.0, 0) for word in words[:2]]
    assert [word.text for word in ticks.chosen(read, image)] == ["Gravid?", "Ja/Nej?"]


QUESTIONNAIRE = (
    ("1. Vilken undersökning beställs?", "Skelettröntgen vänster underben"),
    ("2. Vad är frågeställningen?", "Toddler fracture? Osteomyelit?"),
    ("3. Beskriv sjukhistoria och status.", "Vägrar stödja på vänster ben."),
    ("4. Hur bråttom är det?", "Akut under jourtid"),
    ("5. Vad väger barnet?", "10,8 kg"),
    ("6. Har barnet någon allergi?", "Mjölkprotein"),
    ("7. Har barnet undersökts tidigare?", "Höft-UL 2025-08 normalt"),
    ("8. Var finns barnet nu?", "Barnakuten Halmstad, väntrum 2"),
    ("9. Vem remitterar?", "ST-läkare Thea Broström Kjellin"),
    ("10. Vart ska svar ringas?", "031-390 06 69 oavsett tid"),
)


def test_each_question_of_a_questionnaire_leads_to_its_field() -> None:
    """Whole questions one below the other, each over its answer, with yes and no nowhere."""
    rows = [row(LINE * at, (0, text)) for at, text in enumerate(part for pair in QUESTIONNAIRE for part in pair)]
    assert told(*rows) == [
        ("examination", "Skelettröntgen vänster underben"),
        ("question", "Toddler fracture? Osteomyelit?"),
        ("history", "Vägrar stödja på vänster ben."),
        ("priority", "Akut under jourtid"),
        ("weight", "10,8 kg"),
        ("allergy", "Mjölkprotein"),
        ("earlier", "Höft-UL 2025-08 normalt"),
        ("other", "Var finns barnet nu? Barnakuten Halmstad, väntrum 2"),
        ("referrer", "ST-läkare Thea Broström Kjellin"),
        ("call_back", "031-390 06 69 oavsett tid"),
    ]


def test_what_a_radiologist_is_asked_makes_no_questionnaire() -> None:
    """Clinical questions stay as they are, however many stand one below the other."""
    asked = ("Blödning?", "Fraktur?", "Hydronefros på höger sida?", "Fri gas?", "Abscess?")
    rows = [row(LINE * at, (0, text)) for at, text in enumerate(asked)]
    assert [text for _, text in told(*rows)] == list(asked)
