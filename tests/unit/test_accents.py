"""Rings and dots that a worn page lost."""

from __future__ import annotations

import pytest

from ocr import accents
from ocr.text import Box, Word

BOX = Box(0, 0, 10, 10)


def read(text: str, *, capitals: bool = True) -> str:
    """The text with every word as it is restored."""
    words = [Word(word, BOX, 90.0, line) for line, row in enumerate(text.splitlines()) for word in row.split()]
    return " ".join(word.text for word in accents.restored(words, capitals=capitals))


@pytest.mark.parametrize(
    ("worn", "meant"),
    [
        ("ingen storre utgjutning, nagot forstorad", "ingen större utgjutning, något förstorad"),
        ("Forstorade kortlar", "Förstorade körtlar"),
        ("foljer kontrollen. Onskar svar", "följer kontrollen. Önskar svar"),
    ],
)
def test_a_word_of_the_dictionary_has_them_again(worn: str, meant: str) -> None:
    """Signs beside it stay as they are."""
    assert read(worn) == meant


@pytest.mark.parametrize(
    "word", ["har", "lakt", "vanlig", "DT", "RONTGEN", "NAL-ABCD-EFGH", "SENAL0012345678", "fasa-kant"]
)
def test_what_may_be_meant_so_stays(word: str) -> None:
    """Words as they are, codes and numbers, what is written in capitals."""
    assert read(f"och {word} sedan") == f"och {word} sedan"


def test_a_name_never_becomes_a_word() -> None:
    """Only a word that begins a sentence or a line may have a capital, and of a referral none."""
    assert read("Signerat av Anna Bratt") == "Signerat av Anna Bratt"
    assert read("Storre", capitals=False) == "Storre"


def test_without_a_dictionary_nothing_is_restored() -> None:
    """Nobody knows a word then."""
    words = [Word("storre", BOX, 90.0, 0)]
    assert accents.restored(words, capitals=True, known=[lambda _: False]) == tuple(words)


def test_the_strictest_that_knows_a_word_is_believed() -> None:
    """ "Hoger" may be built of words, "höger" is one."""
    words = [Word("hoger", BOX, 90.0, 0)]
    dictionary, builder = frozenset(["höger"]), frozenset(["hoger", "höger"])
    both, lax = (dictionary.__contains__, builder.__contains__), (builder.__contains__,)
    assert accents.restored(words, capitals=True, known=both)[0].text == "höger"
    assert accents.restored(words, capitals=True, known=lax)[0].text == "hoger"
