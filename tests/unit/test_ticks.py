"""Choices of a form: the crossed one is meant, and an empty question is said to be one."""

from __future__ import annotations

import pytest

from ocr.text import Box, Word
from outbound.referral import ticks


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
        ("Ja ☐ Nej ☒", "Nej"),
        ("Smitta Ja X Nej", "Smitta Nej"),
        ("Smitta X Ja  Nej MRSA", "Smitta Ja MRSA"),
        ("Metformin  Ja  Nej", "Metformin ej besvarat"),
        ("Diklofenak nej, ciprofloxacin ja - senruptur", "Diklofenak nej, ciprofloxacin ja - senruptur"),
        ("Röntgen pulm x 2", "Röntgen pulm x 2"),
    ],
)
def test_what_is_crossed_is_meant(written: str, meant: str) -> None:
    """Boxes before their answers or behind them, drawn boxes with a cross, none crossed, and no boxes at all."""
    assert " ".join(word.text for word in ticks.chosen(line(written))) == meant
