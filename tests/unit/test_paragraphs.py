"""Pages as rows: words apart in any face, sentences that the margin broke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ocr.text import Box, Word
from outbound.referral.page import grid, paragraphs

# Letters so high, in dots at 300 to the inch, and so many dots from one line to the next.
HIGH = 34
PITCH = 56
# How far a sign goes in a face whose letters are equally wide, and of what it leaves beside a letter.
STEP = 25
BESIDE = 4
WRAPPED = (
    "Ramlat från taket på en husbil, ca 3 meter. Medvetslös i två minuter. GCS",
    "13, luktar etyl. Blod ur vänster öra, halskrage på plats, skallbasfraktur?",
    "Halsryggsskada? I övrigt frisk.",
)


def words(texts: Sequence[str], step: int = STEP) -> list[Word]:
    """Each line's words as a reader of pages finds them: small letters are lower than the others."""
    found = list[Word]()
    for number, text in enumerate(texts):
        at = 0
        for word in text.split(" "):
            tall = any(sign in "bdfhklt" or sign.isupper() or sign.isdigit() for sign in word)
            height = HIGH if tall else round(0.7 * HIGH)
            box = Box(200 + at * step + BESIDE, number * PITCH + HIGH - height, len(word) * step - 2 * BESIDE, height)
            found += [Word(word, box, 95.0, number)] if word else []
            at += len(word) + 1
    return found


def texts(rows: Sequence[grid.Row]) -> list[list[str]]:
    """The cells of each row."""
    return [[cell.text for cell in row.cells] for row in rows]


def test_words_of_a_face_with_equal_letters_stand_together() -> None:
    """There the space between words is as high as the letters; what was told must not be dealt out to columns."""
    said = ("Flugit hem i onsdags. Sen två dagar svullen", "va en vena nu ua rosa ven om Wells", "Fraktur   Nej     Ja")
    rows = texts(grid.from_words(words(said)))
    assert rows[:2] == [[said[0]], [said[1]]]
    assert rows[2] == ["Fraktur", "Nej", "Ja"]


def test_few_words_on_a_page_are_parted_by_their_own_height() -> None:
    """Nothing tells how wide a space usually is there."""
    assert texts(grid.from_words(words(("Namn     Bo", "Vikt     70")))) == [["Namn", "Bo"], ["Vikt", "70"]]


def test_a_sentence_that_the_margin_broke_is_one() -> None:
    """ "13, luktar etyl ... skallbasfraktur?" had been the question, and GCS nothing."""
    rows = paragraphs.unbroken(grid.from_words(words(WRAPPED)))
    assert texts(rows) == [[" ".join(WRAPPED)]]


@pytest.mark.parametrize(
    "below",
    [
        "Kreatinin: 121, eGFR 45",  # a label
        "* Ingen allergi",  # an item of a list
        "b) Ingen allergi",
    ],
)
def test_what_begins_anew_stays_apart(below: str) -> None:
    """Though the line above reached the margin."""
    rows = paragraphs.unbroken(grid.from_words(words((*WRAPPED[:1], below, "Tar Eliquis och Trombyl."))))
    assert texts(rows)[:2] == [[WRAPPED[0]], [below]]


def test_a_line_with_room_for_the_next_word_was_ended_by_its_writer() -> None:
    """Its next line is another fact, or the signature."""
    short = "Ont i buken sedan i går kväll, har kräkts flera"
    rows = paragraphs.unbroken(grid.from_words(words((WRAPPED[0], WRAPPED[1], short, "Mvh Vera Ek"))))
    assert texts(rows)[-1] == ["Mvh Vera Ek"]


def test_a_heading_set_apart_goes_on_with_nothing() -> None:
    """It lies further below the long line above than lines of a paragraph do."""
    long = (*WRAPPED[:2], "Tar Eliquis och Trombyl sedan i våras, och har haft ont i flera dygn innan hon")
    apart = [replace(word, box=word.box.moved(0, 20)) for word in words((*long, "Beställningsrader"))[-1:]]
    rows = paragraphs.unbroken(grid.from_words([*words(long), *apart]))
    assert texts(rows)[-1] == ["Beställningsrader"]


def test_a_word_in_small_letters_goes_on_with_a_colon_behind_it() -> None:
    """ "... UKG" / "jour: insufficiens": no label begins there."""
    rows = paragraphs.unbroken(grid.from_words(words((*WRAPPED[:1], "jour: insufficiens grad 3, liten utgjutning."))))
    assert len(rows) == 1


def test_columns_and_gaps_break_no_sentence() -> None:
    """A row of two cells is a form's, and below a blank line begins something else."""
    form = (WRAPPED[0], "Vikt          70 kg")
    assert texts(paragraphs.unbroken(grid.from_words(words(form)))) == [[form[0]], ["Vikt", "70 kg"]]
    apart = (WRAPPED[0], "", "sedan dess")
    assert texts(paragraphs.unbroken(grid.from_words(words(apart)))) == [[WRAPPED[0]], ["sedan dess"]]
