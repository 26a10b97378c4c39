"""Choices of a form: the crossed one is meant, and an empty question is said to be one."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.text import Box, Word
from outbound.referral.page.choices import ticks
from outbound.referral.words import answers

FONT = ImageFont.load_default(size=22)


def written(words: list[Word]) -> Image.Image:
    """A page with these words printed at their places."""
    page = Image.new("L", (1000, 60), 255)
    for word in words:
        ImageDraw.Draw(page).text((word.box.left, word.box.top), word.text, fill=0, font=FONT)
    return page


def line(text: str) -> list[Word]:
    """Words side by side; two blanks are a wide gap."""
    words, left = list[Word](), 0
    for part in text.split(" "):
        if part:
            words.append(Word(part, Box(left, 0, 12 * len(part), 24), 100.0, 0))
            left += 12 * len(part)
        left += 9 if part else 30
    return words


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Allergi ☐ Ja ☒ Nej", "Allergi Nej"),
        ("Allergi ☒ Ja ☐ Nej Jod (utslag)", "Allergi Ja Jod (utslag)"),
        ("Metformin ☐ Ja ☐ Nej", "Metformin ej besvarat"),
        ("Gravid ☐ Ja ☐ Nej ☒ Vet ej", "Gravid Vet ej"),
        ("Prioritet ☒ Akut ☐ Inom 3 dgr ☐ Elektivt", "Prioritet Akut"),
        ("Allergi ☐ Ja ☒ Nej  Implantat ☒ Ja ☐ Nej", "Allergi Nej Implantat Ja"),
        ("Smitta ☐ Nej, ingen smitta ☒ MRB-screening pågår", "Smitta MRB-screening pågår"),
        ("Smitta ☒ Nej, ingen smitta ☐ MRSA", "Smitta Nej, ingen smitta"),
        ("Gravid ☐ Pågående ☒ Inte gravid ☐ Ej relevant (man)", "Gravid Inte gravid"),
        ("Ja ☐ Nej ☒", "Nej"),
        ("Smitta Ja X Nej", "Smitta Nej"),
        ("Smitta X Ja  Nej MRSA", "Smitta Ja MRSA"),
        ("Diklofenak nej, ciprofloxacin ja - senruptur", "Diklofenak nej, ciprofloxacin ja - senruptur"),
        ("Röntgen pulm x 2", "Röntgen pulm x 2"),
    ],
)
def test_what_is_crossed_is_meant(written: str, meant: str) -> None:
    """Boxes before their answers or behind them, drawn boxes with a cross, none crossed, and no boxes at all."""
    page = Image.new("L", (1000, 60), 255)
    assert " ".join(word.text for word in ticks.chosen(line(written), page)) == meant


@pytest.mark.parametrize("between", ["Ja  Nej", "Ja / Nej"])
@pytest.mark.parametrize("meant", ["Ja", "Nej"])
def test_a_ring_or_a_line_tells_which_is_meant(between: str, meant: str) -> None:
    """Around the answer or below it; a page with neither leaves it open."""
    words = line(f"Metformin  {between}")
    box = next(word.box for word in words if word.text == meant)
    ring, below, none = (written(words) for _ in range(3))
    ImageDraw.Draw(ring).ellipse((box.left - 8, box.top - 6, box.right + 8, box.bottom + 10), outline=0, width=3)
    ImageDraw.Draw(below).line((box.left, box.bottom + 5, box.right, box.bottom + 5), fill=0, width=3)
    for page in (ring, below):
        assert [word.text for word in ticks.chosen(words, page)] == ["Metformin", meant]
    assert [word.text for word in ticks.chosen(words, none)] == ["Metformin", answers.UNCLEAR]


def test_crosses_below_two_heads_answer_the_questions_of_their_rows() -> None:
    """Yes and no as the heads of two columns, far apart."""
    heads = [Word("Ja", Box(500, 0, 24, 24), 100.0, 0), Word("Nej", Box(700, 0, 36, 24), 100.0, 0)]
    rows = [
        [Word(asked, Box(0, top, 90, 24), 100.0, 0), Word("X", Box(left, top, 12, 24), 100.0, 0)]
        for asked, left, top in (("Gravid", 712, 40), ("Smitta", 506, 80))
    ]
    found = ticks.chosen([*heads, *rows[0], *rows[1]], Image.new("L", (1000, 200), 255))
    assert [word.text for word in found] == ["Gravid", "Nej", "Smitta", "Ja"]


def drawn(words: list[Word], marks: str) -> Image.Image:
    """A page with these words printed, and a square for each of `marks` in their blanks: "x" crossed, "-" half so."""
    page = written([word for word in words if word.text != "#"])
    pen = ImageDraw.Draw(page)
    for word, mark in zip((word for word in words if word.text == "#"), marks, strict=True):
        left, top = word.box.left - 4, word.box.top + 3
        pen.rectangle((left, top, left + 19, top + 19), outline=0, width=2)
        if mark == "x":
            pen.line((left, top, left + 19, top + 19), fill=0, width=2)
            pen.line((left + 19, top, left, top + 19), fill=0, width=2)
        if mark == "-":
            pen.rectangle((left + 8, top + 8, left + 9, top + 11), fill=0)
    return page


@pytest.mark.parametrize(
    ("printed", "marks", "meant"),
    [
        ("Prioritet:  # Akut  # Inom en vecka  # Planerad", "oxo", "Prioritet: Inom en vecka"),
        ("Prioritet:  # Akut  # Inom en vecka  # Planerad", "xoo", "Prioritet: Akut"),
        ("Prioritet: Akut #  Inom en vecka #  Planerad #", "oox", "Prioritet: Planerad"),
        ("  # DT thorax  # DT buk  # Skelett", "xxo", "DT thorax DT buk"),
        ("  # Pacemaker", "o", ""),
        ("  # Pacemaker", "x", "Pacemaker"),
        ("Kallelse:  # Brev  # SMS  Vikt:  63 kg", "xo", "Kallelse: Brev Vikt: 63 kg"),
        ("  # Brev  # SMS", "x-", "Brev SMS"),
    ],
)
def test_drawn_boxes_tell_what_is_meant(printed: str, marks: str, meant: str) -> None:
    """Whatever stands beside them; what is neither crossed nor empty is looked at by a person."""
    words = line(printed)
    found = ticks.chosen([word for word in words if word.text != "#"], drawn(words, marks))
    assert " ".join(word.text for word in found) == meant


def test_a_box_of_a_scan_that_is_neither_is_looked_at() -> None:
    """On paper a speck may be a cross: a person looks."""
    words = line("  # Brev  # SMS")
    read = [Word(word.text, word.box, 90.0, 0) for word in words if word.text != "#"]
    assert [word.text for word in ticks.chosen(read, drawn(words, "x-"))] == ["Brev", answers.UNCLEAR, "SMS"]


def test_drawn_boxes_below_two_heads_answer_the_questions_of_their_rows() -> None:
    """ "Ja" and "Nej" near each other, and a row of two squares below them for each question."""
    page = Image.new("L", (1000, 300), 255)
    pen = ImageDraw.Draw(page)
    words = [Word("Ja", Box(700, 10, 24, 24), 100.0, 0), Word("Nej", Box(790, 10, 36, 24), 100.0, 0)]
    for row, (asked, at) in enumerate((("Gravid?", 1), ("Pacemaker?", 0), ("Smitta?", 1)), 1):
        words.append(Word(asked, Box(20, 10 + 50 * row, 12 * len(asked), 24), 100.0, 0))
        for number, left in enumerate((702, 798)):
            top = 12 + 50 * row
            pen.rectangle((left, top, left + 19, top + 19), outline=0, width=2)
            if number == at:
                pen.line((left, top, left + 19, top + 19), fill=0, width=2)
                pen.line((left + 19, top, left, top + 19), fill=0, width=2)
    for word in words:
        pen.text((word.box.left, word.box.top), word.text, fill=0, font=FONT)
    found = [word.text for word in ticks.chosen(words, page)]
    assert found == ["Gravid?", "Nej", "Pacemaker?", "Ja", "Smitta?", "Nej"]


def test_round_signs_are_chosen_as_square_ones() -> None:
    """Where one of them is filled; rings alone may begin a list."""
    page = Image.new("L", (1000, 60), 255)
    assert [word.text for word in ticks.chosen(line("Gravid ○ Ja ◉ Nej"), page)] == ["Gravid", "Nej"]
    assert [word.text for word in ticks.chosen(line("○ Feber"), page)] == ["○", "Feber"]


def test_of_two_columns_whose_lines_lie_apart_each_has_its_boxes() -> None:
    """A form's left part and its right are seldom set on the same lines."""
    left = line("  # Höger  # Vänster  # Båda")
    right = [Word("Blödningsrisk", Box(600, 7, 156, 24), 100.0, 0)]
    page = drawn(left, "xoo")
    ImageDraw.Draw(page).text((600, 7), "Blödningsrisk", fill=0, font=FONT)
    ImageDraw.Draw(page).rectangle((570, 10, 588, 28), outline=0, width=2)
    assert [word.text for word in ticks.chosen([*(word for word in left if word.text != "#"), *right], page)] == [
        "Höger"
    ]


