"""The third reader: what it sees of single digits on worn paper, and what the matcher takes from it."""

from __future__ import annotations

import functools
from dataclasses import replace
from random import Random

import pytest
from matches import CASES, REPORT, matched, page, told
from PIL import Image, ImageDraw

from inbound.matching import third_reader
from inbound.report import third_look
from ocr import digits, pages
from ocr.text import Box, Word
from service.demo import paper
from service.demo.paper import Wear

NUMBER = "SENAL0001857483"
DIGITS = NUMBER[5:]
TWIN = "SENAL0001857485"


def worn(lines: list[str], seed: int, soft: float) -> tuple[pages.Sheet, list[Box]]:
    """Lines behind a label on a fax page made ready, and where each lies on it."""
    drawn, font = Image.new("L", paper.SIZE, 255), paper.font(paper.FONTS + "DejaVuSerif.ttf", 11)
    draw, boxes = ImageDraw.Draw(drawn), list[Box]()
    for number, line in enumerate(lines):
        draw.text((300, 400 + 100 * number), "Undersökningens nummer:", font=font, fill=0)
        at = (1200, 400 + 100 * number)
        draw.text(at, line, font=font, fill=0)
        left, top, right, bottom = draw.textbbox(at, line, font=font)
        boxes.append(Box(int(left), int(top), int(right - left), int(bottom - top)))
    dots = paper.faxed(drawn, seed, Wear(specks=0.0012, soft=soft))
    sheet = pages.prepare(pages.open_document(paper.tiff([dots])).pages[0])
    across, down = sheet.image.width / drawn.width, sheet.image.height / drawn.height
    edges = ((box.left * across, box.top * down, box.width * across, box.height * down) for box in boxes)
    return sheet, [Box(*map(round, edge)) for edge in edges]


@functools.cache
def a_page() -> tuple[pages.Sheet, list[Box]]:
    """One that is hardly worn."""
    return worn([NUMBER, "UNDERSKRIFTEN", f"{NUMBER},", NUMBER], 1, 1.5)


def test_it_is_sure_of_most_digits_and_wrong_in_none() -> None:
    """As they come through a worn machine, in figures that it was drawn for and lines that it never saw."""
    chance = Random(3)
    true = ["".join(chance.choices("0123456789", k=10)) for _ in range(30)]
    sheet, boxes = worn([f"SENAL{number}" for number in true], 7, 2.3)
    seen = [digits.read(sheet.image, box, number) for box, number in zip(boxes, true, strict=True)]
    rows = zip(seen, true, strict=True)
    signs = [(one, sign) for row, number in rows for one, sign in zip(row, number, strict=False)]
    assert not [pair for pair in signs if pair[0] not in (digits.UNSURE, pair[1])]
    assert sum(one != digits.UNSURE for one, _ in signs) > 0.85 * 300


def test_what_another_reader_saw_tells_it_no_digit() -> None:
    """A hint that is wrong, or lacks a digit, changes nothing; one for other digits altogether finds no place."""
    sheet, (box, *_) = a_page()
    hints = (DIGITS, DIGITS.replace("5", "6"), DIGITS.replace("7", digits.UNSURE))
    assert [digits.read(sheet.image, box, hint) for hint in hints] == [DIGITS] * 3
    assert digits.read(sheet.image, box, "9222619222") == ""


def test_where_nothing_stands_it_sees_nothing() -> None:
    """White paper, a box at the page's edge, a word of letters."""
    sheet, (_, box, *_) = a_page()
    assert digits.read(Image.new("L", (900, 300), 255), Box(40, 40, 400, 40), DIGITS) == ""
    assert digits.read(sheet.image, Box(sheet.image.width - 4, 2, 4, 3), DIGITS) == ""
    assert not set(digits.read(sheet.image, box, DIGITS)) - {digits.UNSURE}


