"""Numbers as they are dictated, written as everybody writes them."""

from __future__ import annotations

import pytest
from cleaning import cleaned, read

from outbound.referral import FieldName
from outbound.referral.page import dictated_numbers


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("nås på noll trettioett, tre nio noll, noll sex, tjugonio", "nås på 031-3900629"),
        ("noll sju noll ett sju fyra noll sex ett sju", "070-1740617"),
        ("personnummer 980217 streck 9847", "personnummer 980217-9847"),
        ("19 57 11 05 streck 9921", "19571105-9921"),
        ("född -93 05 02, sista fyra 9917", "född 930502-9917"),
    ],
)
def test_what_is_dictated_is_written_in_figures(said: str, figures: str) -> None:
    """Telephones in words, and personal numbers whose stroke is said."""
    assert dictated_numbers.written(said) == figures


@pytest.mark.parametrize(
    "said",
    [
        "sju noll ett sju fyra noll sex ett sju",  # without its nought it may be anything
        "noll tre nio",
        "noll noll ett två tre fyra fem sex sju",
        "tre ett noll streck i urinen",
        "8 v gammal, sista fyra dygnen feber",
    ],
)
def test_other_words_stay(said: str) -> None:
    """A row of figures that is no telephone, and words between numbers."""
    assert dictated_numbers.written(said) == said


def test_a_dictated_referral_is_read_as_a_written_one() -> None:
    """The number tells who, and the telephone is called back."""
    text = (
        "Akutmottagningen NÄL. Patient Torbjörn Lindqvist, 19410622 streck 9828. Önskar DT buk. Ileus?\n"
        "Buksmärta sedan i går. Svar på noll trettioett, tre nio noll, noll sex, tio, dr Åhl.\n"
    )
    clean = cleaned(text)
    assert read(text).identity.numbers == ("19410622-9828",)
    assert clean.fields[FieldName.CALL_BACK].startswith("031-3900610")
    assert "9828" not in "".join(clean.fields.values())
