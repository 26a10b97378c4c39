"""The reference drawn and read by the same hand: `read(wear(draw(r))) == r`, as text and as a symbol."""

from __future__ import annotations

import itertools
import random
import string
from collections.abc import Callable

import numpy as np
import paper
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inbound.matching import Candidate
from ocr import codes
from ocr.codes import Mark, Reference, SheetKind
from ocr.codes.reference import GROUPS, _check_letters

# What Tesseract was measured to make of our letters, and what people write.
CONFUSED = {"D": "0OQ", "S": "5", "Z": "2", "A": "4ÄÅ"}
BETWEEN = ("-", " ", "–", " - ", "", ".", "- ")
BEFORE = ("", "Referens ", "Referens: ", "Ref. ", "REFERENS\n", "Er ref ", "Svar på remiss ")
AFTER = ("", " Sida 1 av 2", ". Ingen blödning.", "\nDT hjärna", ", accession SENAL0001857431")

prefixes = st.text(string.ascii_uppercase, min_size=3, max_size=3)
seeds = st.integers(0, 2**40)


def drawn(seed: int, prefix: str = "NAL", letters: int = 5) -> Reference:
    """A reference by chance."""
    return codes.draw(random.Random(seed).choice, prefix, letters)


def worn(reference: Reference, seed: int) -> str:
    """As it may stand in what was read: other dashes, small letters, look-alikes, words round it."""
    chance = random.Random(seed)
    letters = [chance.choice(CONFUSED.get(one, one) + one) for one in reference.letters]
    cut = GROUPS[len(letters)]
    middle, end = "".join(letters[:cut]), "".join(letters[cut:])
    text = chance.choice(BETWEEN).join((reference.prefix, middle, end))
    if chance.random() < 0.3:
        text = text.lower()
    return chance.choice(BEFORE) + text + chance.choice(AFTER)


@given(seeds, prefixes, st.sampled_from([5, 6]), seeds)
def test_what_was_drawn_is_read(seed: int, prefix: str, letters: int, wear: int) -> None:
    """Whatever the dashes, the case and the look-alikes: exactly this reference, and no other."""
    reference = drawn(seed, prefix, letters)
    seen = {sighting.reference for sighting in codes.sightings(worn(reference, wear), [prefix])} - {None}
    assert seen == {reference}


@given(seeds, st.sampled_from([5, 6]))
def test_parsing_and_typing_give_back_what_is_printed(seed: int, letters: int) -> None:
    """As printed, in small letters, without dashes, and without the prefix where that is known."""
    reference = drawn(seed, "NAL", letters)
    assert Reference.parse(str(reference)) == reference
    for text in (str(reference).lower(), str(reference).replace("-", ""), f"  {reference} ", reference.letters):
        assert codes.typed(text, ("NAL",)) == reference


@given(seeds, st.integers(0, 7), st.integers(0, 7), st.integers(1, 15), st.integers(1, 15))
def test_any_two_wrong_letters_are_noticed(seed: int, one: int, two: int, by: int, more: int) -> None:
    """The check letters' distance is four: one or two wrong letters never make another valid reference."""
    letters = list(drawn(seed).letters)
    for place, shift in {one: by, two: more}.items():
        letters[place] = codes.ALPHABET[(codes.ALPHABET.index(letters[place]) + shift) % 16]
    assert not codes.is_valid("".join(letters))


@given(seeds, st.integers(0, 6))
def test_a_misread_reference_never_means_another_open_case(seed: int, place: int) -> None:
    """With a neighbour of its own three letters off open as well, a worn reference is matched to it never."""
    reference = drawn(seed)
    near = nearest(reference)
    letters = list(reference.letters)
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    text = f"Referens NAL-{''.join(letters[:4])}-{''.join(letters[4:])}"
    seen = {sighting.reference for sighting in codes.sightings(text, ["NAL"])} - {None}
    assert near not in seen


def nearest(reference: Reference) -> Reference:
    """A valid reference of the same site that differs in few letters."""
    data = reference.letters[:5]
    found = Reference("NAL", data[:4] + next(
        tail for letter in codes.ALPHABET if letter != data[4]
        for tail in (letter + "".join(_check_letters(data[:4] + letter)),)
    ))  # fmt: skip
    assert found != reference
    return found


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_running_text_holds_no_reference(text: str) -> None:
    """Whatever is written: nothing is raised, and what is found lies where it says."""
    for sighting in codes.sightings(text, ["NAL"]):
        assert text[sighting.start : sighting.end] == sighting.raw


@pytest.mark.parametrize(
    "text",
    [
        "NAL-KXTR-PND", "nal kxtr", "SENAL0001857431", "070-174 06 05", "19450311-9811", "2026-01-15 01:14",
        "Signalsubstans och penetrerande skada", "",
    ],
)  # fmt: skip
def test_what_is_no_reference_is_none(text: str) -> None:
    """Too short, a number, a word: none of them is a whole reference."""
    assert [one for one in codes.sightings(text, ["NAL"]) if one.reference] == []
    assert codes.typed(text) is None


