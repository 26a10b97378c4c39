"""The other looks at a reference that none read whole, and what the matcher takes from them."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

import pytest
from matches import CASES, REPORT, matched, page, told
from PIL import Image, ImageDraw

from inbound.matching import joint
from inbound.report import reference_look
from inbound.report.values import Looked
from ocr import codes, pages, second_reader
from ocr.text import Box, Word
from service.demo import paper
from service.demo.paper import Wear

REFERENCE = CASES[7].reference
LETTERS = REFERENCE[4:].replace("-", "")


@pytest.fixture(autouse=True)
def released() -> Generator[None]:
    """No process from before, and none left behind."""
    second_reader.release()
    yield
    second_reader.release()


def words(*rows: str) -> list[Word]:
    """Rows of words as a reader gives them, letters half as wide as a line is high."""
    found = list[Word]()
    for line, row in enumerate(rows):
        left = 300
        for said in row.split():
            found.append(Word(said, Box(left, 300 + 80 * line, 22 * len(said), 30), 80.0, line))
            left += 22 * len(said) + 20
    return found


def other(letter: str) -> str:
    """Another letter of the alphabet, for one that is no stroke of it."""
    return "K" if letter != "K" else "S"


@pytest.mark.parametrize(
    ("row", "begins"),
    [
        ("Er referens: NAL-KXTR-PNDA", "NAL-KXTR-PNDA"),
        ("Vår reterence NAI KXIR PND(", "NAI KXIR PND("),
        ("Rel: NM KX TR PNDA us DT hjärna", "NM KX TR PNDA"),
        ("NAL KXTR PNDA", "NAL KXTR PNDA"),
        ("Lungorna NAT-KXTR PNDA", "NAT-KXTR PNDA"),
        ("Er referens till tidigare undersökning", ""),
        ("Ingen blödning, ingen infarkt", ""),
    ],
)
def test_a_place_is_behind_our_label_or_where_something_like_a_reference_begins(row: str, begins: str) -> None:
    """However worn label and prefix are; running text behind the label is none."""
    found = list(reference_look.places(words("Utlåtande", row), ["NAL"]))
    assert len(found) == bool(begins)
    assert all(said.startswith(begins) and box.height == 30 and box.width >= 14 * 30 for box, said in found)


def test_both_readers_look_at_the_place() -> None:
    """At several sizes each; what the second saw of the page counts as one of its looks."""
    drawn, font = Image.new("L", paper.SIZE, 255), paper.font(paper.SANS, 11)
    ImageDraw.Draw(drawn).text((1200, 1500), REFERENCE, font=font, fill=0)
    left, top, right, bottom = ImageDraw.Draw(drawn).textbbox((1200, 1500), REFERENCE, font=font)
    dots = paper.faxed(drawn, 3, Wear(specks=0.0012, soft=2.2))
    sheet = pages.prepare(pages.open_document(paper.tiff([dots])).pages[0])
    across, down = sheet.image.width / drawn.width, sheet.image.height / drawn.height
    box = Box(*map(round, (left * across, top * down, (right - left) * across, (bottom - top) * down)))
    seen = [Word("Referens:", replace(box, left=box.left - 300, width=250), 80.0, 0), Word("NAL-XXXX", box, 80.0, 0)]
    (looked,) = reference_look.looks(sheet, seen, ["NAL"], "Ref NAL KKKKSSSS")
    assert (looked.first[0], looked.second[0]) == ("NAL-XXXX", "NAL KKKKSSSS")
    assert REFERENCE in looked.first
    assert any(codes.fold(one) == f"NAL{LETTERS}" for one in looked.second)


def seen_with(first: str, second: str) -> Looked:
    """What each reader saw at three looks, behind the prefix."""
    return Looked(tuple(f"NAL-{first}" for _ in range(3)), tuple(f"NAL-{second}" for _ in range(3)))


def test_letters_that_both_readers_saw_at_some_look_are_the_open_ones() -> None:
    """No single look had them all."""
    worn = [LETTERS[:place] + "|" + LETTERS[place + 1 :] for place in (1, 4, 6)]
    looked = Looked(tuple(f"NAL-{one}" for one in worn), tuple(f"NAL {one}" for one in reversed(worn)))
    assert joint.owner(looked, [one.reference for one in CASES]) == REFERENCE
    (found,) = matched(replace(page(f"Referens: NAL {LETTERS[:2]}\n{REPORT}"), looked=(looked,)))
    assert (found.status, found.reference, "reference_scored" in told(found)) == ("matched", REFERENCE, True)


@pytest.mark.parametrize("reader", ["first", "second"])
def test_a_letter_that_one_reader_alone_saw_settles_nothing(reader: str) -> None:
    """What is left of another letter looks to one reader like this one at all its looks."""
    whole, worn = (f"NAL-{LETTERS}",) * 3, (f"NAL-|{LETTERS[1:]}",) * 3
    looked = Looked(whole, worn) if reader == "first" else Looked(worn, whole)
    assert joint.owner(looked, [one.reference for one in CASES]) == ""


@pytest.mark.parametrize("place", range(8))
def test_a_near_miss_that_was_read_without_a_fault_is_not_the_open_one(place: int) -> None:
    """Typed with another letter, and so seen by both readers at all looks: nobody's, however near it lies."""
    typed = LETTERS[:place] + other(LETTERS[place]) + LETTERS[place + 1 :]
    looked = seen_with(typed, typed)
    assert joint.owner(looked, [one.reference for one in CASES]) == ""
    (found,) = matched(replace(page(f"Referens: NAL-{typed[:4]}-{typed[4:]}\n{REPORT}"), looked=(looked,)))
    assert found.status != "matched"


@pytest.mark.parametrize(
    "typed",
    [
        LETTERS[0] + LETTERS[2] + LETTERS[1] + LETTERS[3:],
        LETTERS[:-1],
        LETTERS[:3] + LETTERS[4:],
        LETTERS[:4] + LETTERS[3:],
        f"{LETTERS[:-1]}{other(LETTERS[-1])} {LETTERS[-1]}s:",
    ],
)
def test_two_letters_changed_about_one_left_out_and_one_of_the_next_word_are_not_made_good(typed: str) -> None:
    """What stands there as all see it is likelier than that all lost the same letter."""
    assert joint.owner(seen_with(typed, typed), [one.reference for one in CASES]) == ""


def test_what_one_saw_worn_is_denied_where_other_looks_see_it_otherwise() -> None:
    """Two looks, each with another letter worn, made it the open one: more looks at the same place may not."""
    typed = LETTERS[:2] + other(LETTERS[2]) + LETTERS[3:]
    assert joint.denied([seen_with(typed, typed)], REFERENCE)
    assert not joint.denied([seen_with(LETTERS, LETTERS), seen_with("", "")], REFERENCE)