def test_of_a_screen_s_choices_the_dark_one_is_meant() -> None:
    """The others are grey between lines; grey words without lines stay, and so do black ones in cells."""
    words = [
        Word(text, Box(left, 12, 90, 24), 100.0, 0) for text, left in (("Elektiv", 20), ("Larm", 220), ("Akut", 420))
    ]
    page = Image.new("L", (1000, 60), 255)
    for word, ground, ink in zip(words, (255, 255, 60), (150, 150, 255), strict=True):
        box = word.box
        ImageDraw.Draw(page).rounded_rectangle(
            (box.left - 12, 6, box.right + 12, 44), 12, fill=ground, outline=150 if ground == 255 else ground, width=2
        )
        ImageDraw.Draw(page).text((box.left, box.top), word.text, fill=ink, font=FONT)
    assert [word.text for word in ticks.chosen(words, page)] == ["Akut"]
    assert [word.text for word in ticks.chosen(words, written(words))] == ["Elektiv", "Larm", "Akut"]


def test_a_letter_between_two_words_is_no_box() -> None:
    """A label in small print stands in no line of the others: its rings were boxes, and what stood there was lost."""
    value, label = Box(0, 4, 120, 24), Box(300, 12, 90, 14)
    words = [Word("Namn", value, 100.0, 0), Word("bod", label, 100.0, 0), Word("Ek", Box(420, 4, 60, 24), 100.0, 0)]
    page = written([words[0], words[2]])
    ImageDraw.Draw(page).ellipse((310, 12, 323, 25), outline=0, width=2)
    assert [word.text for word in ticks.chosen(words, page)] == ["Namn", "bod", "Ek"]


@pytest.mark.parametrize("ground", [205, 40])
def test_the_examination_on_a_ground_of_its_own_is_chosen(ground: int) -> None:
    """A list of a screen's, grey or with light letters where one is chosen; without such a ground all stay."""
    texts = ("DT buk med kontrast", "DT buk utan kontrast", "DT thorax", "UL buk")
    words = [Word(text, Box(20, 8 + 30 * at, 240, 22), 100.0, 0) for at, text in enumerate(texts)]
    page = Image.new("L", (400, 140), 255)
    ImageDraw.Draw(page).rectangle((16, 36, 300, 63), fill=ground)
    for at, word in enumerate(words):
        ink = 255 if at == 1 and ground < 128 else 0
        ImageDraw.Draw(page).text((word.box.left, word.box.top), word.text, fill=ink, font=FONT)
    assert [word.text for word in ticks.chosen(words, page)] == [texts[1]]
    plain = written([])
    assert [word.text for word in ticks.chosen(words, plain.resize((400, 140)))] == list(texts)