def test_every_sheet_has_its_own_symbol() -> None:
    """Prefix, letters, kind, page and pages: all of them come back from the payload."""
    reference = drawn(3)
    for kind, page, pages in itertools.product(SheetKind, (1, 2, 31), (3, 31)):
        if page <= pages:
            mark = Mark(reference, kind, page, pages)
            assert codes.read_payload(codes.payload(mark)) == mark
    assert codes.read_payload("https://example.org") is None


@pytest.mark.parametrize(
    "wear",
    [
        {}, {"rows": 98}, {"skew": 3.0}, {"skew": -4.5}, {"specks": 0.01}, {"lost": 12}, {"soft": 4.0},
        {"rows": 98, "skew": 2.0, "specks": 0.004, "lost": 4, "soft": 3.0},
    ],
    ids=str,
)  # fmt: skip
def test_a_printed_symbol_is_read_after_the_line(wear: paper.Worn) -> None:
    """At least one of the two on the page, at both resolutions, askew, soft, specked, with rows lost."""
    from ocr import pages

    for seed in range(4):
        mark = Mark(drawn(seed), SheetKind.ANSWER, 3, 3)
        page = paper.worn(paper.drawn(mark), seed, **wear)
        assert mark in {code.mark for code in pages.prepare(page).codes}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_came_in_turned_is_set_upright_by_its_symbol(turn: int) -> None:
    """Upside down or sideways: the symbol tells, and its box stands where it is afterwards."""
    from ocr import pages

    mark = Mark(drawn(9), SheetKind.ANSWER, 3, 3)
    page = paper.worn(paper.drawn(mark), 9, soft=2.0, specks=0.0)
    lying = pages.Page.of(page.squared(page.native).rotate(-turn, expand=True), (page.dpi, page.dpi))
    sheet = pages.prepare(lying)
    assert sheet.rotation == (360 - turn) % 360
    assert {code.turned for code in sheet.codes if code.mark == mark} == {0}


@pytest.mark.parametrize(("kind", "dots"), [("Code128", 1), ("Code39", 1), ("ITF", 1), ("QRCode", 2), ("PDF417", 2)])
def test_a_code_on_a_page_as_drawn_is_seen_however_small(kind: str, dots: int) -> None:
    """Beside our own two: bars of one dot, modules of two. At 300 dots to the inch such bars were never seen."""
    mark = Mark(drawn(5), SheetKind.REFERRAL, 2, 3)
    page = paper.drawn(mark).resize((1728, 2377)).point([255 * (level > 127) for level in range(256)])
    made = zxingcpp.create_barcode("195108239822", getattr(zxingcpp.BarcodeFormat, kind))
    put = Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(made, scale=dots)))
    page.paste(put, (1000, 1900))
    seen = codes.scan(page, 204, state="drawn")
    assert [code.mark for code in seen if code.mark] == [mark, mark]
    assert "195108239822" in {code.text for code in seen}


def candidates(count: int, chance: random.Random) -> list[Candidate]:
    """Open cases by chance."""
    made = [codes.draw(chance.choice, "NAL") for _ in range(count)]
    return [Candidate(case=str(one), reference=str(one)) for one in dict.fromkeys(made)]


def test_damage_of_every_kind_never_matches_another_case() -> None:
    """Letters changed, lost, added, swapped, by chance, against fifty open cases: none is read for another."""
    chance = random.Random(17)
    damages: tuple[Callable[[list[str]], object], ...] = (
        lambda signs: signs.__setitem__(chance.randrange(8), chance.choice(codes.ALPHABET)),
        lambda signs: signs.pop(chance.randrange(len(signs))),
        lambda signs: signs.insert(chance.randrange(len(signs)), chance.choice(codes.ALPHABET)),
    )
    wrong = 0
    for _ in range(3000):
        every = candidates(50, chance)
        true = chance.choice(every)
        signs = list(true.reference.replace("-", "")[3:])
        for _ in range(chance.randint(1, 4)):
            if len(signs) >= 8:
                chance.choice(damages)(signs)
        text = f"Referens NAL-{''.join(signs[:4])}-{''.join(signs[4:])}"
        seen = {str(one.reference) for one in codes.sightings(text, ["NAL"]) if one.reference}
        wrong += bool(seen & {one.reference for one in every} - {true.reference})
    assert wrong == 0


def test_a_page_on_which_nothing_is_as_dark_as_a_symbol_is_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five more looks take as long as a quarter of the reading; where something is as dark all of them are made."""
    looks = list[tuple[int, int]]()
    monkeypatch.setattr(zxingcpp, "read_barcodes", lambda image, **_: looks.append(image.size) or [])
    page = Image.new("L", (2480, 3508), 255)
    codes.scan(page, 300)
    page.paste(0, (1000, 1000, 1200, 1200))
    codes.scan(page, 300)
    assert len(looks) == 2 + 7
