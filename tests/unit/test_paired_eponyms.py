"""What is called after two people together is nobody's name; one of them alone may be somebody's."""

from __future__ import annotations

import pytest
from cleaning import cleaned, history

from outbound.referral import FieldName


@pytest.mark.parametrize(
    "story",
    [
        "Fick Stevens-Johnson 1994 av sulfa.",
        "Känd Arnold-Chiari och Charcot-Marie-Tooths sjukdom.",
        "Spetzler-Martin 3, Loeys-Dietz, Brown-Séquard sedan fallet.",
        "May–Thurner, stent vä 2024. Lennox-Gastaut.",
    ],
)
def test_a_pair_stays(story: str) -> None:
    """With a hyphen or a dash, of two or three, in the genitive."""
    assert history(story) == story


def test_a_patient_of_that_name_goes() -> None:
    """What is known of the patient goes before any list."""
    text = (
        "Patient: Marie Dietz\nPersonnummer: 19410622-9828\nEnhet: Akuten NÄL\nSvarstelefon: 031-390 06 10\n"
        "Undersökning: DT buk\nFråga: Ileus?\nAnamnes: Loeys-Dietz. Charcot-Marie-Tooth. Marie mår illa.\n"
    )
    told = cleaned(text).fields[FieldName.HISTORY]
    assert "Dietz" not in told
    assert "Marie" not in told


def test_one_of_them_alone_goes() -> None:
    """Behind a word for a relative as anywhere."""
    assert "Martin" not in history("Sonen Martin hittade honom. Johnson, grannen, ringde.")