@pytest.mark.parametrize("text", [NUMBER, f"Accessionsnr:{NUMBER}", "SENAL0OO1857483", "SENAL00018S7483"])
def test_it_is_shown_long_numbers_alone(text: str) -> None:
    """However a label or a letter runs into them; dates, telephones and words are none."""
    sheet, (box, *_) = a_page()
    others = [Word(word, box, 90.0, 1) for word in ("2026-11-28", "0920-28", "Utlåtande", "12345")]
    assert third_look.read(sheet, [*others, Word(text, box, 90.0, 0)], "") == (DIGITS,)
    assert third_look.read(sheet, others, "") == ()


def test_a_stop_behind_a_number_and_a_gap_within_it_hide_nothing() -> None:
    """A comma is no digit's edge, and two words beside each other may be one number."""
    sheet, (_, _, stopped, apart) = a_page()
    half = replace(apart, width=round(apart.width * 0.62))
    rest = replace(apart, left=half.right, width=apart.right - half.right)
    words = [Word("SENAL0001", half, 90.0, 1), Word("857483", rest, 90.0, 1)]
    assert third_look.read(sheet, [Word(f"{NUMBER},", stopped, 90.0, 0)], "") == (DIGITS,)
    assert third_look.read(sheet, words, "") == (DIGITS,)
    assert third_look.read(sheet, [words[0], replace(words[1], line=2)], "") == ()


def test_a_stop_that_was_seen_where_none_stands_costs_no_digit() -> None:
    """Nor one that stands beyond the word's box."""
    sheet, (box, *_) = a_page()
    assert DIGITS in third_look.read(sheet, [Word(f"{NUMBER}.-", box, 10.0, 0)], "")


