"""The characters of a text file, as they were meant."""

from __future__ import annotations

import pytest

from ocr import charsets


@pytest.mark.parametrize("word", ["Röntgen", "BÖRJE", "Åsa Sjöblom", "ÄNSIKTE", "Élodie är här"])
def test_what_was_encoded_twice_is_read_as_it_was_meant(word: str) -> None:
    """A name that is spelled "BÃ–RJE" would be known by no list, and by no reader."""
    twice = f"Önskad undersökning: {word}".encode().decode("cp1252")
    assert charsets.text(twice.encode()) == f"Önskad undersökning: {word}"


def test_letters_of_other_tongues_are_no_letters_encoded_twice() -> None:
    """Nothing is put right where no Swedish letter would come of it."""
    assert charsets.text("São Tomé, Trần Ân, Ã".encode()) == "São Tomé, Trần Ân, Ã"


@pytest.mark.parametrize("spelled", ["&#197;sa &#214;hr", "&Aring;sa &Ouml;hr", "&#xC5;sa &#xD6;hr"])
def test_letters_spelled_as_references_are_letters(spelled: str) -> None:
    """An export of a system may spell a name so; what separates fields in HL7 stays as it is."""
    assert charsets.text(f"{spelled} &amp; A&B&C".encode()) == "Åsa Öhr &amp; A&B&C"