def test_a_speck_behind_a_number_is_no_edge_of_it() -> None:
    """As far behind it as another digit would stand."""
    sheet, (box, *_) = a_page()
    dots = sheet.image.convert("L")
    spot = box.right + round(box.height * 0.35)
    ImageDraw.Draw(dots).rectangle((spot, box.top + box.height // 2, spot + 3, box.top + box.height // 2 + 3), fill=0)
    assert digits.read(dots, box, DIGITS) == DIGITS


def test_a_number_that_a_label_ran_into_is_seen_behind_its_letters() -> None:
    """However these were read."""
    sheet, (box, *_) = a_page()
    assert DIGITS in third_look.read(sheet, [Word(f"UndersökningsnummS5ENAL{DIGITS}", box, 90.0, 0)], "")
    case, seen = replace(CASES[0], accessions=(NUMBER,)), f"UndersökningsnummS5ENAL{DIGITS}"
    (found,) = matched(
        page(f"{seen}\n{REPORT}", second=f"Undersökningsnumm6ENAL{DIGITS}", third=(DIGITS,)), cases=[case]
    )
    assert found.status == "matched"


def test_a_number_in_three_words_behind_a_letter_like_a_digit_is_one() -> None:
    """Its first 0 may have been read with the letters, and no date is one."""
    sheet, (box, *_) = a_page()
    begun = round(box.width * 5 / 15)
    parts = [("SENALO", 0, begun + box.width // 15), ("001", begun + box.width // 15, begun + 4 * box.width // 15)]
    parts += [("857483", begun + 4 * box.width // 15, box.width)]
    words = [Word(said, replace(box, left=box.left + at, width=to - at), 40.0, 0) for said, at, to in parts]
    assert DIGITS in third_look.read(sheet, words, "")
    dated = [Word(said, box, 90.0, 0) for said in ("2026", "11", "28")]
    assert third_look.read(sheet, dated, "") == ()


def test_digits_that_the_second_reader_counted_otherwise_are_tried_too() -> None:
    """The first saw one too many."""
    sheet, (box, *_) = a_page()
    assert DIGITS in third_look.read(sheet, [Word("SENAL00018574833", box, 90.0, 0)], f"nr {NUMBER} 2026-11-28")


@pytest.mark.parametrize(
    ("look", "status"),
    [
        (DIGITS, "matched"),
        ("00?1?57483", "unsure"),
        ("00????7483", "unsure"),
        ("000185748?", "unsure"),
        (TWIN[5:], "unsure"),
        ("0?01837483", "unsure"),
        ("??????7483", "unsure"),
        ("001857483", "unsure"),
        ("", "unsure"),
    ],
)
def test_a_number_that_may_be_anothers_is_told_apart_by_the_digit_itself(look: str, status: str) -> None:
    """If it is sure of that digit, of most of the others, and nowhere of another."""
    cases = [replace(CASES[0], accessions=(NUMBER,)), replace(CASES[1], accessions=(TWIN,))]
    seen = page(f"{NUMBER}\n{REPORT}", second=NUMBER, third=(look,) if look else ())
    (found,) = matched(seen, cases=cases)
    assert (found.status, found.case) == (status, cases[0].case)
    assert ("accession_alike" in told(found)) == (status == "unsure")


@pytest.mark.parametrize(
    ("first", "second", "look", "status"),
    [
        (NUMBER, "SENAL0001837483", DIGITS, "matched"),
        ("SENAL0001837483", NUMBER, DIGITS, "matched"),
        (NUMBER, "", DIGITS, "matched"),
        (NUMBER, "SENAL0004857483", DIGITS, "matched"),
        (NUMBER, "SENAL0001837", DIGITS, "matched"),
        (NUMBER, "SENAL0001837483", "000185748?", "unsure"),
        (NUMBER, "SENAL0001837483", "?001857483", "unsure"),
        (NUMBER, "SENAL0001837483", "SENAL0001837483"[5:], "unsure"),
        (NUMBER, "SENAL0009994444", DIGITS, "unsure"),
        (f"jämförs med {NUMBER}.", "", DIGITS, "unsure"),
        ("SENAL0001837483", "SENAL0001837483", DIGITS, "unsure"),
    ],
)
def test_a_number_of_one_reader_is_enough_if_the_third_sees_all_of_it(
    first: str, second: str, look: str, status: str
) -> None:
    """Every digit. What the other made of it is no second number, and an earlier examination's stays one."""
    case = replace(CASES[0], accessions=(NUMBER,))
    (found,) = matched(page(f"{first}\n{REPORT}", second=second, third=(look,)), cases=[case])
    assert found.status == status


@pytest.mark.parametrize(
    ("number", "first", "second", "status"),
    [
        ("SENAL0006857483", "SENAL0006837483", "SENAL0005857483", "matched"),
        ("SENAL0006857483", "SENAL 0006837483", "SFNAL005857483", "matched"),
        ("SENAL0006857483", "SENAL0006837483", "SENAL0006837483", "unsure"),
        ("SENAL0006857483", "SENAL0006837483", "SENAL0005837483", "unsure"),
        ("SENAL0006857483", "SENAL0006837983", "SENAL05657423", "unsure"),
        ("SENAL0006857483", "SEUDD0006857483", "SEUDD0005857483", "unsure"),
        ("SENAL0006857483", "0006837483", "0005857483", "unsure"),
        (NUMBER, "SENAL0001837483", "SENAL0001857463", "matched"),
        ("SENAL0007857483", "SENAL0007837483", "SENAL0006857483", "matched"),
        ("SENAL06857483", "SENAL06837483", "SENAL05857483", "unsure"),
    ],
)
def test_what_each_of_two_readers_misread_elsewhere_is_whole_for_the_third(
    number: str, first: str, second: str, status: str
) -> None:
    """Each digit must have been seen by one of the two as well; behind letters that may be the case's, and of many."""
    case = replace(CASES[0], accessions=(number,))
    (found,) = matched(page(f"{first}\n{REPORT}", second=second, third=(number[5:],)), cases=[case])
    assert (found.status, found.accession) == (status, number)


def test_a_number_that_the_third_reader_sees_otherwise_is_doubted() -> None:
    """What both others saw alike may be another's that is not open."""
    case = replace(CASES[0], accessions=(NUMBER,))
    looks = {
        DIGITS.replace("1", "4"): "unsure",
        f"{DIGITS[:-1]}?": "unsure",
        DIGITS[1:].replace("1", "4"): "unsure",
        f"??{DIGITS[1:-1]}5": "unsure",
        DIGITS: "matched",
        "4444444483": "matched",
    }
    for look, status in looks.items():
        (found,) = matched(page(f"{NUMBER}\n{REPORT}", second=NUMBER, third=(look,)), cases=[case])
        assert (found.status, "accession_alike" in told(found)) == (status, status == "unsure")


@pytest.mark.parametrize(("second", "status"), [("SENAL0006836483", "unsure"), ("SENAL000685648", "matched")])
def test_what_both_saw_otherwise_it_does_not_confirm(second: str, status: str) -> None:
    """Though the first at its other look was deceived as the third may be: both saw that one alike."""
    case = replace(CASES[0], accessions=("SENAL0006856483",))
    seen = page(f"SENAL0006836483\n{REPORT}", second=second, again="SENAL0006856483", third=("0006856483",))
    (found,) = matched(seen, cases=[case])
    assert found.status == status


def test_an_open_number_that_one_reader_alone_made_of_the_true_one_is_no_rival() -> None:
    """If the third sees the other's whole, and of this one another digit; not if both saw it."""
    cases = [replace(CASES[0], accessions=(NUMBER,)), replace(CASES[1], accessions=(TWIN,))]
    for first, look, status in (
        (NUMBER, DIGITS, "matched"),
        (NUMBER, "000185748?", "unsure"),
        (TWIN, DIGITS, "unsure"),
    ):
        seen = page(f"{first}\n{REPORT}", second=TWIN, again=NUMBER, third=(look,))
        (found,) = matched(seen, cases=cases)
        assert (found.status, found.case) == (status, cases[first == TWIN].case)


def test_a_1_is_told_from_a_4_of_which_the_stem_is_left() -> None:
    """By where it stands beside the other digits."""
    cases = [replace(CASES[0], accessions=(NUMBER,)), replace(CASES[1], accessions=("SENAL0004857483",))]
    (found,) = matched(page(f"{NUMBER}\n{REPORT}", second=NUMBER, third=(DIGITS,)), cases=cases)
    assert found.status == "matched"


def test_a_1_is_told_from_what_never_wears_to_it() -> None:
    """A 7 keeps its bar."""
    cases = [replace(CASES[0], accessions=(NUMBER,)), replace(CASES[1], accessions=("SENAL0007857483",))]
    (found,) = matched(page(f"{NUMBER}\n{REPORT}", second=NUMBER, third=(DIGITS,)), cases=cases)
    assert (found.status, found.case) == ("matched", cases[0].case)


def test_a_second_number_that_stands_there_speaks_against_the_first_however_alike() -> None:
    """The third sees both: neither was misread."""
    case = replace(CASES[0], accessions=(NUMBER,))
    both = page(f"{NUMBER}\n{TWIN}\n{REPORT}", second=f"{NUMBER}\n{TWIN}", third=(DIGITS, TWIN[5:]))
    (found,) = matched(both, cases=[case])
    assert found.status == "unsure"


def test_numbers_that_end_in_no_digit_are_nothing_to_it() -> None:
    """Nothing is confirmed of them, and no number is told apart from itself or from a longer one."""
    seen = page("SENALX", third=(DIGITS,))
    assert not third_reader.confirms(seen, replace(CASES[0], accessions=("SENALX",)))
    assert not third_reader.are_apart([DIGITS], NUMBER, NUMBER)
    assert not third_reader.are_apart([DIGITS], NUMBER, f"{NUMBER}1")
